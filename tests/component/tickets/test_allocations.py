"""Parts of the stock: for whom they are, what is left of them, and that it can be looked up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.clock import rfc3339
from chassis.errors import Forbidden, InvalidInput
from chassis.ids import uuid7
from services.tickets.errors import ReleaseNotFound
from tests.component.tickets.desk import (
    AUDITOR,
    CHAOYANG,
    EPOCH,
    FEDERATION,
    HAIDIAN,
    claim_of,
    member,
)

BOTH = ["chaoyang", "haidian"]
TOMORROW = rfc3339(EPOCH + timedelta(hours=20))


def share(pool, places, rolls_over_at=None):
    return {"pool": pool, "places": places, "rolls_over_at": rolls_over_at}


def parts(desk, release, caller=FEDERATION):
    return desk.call("list_allocations", caller=caller, release_id=release["id"])


def figures(desk, release):
    """Taken, left and rolled over by part; what is left of the general one."""
    shown = parts(desk, release)
    for each in shown["items"]:
        assert each["places"] == each["taken"] + each["remaining"] + each["rolled_over"]
    return {"": shown["general"]} | {
        each["pool"]: (each["taken"], each["remaining"], each["rolled_over"])
        for each in shown["items"]
    }


def ask(desk, release, union="chaoyang/a/u1", **more):
    (outcome,) = desk.ask(claim_of(release, member(union)) | more)
    return outcome["outcome"]


def test_a_district_has_its_part_and_shares_the_rest(desk):
    release = desk.release(
        districts=BOTH,
        stock=3,
        allocations=[share("district:chaoyang", 1), share("district:haidian", 1)],
    )
    for _ in range(2):
        assert ask(desk, release, "haidian/b/u1") == "won"
    # What is left is Chaoyang's.
    assert ask(desk, release, "haidian/b/u1") == "sold_out"
    assert figures(desk, release) == {
        "": 0,
        "district:chaoyang": (0, 1, 0),
        "district:haidian": (1, 0, 0),
    }
    assert ask(desk, release) == "won"
    assert desk.look(release)["remaining"] == 0


def test_what_is_reserved_is_for_those_who_come_that_way(desk):
    release = desk.release(
        stock=4,
        allocations=[share("channel:sms", 1), share("channel:counter", 1), share("accessible", 1)],
    )
    assert ask(desk, release) == "won"
    assert ask(desk, release) == "sold_out"
    assert ask(desk, release, channel="sms") == "won"
    assert ask(desk, release, channel="sms") == "sold_out"
    assert ask(desk, release, audiences=["volunteer"]) == "sold_out"
    assert ask(desk, release, audiences=["wheelchair"]) == "won"
    assert ask(desk, release, channel="counter") == "won"
    assert desk.look(release)["remaining"] == 0


def test_what_is_left_rolls_over_once_and_is_told(desk):
    release = desk.release(
        districts=BOTH,
        stock=5,
        allocations=[share("district:chaoyang", 4, TOMORROW), share("channel:sms", 1)],
    )
    assert ask(desk, release) == "won"
    desk.component.tick("roll_over_allocations")
    assert ask(desk, release, "haidian/b/u1") == "sold_out"
    desk.wait(hours=20)
    for _ in range(2):
        desk.component.tick("roll_over_allocations")
    assert figures(desk, release) == {
        "": 3,
        "district:chaoyang": (1, 0, 3),
        "channel:sms": (0, 1, 0),
    }
    (told,) = desk.events("tickets.allocation_rolled_over.v1")
    assert told["data"]["pool"] == "district:chaoyang"
    assert told["data"]["places"] == 3
    (rolled,) = [p for p in parts(desk, release)["items"] if p["rolled_over_at"]]
    assert rolled["rolled_over_at"] == told["data"]["rolled_over_at"] == TOMORROW
    assert [ask(desk, release, "haidian/b/u1") for _ in range(4)] == ["won"] * 3 + ["sold_out"]


def test_nothing_rolls_over_of_a_draft_or_a_cancelled_release(desk):
    plan = {"stock": 2, "allocations": [share("district:chaoyang", 2, TOMORROW)]}
    draft, cancelled = desk.release(**plan, draft=True), desk.release(**plan)
    desk.call("cancel_release", caller=FEDERATION, release_id=cancelled["id"], reason="场馆维修")
    desk.wait(hours=21)
    desk.component.tick("roll_over_allocations")
    for release in (draft, cancelled):
        assert figures(desk, release)["district:chaoyang"] == (0, 2, 0)
    assert not desk.events("tickets.allocation_rolled_over.v1")


def test_a_cancelled_release_gives_its_parts_back_what_nobody_used(desk):
    release = desk.release(stock=3, allocations=[share("district:chaoyang", 2)])
    used, unused = member(), member()
    won = desk.claim(release, used)
    desk.claim(release, unused)
    ticket = desk.call("get_my_ticket", caller=used, ticket_id=won["ticket_id"])
    desk.call("check_in_ticket", caller=FEDERATION, code=ticket["code"])
    desk.call("cancel_release", caller=FEDERATION, release_id=release["id"], reason="场馆维修")
    assert figures(desk, release) == {"": 1, "district:chaoyang": (1, 1, 0)}
    assert desk.look(release)["remaining"] == 2


@pytest.mark.parametrize(
    ("allocations", "field"),
    [
        ([share("district:haidian", 1)], "allocations.0.pool"),
        ([share("channel:web", 1)], "allocations.0.pool"),
        ([share("everybody", 1)], "allocations.0.pool"),
        ([share("accessible", 1), share("accessible", 1)], "allocations.1.pool"),
        ([share("accessible", 0)], "allocations.0.places"),
        ([share("accessible", 3)], "allocations"),
        ([share("accessible", 1), share("channel:sms", 2)], "allocations"),
        (
            [share("accessible", 1, rfc3339(EPOCH - timedelta(hours=1)))],
            "allocations.0.rolls_over_at",
        ),
        (
            [share("accessible", 1, rfc3339(EPOCH + timedelta(days=1)))],
            "allocations.0.rolls_over_at",
        ),
    ],
)
def test_parts_that_cannot_be_are_named(desk, allocations, field):
    with pytest.raises(InvalidInput) as refused:
        desk.release(allocations=allocations)
    assert [error.field for error in refused.value.errors] == [field]
    assert desk.call("list_releases", caller=FEDERATION)["items"] == []


def test_parts_are_seen_by_who_answers_for_the_release(desk):
    release = desk.release(stock=2, allocations=[share("accessible", 1)])
    for caller in (CHAOYANG, AUDITOR):
        assert parts(desk, release, caller)["general"] == 1
    for caller in (HAIDIAN, member()):
        with pytest.raises(Forbidden):
            parts(desk, release, caller)
    with pytest.raises(ReleaseNotFound):
        parts(desk, {"id": uuid7()})
