"""The door: a ticket is used once, by those who stand there."""

from __future__ import annotations

import pytest

from chassis.clock import rfc3339
from chassis.context import ANONYMOUS
from chassis.errors import Forbidden, IdempotencyKeyReused, InvalidInput, Unauthenticated
from chassis.ids import uuid7
from services.tickets.tickets.codes import TicketKey
from tests.component.tickets.desk import CHAOYANG, EPOCH, FEDERATION, VENUE, member, staff


@pytest.fixture
def ticket(desk):
    """A member's ticket as the member sees it, with its owner."""
    who = member()
    won = desk.claim(desk.release(), who)
    return desk.call("get_my_ticket", caller=who, ticket_id=won["ticket_id"]) | {"owner": who}


def check_in(desk, code, caller=VENUE, **more):
    return desk.call("check_in_ticket", caller=caller, code=code, **more)


def test_a_ticket_is_admitted_once_and_told_once(desk, ticket):
    first = check_in(desk, ticket["code"])
    assert (first["result"], first["reason"]) == ("admitted", "")
    assert (first["ticket_id"], first["title"]) == (ticket["id"], ticket["title"])
    assert (first["used_at"], first["places"]) == (rfc3339(EPOCH), 1)
    desk.wait(minutes=5)
    second = check_in(desk, ticket["code"], FEDERATION)
    assert (second["result"], second["used_at"]) == ("already_used", first["used_at"])
    assert second["server_time"] != first["server_time"]
    (event,) = desk.events("tickets.ticket_checked_in.v1")
    assert event["data"]["venue_account"] == VENUE.id
    seen = desk.call("get_my_ticket", caller=ticket["owner"], ticket_id=ticket["id"])
    assert (seen["state"], seen["used_at"]) == ("used", first["used_at"])


def test_the_same_key_gets_the_first_answer_again(desk, ticket):
    first = check_in(desk, ticket["code"], key="k")
    assert check_in(desk, ticket["code"], key="k") == first
    with pytest.raises(IdempotencyKeyReused):
        check_in(desk, ticket["short_code"], key="k")


def test_a_short_code_is_looked_up_however_it_is_typed(desk, ticket):
    short = ticket["short_code"].lower()
    assert check_in(desk, f"{short[:5]}-{short[5:]} ")["result"] == "admitted"


def test_a_code_may_come_in_small_letters(desk, ticket):
    assert check_in(desk, ticket["code"].lower())["result"] == "admitted"


def signed(ticket, *, seed=None, ticket_id=None, release_id=None, desk=None):
    key = TicketKey(seed or desk.component.settings.ticket_signing_seed)
    return key.sign(
        release_id=release_id or ticket["release_id"], ticket_id=ticket_id or ticket["id"]
    )


def test_forged_and_foreign_codes_are_invalid_and_use_nothing(desk, ticket):
    letter = "A" if ticket["code"][-1] != "A" else "B"
    for code, reason in (
        (ticket["code"][:-1] + letter, "forged"),
        (signed(ticket, seed="another installation's seed of 32 letters"), "forged"),
        ("UH1:" + "A" * 160, "forged"),
        ("UH1:short", "forged"),
        (signed(ticket, desk=desk, ticket_id=uuid7()), "unknown"),
        (signed(ticket, desk=desk, release_id=uuid7()), "unknown"),
        ("0000000000", "unknown"),
        (ticket["id"], "unknown"),
    ):
        answer = check_in(desk, code)
        assert (answer["result"], answer["reason"]) == ("invalid", reason), code
        assert (answer["ticket_id"], answer["title"]) == (None, "")
    assert desk.events("tickets.ticket_checked_in.v1") == []
    assert check_in(desk, ticket["code"])["result"] == "admitted"


def test_a_cancelled_ticket_is_invalid(desk, ticket):
    desk.call("cancel_release", caller=FEDERATION, release_id=ticket["release_id"], reason="x")
    answer = check_in(desk, ticket["code"])
    assert (answer["result"], answer["reason"]) == ("invalid", "cancelled")
    assert answer["ticket_id"] == ticket["id"]
    assert answer["used_at"] is None


@pytest.mark.parametrize(
    ("caller", "error"),
    [
        (ANONYMOUS, Unauthenticated),
        (member(), Forbidden),
        (CHAOYANG, Forbidden),
        (staff("auditor"), Forbidden),
        (staff("venue", "haidian"), Forbidden),
        (staff("venue", "chaoyang/jianwai"), Forbidden),
    ],
)
def test_others_may_not_stand_at_this_door(desk, ticket, caller, error):
    with pytest.raises(error):
        check_in(desk, ticket["code"], caller)
    assert check_in(desk, ticket["code"], staff("venue"))["result"] == "admitted"


@pytest.mark.parametrize("code", ["", " ", "x" * 301, None, 5, "a\0b"])
def test_what_is_no_text_is_refused(desk, code):
    with pytest.raises(InvalidInput) as caught:
        check_in(desk, code)
    assert [error.field for error in caught.value.errors] == ["code"]
