"""Parts of the stock while several processes claim and tick on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from chassis.clock import rfc3339
from chassis.ids import uuid7
from tests.integration.test_tickets_concurrency import OPENS, Process, Processes
from tests.support.waiting import eventually

pytestmark = pytest.mark.postgres
ROLLS = OPENS + timedelta(minutes=30)


@pytest.fixture
def house(postgres: Any) -> Iterator[Processes]:
    made = Processes(postgres)
    yield made
    for process in made.all:
        process.database.close()


def claims(release: dict[str, Any], union: str, count: int, **more: Any) -> list[dict[str, Any]]:
    return [
        {
            "key": "k",
            "release_id": release["id"],
            "member_id": uuid7(),
            "union": f"{union}/a/u0001",
            **more,
        }
        for _ in range(count)
    ]


def test_a_part_rolls_over_once_under_ticks_and_claims_and_nobody_takes_what_is_reserved(house):
    release = house.release(
        districts=["chaoyang", "haidian"],
        stock=100,
        allocations=[
            {"pool": "district:chaoyang", "places": 60, "rolls_over_at": rfc3339(ROLLS)},
            {"pool": "channel:sms", "places": 10, "rolls_over_at": None},
        ],
    )
    house.one.call("claim_batch", claims=claims(release, "chaoyang", 20))
    house.clock.advance(timedelta(minutes=30))

    def tick(process: Process) -> None:
        for _ in range(3):
            process.call("roll_over_allocations")

    def claim(process: Process) -> None:
        for _ in range(6):
            process.call("claim_batch", claims=claims(release, "haidian", 20))

    house.together(tick, claim, tick, claim)
    tick(house.one)
    claim(house.one)

    (told,) = house.events("allocation_rolled_over")
    assert (told["pool"], told["places"]) == ("district:chaoyang", 40)
    rows = house.query(
        "SELECT pool, stock, remaining, rolled_over FROM allocations WHERE release_id = %s"
        " ORDER BY pool",
        release["id"],
    )
    assert rows == [("channel:sms", 10, 10, 0), ("district:chaoyang", 60, 0, 40)]
    won = dict(
        house.query(
            "SELECT pool, sum(places) FROM tickets WHERE release_id = %s GROUP BY pool",
            release["id"],
        )
    )
    # The general part had 30 places, and then the 40 that Chaoyang had left.
    assert won == {"": 70, "district:chaoyang": 20}
    ((remaining,),) = house.query("SELECT remaining FROM releases WHERE id = %s", release["id"])
    assert remaining == 10
    outcomes = house.one.call("claim_batch", claims=claims(release, "haidian", 12, channel="sms"))
    assert [o["outcome"] for o in outcomes["outcomes"]] == ["won"] * 10 + ["sold_out"] * 2


def test_two_ticks_at_the_same_moment_roll_over_once(house):
    release = house.release(
        allocations=[
            {"pool": "district:chaoyang", "places": 60, "rolls_over_at": rfc3339(ROLLS)},
        ],
    )
    house.clock.advance(timedelta(minutes=30))
    # The row is held until both have seen that it is due: from here on only the lock on the
    # release keeps them apart.
    with ThreadPoolExecutor(1) as aside, house.one.database.writing() as holding:
        holding.connection().exec_driver_sql("SELECT * FROM allocations FOR UPDATE")
        ticks = aside.submit(
            house.together,
            *[
                lambda _, process=process: process.call("roll_over_allocations")
                for process in house.all[1:3]
            ],
        )
        waiting = (
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        eventually(lambda: house.query(waiting) == [(2,)], what="both ticks wait", seconds=20)
        holding.rollback()
        ticks.result(timeout=20)
    (told,) = house.events("allocation_rolled_over")
    assert told["places"] == 60
    rows = house.query(
        "SELECT remaining, rolled_over FROM allocations WHERE release_id = %s", release["id"]
    )
    assert rows == [(0, 60)]
