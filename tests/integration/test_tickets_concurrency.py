"""Several ticket processes at once on PostgreSQL: nobody gets two, no place is given twice."""

from __future__ import annotations

import random
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg2
import pytest

from chassis.clock import SettableClock, rfc3339
from chassis.context import SYSTEM, CallContext, Caller, Role
from chassis.database import Database
from chassis.ids import uuid7
from chassis.work import Store
from services.tickets.database import messaging
from services.tickets.service import Tickets
from tests.support.component import settings

pytestmark = pytest.mark.postgres

OPENS = datetime(2026, 4, 25, 2, 0, tzinfo=UTC)
DOOR = Caller(kind="staff", id="door", roles=(Role("venue"),))


class Process:
    """A ticket service with connections of its own, as another process would have."""

    def __init__(self, url: str, clock: SettableClock) -> None:
        self.database = Database(url, pool_size=2)
        self.store = Store(database=self.database, messaging=messaging, clock=clock)

    def call(self, method: str, *, caller: Caller = SYSTEM, **payload: Any) -> Any:
        service = Tickets()
        service.settings = settings()
        service.db = self.store.on_behalf_of(CallContext(caller=caller, correlation_id=uuid7()))
        return getattr(service, method)(**payload)


class Processes:
    """Some of them on one database, at one moment."""

    def __init__(self, databases: Any) -> None:
        databases.create(["tickets"])
        self.query = lambda *words: databases.query("tickets", *words)
        self.clock = SettableClock(OPENS)
        self.all = [Process(databases.url_of("tickets"), self.clock) for _ in range(4)]
        self.one = self.all[0]

    def release(self, **change: Any) -> dict[str, Any]:
        """One that opens now."""
        plan = {
            "title": "五一亲子恐龙岛",
            "districts": ["chaoyang"],
            "stock": 100,
            "opens_at": rfc3339(OPENS),
            "closes_at": rfc3339(OPENS + timedelta(days=1)),
        }
        made: dict[str, Any] = self.one.call("create_release", **plan | change)
        return made

    def events(self, kind: str) -> list[dict[str, Any]]:
        """The data of all events of a type."""
        rows = self.query(
            "SELECT envelope -> 'data' FROM outbox WHERE type = %s ORDER BY sequence",
            f"tickets.{kind}.v1",
        )
        return [row[0] for row in rows]

    def together(self, *works: Callable[[Process], Any]) -> list[Any]:
        """Each work in a thread and process of its own, all released at once."""
        start = threading.Barrier(len(works))

        def run(number: int) -> Any:
            start.wait(timeout=10)
            return works[number](self.all[number % len(self.all)])

        with ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(run, range(len(works))))


@pytest.fixture
def processes(postgres) -> Iterator[Processes]:
    made = Processes(postgres)
    yield made
    for process in made.all:
        process.database.close()


def claim_of(release: dict[str, Any], member_id: str, key: str) -> dict[str, Any]:
    union = "chaoyang/jianwai/u0001"
    return {"key": key, "release_id": release["id"], "member_id": member_id, "union": union}


def test_four_processes_sell_two_releases_exactly(processes):
    releases = [processes.release(), processes.release()]
    members = [uuid7() for _ in range(150)]
    # Every member asks for both releases twice by each of three processes; key "a" is repeated
    # everywhere, the other key is each process's own.
    told: dict[tuple[str, str, str], list[Any]] = defaultdict(list)

    def sell(number: int) -> Callable[[Process], None]:
        shuffle = random.Random(number)

        def work(process: Process) -> None:
            claims = [
                claim_of(release, member, key)
                for release in releases
                for member in members
                for key in ("a", f"own-{number}")
            ]
            shuffle.shuffle(claims)
            for first in range(0, len(claims), 50):
                batch = claims[first : first + 50]
                outcomes = process.call("claim_batch", claims=batch)["outcomes"]
                for claim, outcome in zip(batch, outcomes, strict=True):
                    identity = (claim["release_id"], claim["member_id"], claim["key"])
                    told[identity].append(outcome)

        return work

    processes.together(*(sell(number) for number in range(4)))

    assert all(len({str(o) for o in outcomes}) == 1 for outcomes in told.values())
    finals = Counter(outcomes[0]["outcome"] for outcomes in told.values())
    assert finals["won"] == 200
    assert len(told) == 2 * 150 * 5 == sum(finals.values())
    for release in releases:
        (row,) = processes.query(
            "SELECT remaining, requests FROM releases WHERE id = %s", release["id"]
        )
        assert row == (0, 150 * 5)
        (row,) = processes.query(
            "SELECT count(*), count(DISTINCT member_id) FROM tickets WHERE release_id = %s",
            release["id"],
        )
        assert row == (100, 100)
        positions = processes.query(
            "SELECT position FROM claims WHERE release_id = %s ORDER BY position", release["id"]
        )
        assert [p for (p,) in positions] == list(range(1, 150 * 5 + 1))
        passed_over = processes.query(
            "SELECT count(*) FROM claims w, claims s WHERE w.release_id = %s"
            " AND s.release_id = w.release_id AND w.outcome = 'won' AND s.outcome = 'sold_out'"
            " AND s.position < w.position",
            release["id"],
        )
        assert passed_over == [(0,)]
    assert len(processes.events("ticket_claimed")) == 200
    assert len(processes.events("release_sold_out")) == 2


def test_keys_of_any_letters_are_kept_apart(processes):
    release, member = processes.release(), uuid7()
    keys = ['"', "\\", '\\"', "{a,b}", "%s", "%(x)s", ":x", "NULL", "null", "'", ";--"]
    batch = [claim_of(release, member, key) for key in keys]
    first = processes.one.call("claim_batch", claims=batch)
    assert processes.one.call("claim_batch", claims=batch) == first
    assert len({o["claim_id"] for o in first["outcomes"]}) == len(keys)


