"""Returns: until their time, of one's own valid ticket, once; and cancellations that are told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.tickets.errors import (
    ReturnTooLate,
    TicketCancelled,
    TicketNotFound,
    TicketNotReturnable,
    TicketUsed,
)
from services.tickets.releases import telling
from tests.component.tickets.desk import FEDERATION, VENUE, member
from tests.component.tickets.people import EVENT, check_books, event_release, give_back

RETURNED, CANCELLED = "tickets.ticket_returned.v1", "tickets.ticket_cancelled.v1"


def test_a_ticket_is_given_back_once_and_the_member_may_ask_again(desk):
    release, who = event_release(desk, stock=1), member()
    ticket = desk.claim(release, who)["ticket_id"]
    returned = give_back(desk, who, ticket)
    assert returned["state"] == "cancelled"
    assert give_back(desk, who, ticket) == returned
    assert desk.look(release)["remaining"] == 1
    (told,) = desk.events(RETURNED)
    assert (told["data"]["ticket_id"], told["data"]["member_id"]) == (ticket, who.id)
    again = desk.claim(release, who, "again")
    assert again["outcome"] == "won"
    assert again["ticket_id"] != ticket
    check_books(desk, release)


def test_the_time_for_returns_ends_to_the_moment(desk):
    release, early, late = event_release(desk), member(), member()
    tickets = [desk.claim(release, who)["ticket_id"] for who in (early, late)]
    last = EVENT - timedelta(days=1)
    desk.clock.set(last - timedelta(microseconds=1))
    give_back(desk, early, tickets[0])
    desk.clock.set(last)
    with pytest.raises(ReturnTooLate):
        give_back(desk, late, tickets[1])
    check_books(desk, release)


def test_what_cannot_be_given_back_is_refused_by_name(desk):
    release, who = event_release(desk), member()
    ticket = desk.claim(release, who)["ticket_id"]
    with pytest.raises(TicketNotFound):
        give_back(desk, member(), ticket)
    code = desk.call("get_my_ticket", caller=who, ticket_id=ticket)["code"]
    desk.call("check_in_ticket", caller=VENUE, code=code)
    with pytest.raises(TicketUsed):
        give_back(desk, who, ticket)
    fixed = desk.release()
    with pytest.raises(TicketNotReturnable):
        give_back(desk, who, desk.claim(fixed, who)["ticket_id"])
    off = event_release(desk)
    gone = desk.claim(off, who)["ticket_id"]
    desk.call("cancel_release", caller=FEDERATION, release_id=off["id"], reason="暴雨")
    with pytest.raises(TicketCancelled):
        give_back(desk, who, gone)
    assert desk.events(RETURNED) == []


def test_a_returned_ticket_does_not_admit(desk):
    release, who = event_release(desk), member()
    ticket = desk.claim(release, who)["ticket_id"]
    code = desk.call("get_my_ticket", caller=who, ticket_id=ticket)["code"]
    give_back(desk, who, ticket)
    heard = desk.call("check_in_ticket", caller=VENUE, code=code)
    assert (heard["result"], heard["reason"]) == ("invalid", "cancelled")


def test_every_holder_is_told_of_a_cancellation_once_in_chunks(desk, monkeypatch):
    monkeypatch.setattr(telling, "_CHUNK", 2)
    release = event_release(desk, stock=5)
    people = [member() for _ in range(5)]
    tickets = [desk.claim(release, who)["ticket_id"] for who in people]
    give_back(desk, people[0], tickets[0])
    desk.call("cancel_release", caller=FEDERATION, release_id=release["id"], reason="暴雨")
    assert desk.events(CANCELLED) == []
    for _ in range(2):
        desk.component.tick("tell_cancelled")
        told = [event["data"] for event in desk.events(CANCELLED)]
        assert sorted(each["ticket_id"] for each in told) == sorted(tickets[1:])
        assert {each["reason"] for each in told} == {"暴雨"}
    check_books(desk, release)
