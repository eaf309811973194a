"""Several gates, some of them without a connection, and what they keep."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
import sqlalchemy as sa

from chassis.clock import rfc3339
from chassis.errors import Forbidden, InvalidInput
from chassis.ids import uuid7
from services.tickets.checkins import door_list
from services.tickets.checkins.tables import CheckIn
from services.tickets.errors import ReleaseNotFound
from tests.component.tickets.desk import CHAOYANG, EPOCH, FEDERATION, VENUE, member, staff


def won(desk, release, who=None):
    who = who or member()
    outcome = desk.claim(release, who)
    return desk.call("get_my_ticket", caller=who, ticket_id=outcome["ticket_id"])


def scan(desk, ticket, gate, minutes=None, **more):
    if minutes is not None:
        more["scanned_at"] = rfc3339(EPOCH + timedelta(minutes=minutes))
    return desk.call("check_in_ticket", caller=VENUE, code=ticket["code"], gate=gate, **more)


def read_list(desk, release, cursor="", caller=VENUE):
    return desk.call("door_list", caller=caller, release_id=release["id"], cursor=cursor)


def rows(desk):
    with desk.component.database.reading() as session:
        return session.execute(
            sa.select(CheckIn.gate, CheckIn.result, CheckIn.is_first).order_by(CheckIn.id)
        ).all()


def test_the_earliest_scan_is_the_use_and_every_scan_is_recorded(desk):
    release = desk.release()
    ticket = won(desk, release)
    desk.wait(hours=1)
    late = scan(desk, ticket, "east", minutes=30)
    assert (late["result"], late["used_at"]) == (
        "admitted",
        rfc3339(EPOCH + timedelta(minutes=30)),
    )
    later = scan(desk, ticket, "south", minutes=40)
    assert (later["result"], later["used_gate"]) == ("already_used", "east")
    assert later["used_at"] == late["used_at"]
    # A gate that had no connection tells of the first one last.
    early = scan(desk, ticket, "west", minutes=20)
    assert (early["result"], early["used_gate"]) == ("admitted", "west")
    assert rows(desk) == [
        ("east", "admitted", False),
        ("south", "already_used", False),
        ("west", "admitted", True),
    ]
    assert len(desk.events("tickets.ticket_checked_in.v1")) == 1
    (used,) = read_list(desk, release)["used"]
    assert used == {"ticket_id": ticket["id"], "used_at": early["used_at"], "gate": "west"}


def test_any_order_of_telling_ends_in_the_same_record(desk):
    release = desk.release(stock=30)
    tickets = [(order, won(desk, release)) for order in itertools.permutations((1, 2, 3, 4))]
    desk.wait(hours=1)
    for order, ticket in tickets:
        heard = [scan(desk, ticket, f"gate-{m}", minutes=m)["result"] for m in order]
        so_far = itertools.accumulate(order, min)
        expected = zip(order, so_far, strict=True)
        assert heard == [("admitted" if m == least else "already_used") for m, least in expected]
    used = {use["ticket_id"]: use for use in read_list(desk, release)["used"]}
    assert len(used) == len(tickets)
    assert {use["gate"] for use in used.values()} == {"gate-1"}
    assert {use["used_at"] for use in used.values()} == {rfc3339(EPOCH + timedelta(minutes=1))}
    assert len(desk.events("tickets.ticket_checked_in.v1")) == len(tickets)
    assert len(rows(desk)) == 4 * len(tickets)


def test_two_scans_at_one_moment_admit_once(desk):
    ticket = won(desk, desk.release())
    desk.wait(hours=1)
    assert scan(desk, ticket, "a", minutes=5)["result"] == "admitted"
    assert scan(desk, ticket, "b", minutes=5)["result"] == "already_used"


def test_a_time_that_cannot_be_is_refused_and_uses_nothing(desk):
    ticket = won(desk, desk.release())
    for minutes in (-2, 2):
        with pytest.raises(InvalidInput) as caught:
            scan(desk, ticket, "a", minutes=minutes)
        assert [error.field for error in caught.value.errors] == ["scanned_at"]
    assert rows(desk) == []


def test_a_gate_for_one_release_takes_no_other(desk):
    ticket = won(desk, desk.release())
    answer = scan(desk, ticket, "a", release_id=desk.release()["id"])
    assert (answer["result"], answer["reason"]) == ("invalid", "other_release")
    assert scan(desk, ticket, "a", release_id=ticket["release_id"])["result"] == "admitted"


def test_a_ticket_cancelled_after_an_offline_scan_is_told(desk):
    release = desk.release()
    ticket = won(desk, release)
    desk.wait(minutes=10)
    desk.call("cancel_release", caller=FEDERATION, release_id=release["id"], reason="x")
    answer = scan(desk, ticket, "a", minutes=5)
    assert (answer["result"], answer["reason"]) == ("invalid", "cancelled")


def test_the_door_list_tells_what_has_changed(desk):
    release = desk.release(stock=9)
    first, second, third = (won(desk, release) for _ in range(3))
    empty = read_list(desk, release)
    assert (empty["cancelled"], empty["used"], empty["more"]) == ([], [], False)
    desk.wait(minutes=5)
    scan(desk, first, "a")
    changed = read_list(desk, release, empty["cursor"])
    assert [use["ticket_id"] for use in changed["used"]] == [first["id"]]
    # For a minute it is told again: what was committed late must not be missed.
    assert read_list(desk, release, changed["cursor"])["used"] == changed["used"]
    desk.wait(minutes=2)
    settled = read_list(desk, release, changed["cursor"])
    assert read_list(desk, release, settled["cursor"])["used"] == []
    desk.call("cancel_release", caller=FEDERATION, release_id=release["id"], reason="x")
    over = read_list(desk, release, settled["cursor"])
    assert over["release_cancelled"]
    assert sorted(over["cancelled"]) == sorted([second["id"], third["id"]])
    assert len(read_list(desk, release)["used"]) == 1


def test_a_long_list_comes_in_parts_without_loss(desk):
    release = desk.release(stock=20)
    tickets = [won(desk, release) for _ in range(7)]
    for ticket in tickets:
        scan(desk, ticket, "a")
    cursor, told = "", []
    with desk.component.store.reading() as reading:
        reading.context = type(reading.context)(caller=VENUE)
        for _ in range(4):
            part = door_list.read(reading, release_id=release["id"], cursor=cursor, length=2)
            told += [use["ticket_id"] for use in part["used"]]
            cursor = part["cursor"]
            if not part["more"]:
                break
    assert sorted(told) == sorted(ticket["id"] for ticket in tickets)


def test_gates_are_counted(desk):
    release = desk.release(stock=9)
    tickets = [won(desk, release) for _ in range(4)]
    scan(desk, tickets[0], "east")
    scan(desk, tickets[1], "east")
    scan(desk, tickets[2], "west")
    scan(desk, tickets[2], "east")
    counts = read_list(desk, release)["counts"]
    assert counts["gates"] == [
        {"gate": "east", "tickets": 2, "places": 2},
        {"gate": "west", "tickets": 1, "places": 1},
    ]
    assert (counts["admitted_places"], counts["places"], counts["awaited_places"]) == (3, 4, 1)


@pytest.mark.parametrize("caller", [member(), CHAOYANG, staff("venue", "haidian")])
def test_others_do_not_get_the_list(desk, caller):
    with pytest.raises(Forbidden):
        read_list(desk, desk.release(), caller=caller)


def test_a_list_of_nothing(desk):
    with pytest.raises(ReleaseNotFound):
        read_list(desk, {"id": uuid7()})
    with pytest.raises(InvalidInput):
        read_list(desk, desk.release(), cursor="nonsense")
