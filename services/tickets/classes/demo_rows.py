"""Writing the demonstration's classes as the use cases would have written them in their time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from chassis.personal import PersonalData
from chassis.work import Work
from services.tickets.children.sealing import Sealing
from services.tickets.classes import demo_people as people
from services.tickets.classes import store
from services.tickets.classes.demo_families import VALUE, Families
from services.tickets.classes.rules import open_places
from services.tickets.classes.tables import ChildClass, ClassSeason, ClassStaff, ClassVolunteer
from services.tickets.classes.volunteers import PURPOSE as VOLUNTEER
from services.tickets.days import SHANGHAI
from services.tickets.sites.tables import ClassSite

_SOURCE: Final = "福彩双色球，报名截止后第一期的开奖号码"
_COURSES: Final = ("京剧", "鼻烟壶内画", "儿童心理", "手工")
_OUTINGS: Final = (("自然博物馆", 5), ("消防体验馆", 12), ("奥林匹克森林公园", 19))


@dataclass(frozen=True, slots=True)
class Group:
    """A class of the demonstration."""

    title: str
    ages: tuple[int, int]
    places: int
    ratio: int
    volunteers: int


@dataclass(frozen=True, slots=True)
class Site:
    """A site of the demonstration with the classes that it has each summer."""

    code: str
    name: str
    setup: str
    path: str
    address: str
    account: str
    title: str
    open_to: str
    groups: Sequence[Group]
    members: Sequence[int]
    partner: str = ""
    extra: tuple[str, ...] = ()


class Rows:
    """Writes rows. Nothing is published of them, because nobody has to be told today."""

    def __init__(self, work: Work, secret: str) -> None:
        self.work, self.session = work, work.session
        self.sealing, self.personal = Sealing(secret), PersonalData(secret)

    def site(self, site: Site) -> None:
        """A site."""
        self.session.add(
            ClassSite(
                id=people.id_of(site.code),
                name=site.name,
                setup=site.setup,
                path=site.path,
                address=site.address,
                partner=site.partner,
                created_at=self.work.now,
                created_by="demo",
            )
        )
        self.session.flush()

    def upcoming(self, site: Site, first_day: date, last_day: date) -> None:
        """A season that takes applications now."""
        now = self.work.now
        opens, closes = now - timedelta(days=2), now + timedelta(days=14)
        season = self._season(site, "coming", days=(first_day, last_day), open=(opens, closes))
        self._classes(site, season)

    def held(self, site: Site, name: str, first_day: date, last_day: date, children: int) -> None:
        """A season that has its children, with attendance of the last days that have been."""
        start = datetime.combine(first_day, time(9), SHANGHAI)
        opens, closes = start - timedelta(days=40), start - timedelta(days=20)
        season = self._season(site, name, days=(first_day, last_day), open=(opens, closes))
        classes = self._classes(site, season)
        season.value, season.placed_by = VALUE, "demo"
        season.placed_at = closes + timedelta(days=1)
        shares = _shares(children, [group.places for group in site.groups])
        groups = [(g.ages, share) for g, share in zip(site.groups, shares, strict=True)]
        families = list(
            people.families(
                season.id, groups, first_day=first_day, members=site.members, path=site.path
            )
        )
        filling = Families(self.work, sealing=self.sealing, personal=self.personal)
        filling.enrol(season, classes, families)
        filling.attend(season, classes, families)

    def _season(
        self, site: Site, name: str, *, days: tuple[date, date], open: tuple[datetime, datetime]
    ) -> ClassSeason:
        return ClassSeason(
            id=people.id_of(f"{site.code}:{name}"),
            site_id=people.id_of(site.code),
            path=site.path,
            open_to=site.open_to,
            title=f"{days[0].year} 年{site.title}",
            description="上午课程，下午活动，午餐午休，须由登记的接送人接送。",
            first_day=days[0],
            last_day=days[1],
            opens_at=open[0],
            closes_at=open[1],
            returning_percent=40,
            offer_hours=48,
            value_source=_SOURCE,
            created_at=open[0],
            created_by="demo",
        )

    def _classes(self, site: Site, season: ClassSeason) -> list[ChildClass]:
        classes = [
            ChildClass(
                id=people.id_of(f"{season.id}:{number}"),
                season_id=season.id,
                number=number,
                title=group.title,
                least_age=group.ages[0],
                most_age=group.ages[1],
                places=group.places,
                children_per_volunteer=group.ratio,
                least_volunteers=2,
            )
            for number, group in enumerate(site.groups)
        ]
        store.add(self.session, season, classes)
        helpers = people.volunteers(sum(group.volunteers for group in site.groups))
        for group, each in zip(site.groups, classes, strict=True):
            each.opened = open_places(each, group.volunteers)
            self.session.add_all(
                self._volunteer(each, *next(helpers), at=season.opens_at)
                for _ in range(group.volunteers)
            )
            self.session.add(
                ClassStaff(
                    class_id=each.id,
                    account_id=people.account_id(site.account),
                    added_at=season.opens_at,
                    added_by="demo",
                )
            )
            entries = list(_timetable(season, _COURSES + site.extra))
            store.set_timetable(self.session, each.id, entries)
        return classes

    def _volunteer(
        self, each: ChildClass, name: str, phone: str, *, at: datetime
    ) -> ClassVolunteer:
        who = json.dumps({"name": name, "phone": phone}, ensure_ascii=False)
        return ClassVolunteer(
            id=people.id_of(f"{each.id}:{phone}"),
            class_id=each.id,
            phone_index=self.personal.index(phone, purpose=VOLUNTEER),
            sealed=self.personal.seal(who, purpose=VOLUNTEER),
            named_at=at,
            named_by="demo",
            confirmed_at=at,
            confirmed_by="demo",
        )


def _shares(children: int, places: Sequence[int]) -> list[int]:
    """So many children over classes, each filled before the next."""
    shares = []
    for most in places:
        shares.append(min(children, most))
        children -= shares[-1]
    return shares


def _timetable(season: ClassSeason, courses: Sequence[str]) -> Iterator[dict[str, object]]:
    outings = {season.first_day + timedelta(days=after): title for title, after in _OUTINGS}
    for after in range((season.last_day - season.first_day).days + 1):
        day = season.first_day + timedelta(days=after)
        if day in outings:
            yield {
                "day": day,
                "starts": "09:00",
                "ends": "15:30",
                "kind": "outing",
                "title": outings[day],
                "place": outings[day],
            }
        else:
            for lesson, (starts, ends) in enumerate((("09:30", "11:00"), ("14:30", "16:00"))):
                yield {
                    "day": day,
                    "starts": starts,
                    "ends": ends,
                    "kind": "course",
                    "title": courses[(2 * after + lesson) % len(courses)],
                    "place": "活动室",
                }
