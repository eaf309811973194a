"""Tickets: a member sees their own, with a code that can be checked without asking."""

from __future__ import annotations

import base64

import pytest

from chassis.context import ANONYMOUS
from chassis.errors import Forbidden, InvalidInput, Unauthenticated
from chassis.ids import uuid7
from services.tickets.errors import TicketNotFound
from services.tickets.tickets import codes
from tests.component.tickets.desk import FEDERATION, member


@pytest.fixture
def won(desk):
    """A member and the id of the ticket that they have won."""
    release, who = desk.release(venue="朝阳公园"), member()
    return who, desk.claim(release, who)["ticket_id"], release


def test_a_ticket_shows_what_was_won(desk, won):
    who, ticket_id, release = won
    ticket = desk.call("get_my_ticket", caller=who, ticket_id=ticket_id)
    assert ticket["id"] == ticket_id
    assert ticket["release_id"] == release["id"]
    assert (ticket["title"], ticket["venue"]) == (release["title"], "朝阳公园")
    assert (ticket["state"], ticket["used_at"]) == ("valid", None)
    assert desk.call("list_my_tickets", caller=who)["items"] == [ticket]


def test_its_code_can_be_checked_with_the_public_key_alone(desk, won):
    who, ticket_id, release = won
    code = desk.call("get_my_ticket", caller=who, ticket_id=ticket_id)["code"]
    (key,) = desk.call("ticket_keys")["keys"]
    public = base64.urlsafe_b64decode(key["public_key"] + "=")
    assert codes.key_id(public).hex() == key["kid"]
    signed = codes.read(code, publics=(public,))
    assert (signed.ticket_id, signed.release_id) == (ticket_id, release["id"])


def test_its_code_comes_as_a_picture(desk, won):
    who, ticket_id, _ = won
    svg = desk.call("get_my_ticket_code", caller=who, ticket_id=ticket_id)["svg"]
    assert svg.startswith("<svg ")


@pytest.mark.parametrize("method", ["get_my_ticket", "get_my_ticket_code"])
def test_somebody_elses_ticket_is_not_found(desk, won, method):
    _, ticket_id, _ = won
    with pytest.raises(TicketNotFound):
        desk.call(method, caller=member(), ticket_id=ticket_id)
    with pytest.raises(TicketNotFound):
        desk.call(method, caller=member(), ticket_id=uuid7())
    with pytest.raises(Forbidden):
        desk.call(method, caller=FEDERATION, ticket_id=ticket_id)
    with pytest.raises(Unauthenticated):
        desk.call(method, caller=ANONYMOUS, ticket_id=ticket_id)
    with pytest.raises(InvalidInput):
        desk.call(method, caller=member(), ticket_id="nope")


def test_a_list_holds_ones_own_newest_first_page_by_page(desk):
    who = member()
    won = []
    for _ in range(5):
        release = desk.release()
        desk.claim(release, member())
        won.insert(0, desk.claim(release, who)["ticket_id"])
        desk.wait(seconds=1)
    found, cursor = [], ""
    while cursor is not None:
        page = desk.call("list_my_tickets", caller=who, limit=2, cursor=cursor)
        found += [ticket["id"] for ticket in page["items"]]
        cursor = page["next_cursor"]
    assert found == won
    assert desk.call("list_my_tickets", caller=member())["items"] == []


def test_only_members_have_tickets(desk):
    with pytest.raises(Forbidden):
        desk.call("list_my_tickets", caller=FEDERATION)
    with pytest.raises(Unauthenticated):
        desk.call("list_my_tickets")


def test_a_ticket_of_a_cancelled_release_is_cancelled(desk, won):
    who, ticket_id, release = won
    desk.call("cancel_release", caller=FEDERATION, release_id=release["id"], reason="x")
    ticket = desk.call("get_my_ticket", caller=who, ticket_id=ticket_id)
    assert ticket["state"] == "cancelled"
