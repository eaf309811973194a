"""Short words for tests of child-care classes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chassis.clock import rfc3339
from chassis.context import Caller, Role
from chassis.ids import uuid7
from tests.component.tickets.desk import CHAOYANG, Desk, member

PATH = "chaoyang/jianwai"
VALUE = "2026071: 05 12 19 23 28 31 + 07"


def minder(scope: str = PATH) -> Caller:
    """Somebody with the role; not yet of any class."""
    return Caller(kind="staff", id=uuid7(), roles=(Role("class_staff", scope),))


class Nursery:
    """A site with seasons, whose days are told from now: it opens now, closes in ten days, begins
    in thirty and lasts for twenty."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.call = desk.call
        self.site = self.call(
            "create_class_site",
            caller=CHAOYANG,
            name="建外街道工会服务站",
            setup="union_station",
            path=PATH,
        )
        self.phones = 13800000000

    def plan(self, **change: Any) -> dict[str, Any]:
        """A season of one class for 6 to 8, four places for each volunteer."""
        now = self.desk.clock.now()
        one = {
            "title": "小班",
            "least_age": 6,
            "most_age": 8,
            "places": 10,
            "children_per_volunteer": 2,
        }
        return {
            "site_id": self.site["id"],
            "title": "建外街道暑期托管班",
            "first_day": (now + timedelta(days=30)).date().isoformat(),
            "last_day": (now + timedelta(days=50)).date().isoformat(),
            "opens_at": rfc3339(now),
            "closes_at": rfc3339(now + timedelta(days=10)),
            "value_source": "福彩双色球第 2026071 期",
            "classes": [one | change.pop("one", {})],
        } | change

    def season(self, *, volunteers: int = 2, **change: Any) -> dict[str, Any]:
        """Make it, with so many confirmed volunteers in each class."""
        season = self.call("create_class_season", caller=CHAOYANG, **self.plan(**change))
        for each in season["classes"]:
            for _ in range(volunteers):
                self.volunteer(each)
        return self.look(season)

    def look(self, season: dict[str, Any], caller: Caller = CHAOYANG) -> dict[str, Any]:
        """The season as it is now."""
        found: dict[str, Any] = self.call("get_class_season", caller=caller, season_id=season["id"])
        return found

    def volunteer(self, each: dict[str, Any], *, confirm: bool = True) -> dict[str, Any]:
        """One volunteer more."""
        self.phones += 1
        named: dict[str, Any] = self.call(
            "add_class_volunteer",
            caller=CHAOYANG,
            class_id=each["id"],
            name="赵老师",
            phone=str(self.phones),
        )
        if confirm:
            self.call("confirm_class_volunteer", caller=CHAOYANG, volunteer_id=named["id"])
        return named

    def child(self, who: Caller, *, age: int = 7, name: str = "小满", **facts: Any) -> str:
        """A child that has this age for a year to come."""
        born = self.desk.clock.now().date().replace(year=2026 - age, month=4, day=1)
        added = self.call("add_child", caller=who, name=name, birth_date=born.isoformat(), **facts)
        return str(added["id"])

    def family(self, children: int = 1) -> tuple[Caller, list[str]]:
        """A member with children of one age."""
        who = member()
        return who, [self.child(who, name=f"小满{n}") for n in range(children)]

    def apply(
        self, season: dict[str, Any], who: Caller, *children: str, number: int = 0
    ) -> dict[str, Any]:
        """Apply for one class of the season."""
        class_id = season["classes"][number]["id"]
        made: dict[str, Any] = self.call(
            "apply_for_class",
            caller=who,
            season_id=season["id"],
            children=[{"child_id": each, "class_id": class_id} for each in children],
        )
        return made

    def families(self, season: dict[str, Any], *sizes: int) -> list[Caller]:
        """Families that apply, with so many children each."""
        found = []
        for size in sizes:
            who, children = self.family(size)
            self.apply(season, who, *children)
            found.append(who)
        return found

    def place(self, season: dict[str, Any], value: str = VALUE) -> dict[str, Any]:
        """Let applications close, and give out the places."""
        self.desk.wait(days=10)
        placed: dict[str, Any] = self.call(
            "place_class_season", caller=CHAOYANG, season_id=season["id"], value=value
        )
        return placed

    def mine(self, who: Caller) -> dict[str, Any]:
        """A member's newest application."""
        found: dict[str, Any] = self.call("list_my_class_applications", caller=who)["items"][0]
        return found

    def in_state(self, families: list[Caller], state: str) -> list[Caller]:
        """Those of the families whose application is in a state."""
        return [who for who in families if self.mine(who)["state"] == state]

    def act(self, who: Caller, what: str) -> dict[str, Any]:
        """Accept an offer or withdraw an application."""
        method = {"accept": "accept_class_offer", "withdraw": "withdraw_class_application"}[what]
        done: dict[str, Any] = self.call(method, caller=who, application_id=self.mine(who)["id"])
        return done

    def told(self, fact: str) -> list[dict[str, Any]]:
        """The data of all events of a type: ``place_given`` and the like."""
        return [event["data"] for event in self.desk.events(f"tickets.class_{fact}.v1")]
