"""Families of the demonstration in their classes: places, attendance, feedback."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final

from chassis.personal import PersonalData
from chassis.work import Work
from services.tickets.attendance.feedback import PURPOSE as FEEDBACK
from services.tickets.attendance.tables import Attendance, ClassFeedback
from services.tickets.children.sealing import Sealing
from services.tickets.children.tables import Child
from services.tickets.classes import demo_people as people
from services.tickets.classes.demo_people import Family
from services.tickets.classes.tables import ChildClass, ClassSeason
from services.tickets.days import SHANGHAI, day_of
from services.tickets.enrolment import rules
from services.tickets.enrolment.rules import Ask, Drawn, State
from services.tickets.enrolment.tables import ClassApplication, ClassEnrolment

VALUE: Final = "04 09 15 21 26 33 + 11"
_SAID: Final = ("孩子学会了画鼻烟壶，每天都想来。", "", "老师负责，午饭可以再丰富些。", "")
_MARKED_DAYS: Final = 5


class Families:
    """Writes what became of a season's families."""

    def __init__(self, work: Work, *, sealing: Sealing, personal: PersonalData) -> None:
        self.work, self.session = work, work.session
        self.sealing, self.personal = sealing, personal

    def enrol(
        self, season: ClassSeason, classes: Sequence[ChildClass], families: Sequence[Family]
    ) -> None:
        """Give every family its places, by the rules."""
        ids = [people.id_of(f"{season.id}:{family.member_id}") for family in families]
        asks = []
        for application_id, family in zip(ids, families, strict=True):
            wants: dict[str, int] = {}
            for kid in family.kids:
                class_id = classes[kid.group].id
                wants[class_id] = wants.get(class_id, 0) + 1
            asks.append(Ask(application_id, wants))
        placing = rules.place(
            asks,
            season_id=season.id,
            value=VALUE,
            open_places={each.id: each.opened or 0 for each in classes},
            returning_percent=season.returning_percent,
        )
        rank = {each: place for place, each in enumerate(placing.order, start=1)}
        assert Drawn.WAITING not in placing.drawn.values()
        for application_id, family in zip(ids, families, strict=True):
            self.session.add(
                ClassApplication(
                    id=application_id,
                    season_id=season.id,
                    member_id=family.member_id,
                    union=family.union,
                    state=State.PLACED.value,
                    drawn=placing.drawn[application_id].value,
                    rank=rank[application_id],
                    applied_at=season.opens_at,
                    changed_at=season.placed_at,
                )
            )
            self.session.add_all(self._child(family, season, kid) for kid in family.kids)
        self.session.flush()
        self.session.add_all(
            ClassEnrolment(
                application_id=application_id,
                child_id=kid.id,
                class_id=classes[kid.group].id,
                came_before=False,
            )
            for application_id, family in zip(ids, families, strict=True)
            for kid in family.kids
        )
        if season.last_day < day_of(self.work.now):
            self._feedback(season, ids)

    def _child(self, family: Family, season: ClassSeason, kid: people.Kid) -> Child:
        return Child(
            id=kid.id,
            member_id=family.member_id,
            birth_date=kid.birth_date,
            relation="child",
            name_index=self.sealing.index(kid.facts.name, kid.birth_date),
            sealed=self.sealing.seal(kid.facts),
            created_at=season.opens_at,
            changed_at=season.opens_at,
        )

    def _feedback(self, season: ClassSeason, application_ids: Sequence[str]) -> None:
        self.session.add_all(
            ClassFeedback(
                application_id=application_id,
                season_id=season.id,
                rating=5 - (number % 5 == 2),
                text_sealed=self.personal.seal(_SAID[number % len(_SAID)], purpose=FEEDBACK),
                said_at=datetime.combine(season.last_day, time(18), SHANGHAI),
            )
            for number, application_id in enumerate(application_ids)
            if number % 2
        )

    def attend(
        self, season: ClassSeason, classes: Sequence[ChildClass], families: Sequence[Family]
    ) -> None:
        """Mark the last days that have been."""
        yesterday = day_of(self.work.now) - timedelta(days=1)
        last = min(season.last_day, yesterday)
        days = [last - timedelta(days=back) for back in range(_MARKED_DAYS)]
        kids = [kid for family in families for kid in family.kids]
        for day in (day for day in days if day >= season.first_day):
            came, left = (datetime.combine(day, time(hour), SHANGHAI) for hour in (8, 17))
            for number, kid in enumerate(kids):
                absent = (number + day.toordinal()) % 19 == 0
                self.session.add(
                    Attendance(
                        class_id=classes[kid.group].id,
                        day=day,
                        child_id=kid.id,
                        mark="absent" if absent else "left",
                        arrived_at=None if absent else came,
                        left_at=None if absent else left,
                        left_with_sealed="",
                        marked_at=left,
                        marked_by="demo",
                    )
                )