def test_an_outcome_that_was_lost_after_its_commit_is_there_for_the_repeat(processes):
    release = processes.release()
    claims = [claim_of(release, uuid7(), "a") for _ in range(3)]
    processes.one.call("claim_batch", claims=claims)  # the answer never arrives
    stored = processes.query("SELECT id::text, ticket_id::text FROM claims ORDER BY position")
    again = processes.all[1].call("claim_batch", claims=claims)["outcomes"]
    assert [(o["claim_id"], o["ticket_id"]) for o in again] == stored


def test_only_one_tick_tells(processes):
    processes.release(opens_at=rfc3339(OPENS + timedelta(seconds=1)))
    processes.clock.advance(timedelta(seconds=1))
    processes.together(*[lambda process: process.call("announce_due")] * 4)
    assert len(processes.events("release_opened")) == 1


def test_the_tick_tells_while_claims_hold_the_release(processes):
    release = processes.release()
    processes.one.call("claim_batch", claims=[claim_of(release, uuid7(), "a")])
    processes.clock.advance(timedelta(seconds=2))
    with processes.one.database.writing() as holding:
        holding.connection().exec_driver_sql("SELECT * FROM releases FOR UPDATE")
        processes.together(*[lambda process: process.call("announce_due")] * 4)
        assert [event["remaining"] for event in processes.events("stock_changed")] == [99]


def test_one_of_eight_doors_admits(processes):
    release = processes.release()
    outcome = processes.one.call("claim_batch", claims=[claim_of(release, uuid7(), "a")])
    ticket_id = outcome["outcomes"][0]["ticket_id"]
    ((short_code,),) = processes.query("SELECT short_code FROM tickets WHERE id = %s", ticket_id)
    answers = processes.together(
        *[lambda process: process.call("check_in_ticket", caller=DOOR, code=short_code)] * 8
    )
    assert Counter(a["result"] for a in answers) == {"admitted": 1, "already_used": 7}
    assert len({a["used_at"] for a in answers}) == 1
    assert len(processes.events("ticket_checked_in")) == 1


def test_gates_that_tell_at_once_agree_on_the_earliest_scan(processes):
    release = processes.release()
    outcome = processes.one.call("claim_batch", claims=[claim_of(release, uuid7(), "a")])
    ticket_id = outcome["outcomes"][0]["ticket_id"]
    ((short_code,),) = processes.query("SELECT short_code FROM tickets WHERE id = %s", ticket_id)
    processes.clock.advance(timedelta(hours=1))
    times = [rfc3339(OPENS + timedelta(seconds=second)) for second in range(1, 9)]

    def tell(gate: int) -> Callable[[Process], Any]:
        return lambda process: process.call(
            "check_in_ticket",
            caller=DOOR,
            code=short_code,
            gate=f"gate-{gate}",
            scanned_at=times[gate],
        )

    # The earliest scan is neither the first nor the last that is told of.
    answers = processes.together(*(tell(gate) for gate in (3, 7, 5, 0, 6, 2, 4, 1)))
    assert {answer["used_at"] for answer in answers} <= set(times)
    assert answers[3]["result"] == "admitted"
    firsts = processes.query("SELECT gate FROM check_ins WHERE is_first")
    assert firsts == [("gate-0",)]
    ((used_at, scans),) = processes.query(
        "SELECT used_at, (SELECT count(*) FROM check_ins) FROM tickets WHERE id = %s", ticket_id
    )
    assert (rfc3339(used_at), scans) == (times[0], 8)
    assert len(processes.events("ticket_checked_in")) == 1


def test_a_release_called_off_amid_claims_keeps_its_sums(processes):
    release = processes.release()

    def claim(process: Process) -> list[Any]:
        return [
            outcome
            for _ in range(20)
            for outcome in process.call(
                "claim_batch", claims=[claim_of(release, uuid7(), "a") for _ in range(2)]
            )["outcomes"]
        ]

    def cancel(process: Process) -> list[Any]:
        process.call("cancel_release", release_id=release["id"], reason="场馆维修")
        return []

    answers = [a for given in processes.together(claim, claim, cancel, claim) for a in given]
    assert {a["outcome"] for a in answers} <= {"won", "sold_out", "not_open"}
    live = processes.query("SELECT count(*) FROM tickets WHERE cancelled_at IS NULL")
    remaining = processes.query("SELECT remaining, requests FROM releases")
    assert (live, remaining) == ([(0,)], [(100, 120)])
    tickets = processes.query("SELECT count(*) FROM tickets")
    assert tickets == [(sum(a["outcome"] == "won" for a in answers),)]


@pytest.mark.parametrize(
    ("statement", "guard"),
    [
        ("UPDATE releases SET remaining = -1", "ck_releases_remaining"),
        ("UPDATE releases SET remaining = stock + 1", "ck_releases_remaining"),
        (
            "INSERT INTO tickets SELECT gen_random_uuid(), release_id, member_id, claim_id, 'X',"
            " places, issued_at FROM tickets",
            "uq_tickets_release_id_member_id_live",
        ),
        (
            "INSERT INTO claims SELECT gen_random_uuid(), release_id, member_id, key, 9,"
            " union_path, places, outcome, reason, ticket_id, decided_at FROM claims",
            "uq_claims_release_id_member_id_key",
        ),
    ],
)
def test_the_database_itself_is_the_last_guard(processes, postgres, statement, guard):
    release = processes.release()
    processes.one.call("claim_batch", claims=[claim_of(release, uuid7(), "a")])
    with pytest.raises(psycopg2.IntegrityError, match=guard):
        postgres.query("tickets", statement)
