"""Several ticket processes at once on PostgreSQL: no class takes more children than its volunteers
allow, whatever happens at the same moment."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chassis.clock import SettableClock, rfc3339
from chassis.context import CallContext, Caller, Role
from chassis.database import Database
from chassis.errors import DomainError
from chassis.ids import uuid7
from chassis.work import Store
from services.tickets.database import messaging
from services.tickets.service import Tickets
from tests.support.component import settings

pytestmark = pytest.mark.postgres

NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
OFFICER = Caller(kind="staff", id="chaoyang", roles=(Role("district", "chaoyang"),))
Work = Callable[["Process"], Any]


class Process:
    """A ticket service with connections of its own, as another process would have."""

    def __init__(self, url: str, clock: SettableClock) -> None:
        self.database = Database(url, pool_size=2)
        self.store = Store(database=self.database, messaging=messaging, clock=clock)

    def service(self, caller: Caller) -> Any:
        service = Tickets()
        service.settings = settings()
        service.db = self.store.on_behalf_of(CallContext(caller=caller, correlation_id=uuid7()))
        return service

    def call(self, method: str, caller: Caller = OFFICER, **payload: Any) -> Any:
        """The answer, or the code of the error that it ended with."""
        try:
            return getattr(self.service(caller), method)(**payload)
        except DomainError as error:
            return error.code


class Office:
    """A season with one class, two places for each volunteer, two volunteers."""

    def __init__(self, databases: Any) -> None:
        databases.create(["tickets"])
        self.clock = SettableClock(NOW)
        self.all = [Process(databases.url_of("tickets"), self.clock) for _ in range(6)]
        self.one = self.all[0]
        site = self.one.call(
            "create_class_site", name="站", setup="union_station", path="chaoyang/jianwai"
        )
        self.season = self.one.call(
            "create_class_season",
            site_id=site["id"],
            title="暑期托管班",
            first_day="2026-07-18",
            last_day="2026-08-14",
            opens_at=rfc3339(NOW),
            closes_at=rfc3339(NOW + timedelta(days=1)),
            value_source="福彩",
            offer_hours=1,
            classes=[
                {
                    "title": "小班",
                    "least_age": 6,
                    "most_age": 8,
                    "places": 30,
                    "children_per_volunteer": 2,
                }
            ],
        )
        self.class_id = self.season["classes"][0]["id"]
        for number in range(2):
            self.confirm(self.named(number))(self.one)

    def named(self, number: int) -> str:
        """A volunteer who is not confirmed yet."""
        volunteer = self.one.call(
            "add_class_volunteer",
            class_id=self.class_id,
            name="赵老师",
            phone=str(13800000000 + number),
        )
        return str(volunteer["id"])

    def confirm(self, volunteer_id: str) -> Work:
        return lambda process: process.call("confirm_class_volunteer", volunteer_id=volunteer_id)

    def family(self, children: int) -> tuple[Caller, Work]:
        """A member with children, and how they apply."""
        who = Caller(kind="member", id=uuid7(), union="chaoyang/jianwai/u0001")
        wanted = []
        for number in range(children):
            child = self.one.call("add_child", who, name=f"小满{number}", birth_date="2019-01-01")
            wanted.append({"child_id": child["id"], "class_id": self.class_id})
        season_id = self.season["id"]
        return who, lambda process: process.call(
            "apply_for_class", who, season_id=season_id, children=wanted
        )

    def mine(self, who: Caller) -> dict[str, Any]:
        found: dict[str, Any] = self.one.call("list_my_class_applications", who)["items"][0]
        return found

    def act(self, who: Caller, method: str) -> Work:
        application_id = self.mine(who)["id"]
        return lambda process: process.call(method, who, application_id=application_id)

    def look(self) -> dict[str, Any]:
        """The class as it is now."""
        season = self.one.call("get_class_season", season_id=self.season["id"])
        found: dict[str, Any] = season["classes"][0]
        return found

    def together(self, works: Sequence[Work]) -> list[Any]:
        """Each work in a thread, over all processes, all released at once."""
        start = threading.Barrier(len(works))

        def run(number: int) -> Any:
            start.wait(timeout=10)
            return works[number](self.all[number % len(self.all)])

        with ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(run, range(len(works))))


@pytest.fixture
def office(postgres: Any) -> Iterator[Office]:
    made = Office(postgres)
    yield made
    for process in made.all:
        process.database.close()


def codes(answers: Sequence[Any]) -> Counter[str]:
    """How calls ended: an error's code, or the state of an answer."""
    return Counter(a if isinstance(a, str) else a.get("state", "done") for a in answers)


def test_a_family_applies_once_and_a_season_is_placed_once(office):
    _, apply = office.family(2)
    assert codes(office.together([apply] * 6)) == {"applied": 1, "already_applied": 5}
    office.clock.advance(timedelta(days=1))

    def place(process: Process) -> Any:
        return process.call("place_class_season", season_id=office.season["id"], value="1 2 3")

    assert codes(office.together([place] * 4)) == {"done": 1, "wrong_phase": 3}
    assert office.look()["held"] == 2


def test_places_move_at_the_same_moment_and_none_is_given_twice(office):
    families = [office.family(1 + number % 2) for number in range(14)]
    assert codes(office.together([apply for _, apply in families])) == {"applied": 14}
    office.clock.advance(timedelta(days=1))
    office.one.call("place_class_season", season_id=office.season["id"], value="1 2 3")
    members = [who for who, _ in families]
    for turn in range(4):
        by_state: dict[str, list[Caller]] = {}
        for who in members:
            by_state.setdefault(office.mine(who)["state"], []).append(who)
        works = [office.confirm(office.named(10 + turn))]
        works += [office.act(w, "accept_class_offer") for w in by_state.get("offered", [])]
        works += [
            office.act(w, "withdraw_class_application")
            for w in (*by_state.get("placed", [])[:2], *by_state.get("waiting", [])[:1])
        ]
        # The same again beside it, and the tick, as other processes would.
        works += [*works, *[lambda p: p.service(OFFICER).expire_class_offers()] * 2]
        if turn == 2:
            office.clock.advance(timedelta(hours=2))  # offers end while they are being taken
        office.together(works)
        now = office.look()
        assert now["volunteers"] == 3 + turn
        assert now["held"] <= now["open_places"] == 2 * now["volunteers"]
    # Whoever still waits does not fit into what is left, for all or nothing.
    left = office.look()["open_places"] - office.look()["held"]
    waiting = [office.mine(who) for who in members if office.mine(who)["state"] == "waiting"]
    assert all(len(each["children"]) > left for each in waiting)
