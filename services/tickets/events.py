"""What the ticket service publishes."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from chassis.clock import rfc3339
from chassis.envelope import Event
from services.tickets.releases.rules import State


class ReleaseFacts(Protocol):
    """What events tell of a release."""

    @property
    def id(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def districts(self) -> list[str]: ...
    @property
    def stock(self) -> int: ...
    @property
    def opens_at(self) -> datetime: ...
    @property
    def closes_at(self) -> datetime: ...


_ENTERED = {
    State.SCHEDULED: "tickets.release_scheduled.v1",
    State.OPEN: "tickets.release_opened.v1",
    State.CLOSED: "tickets.release_closed.v1",
    State.CANCELLED: "tickets.release_cancelled.v1",
}


def release_entered(release: ReleaseFacts, state: State, *, remaining: int) -> Event:
    """A release was scheduled, opened, closed or cancelled."""
    return _release(_ENTERED[state], release, state, remaining=remaining)


def release_sold_out(release: ReleaseFacts) -> Event:
    """The last place of an open release is taken."""
    return _release("tickets.release_sold_out.v1", release, State.OPEN, remaining=0)


def stock_changed(release: ReleaseFacts, state: State, *, remaining: int) -> Event:
    """Another number of places remains; at most once a second for each release."""
    return _release("tickets.stock_changed.v1", release, state, remaining=remaining)


def allocation_rolled_over(release: ReleaseFacts, *, pool: str, places: int, at: datetime) -> Event:
    """What was left of a part of the stock went to everybody."""
    return Event(
        type="tickets.allocation_rolled_over.v1",
        subject=release.id,
        data={
            "release_id": release.id,
            "code": release.code,
            "pool": pool,
            "places": places,
            "rolled_over_at": rfc3339(at),
        },
    )


def ticket_claimed(
    *,
    ticket_id: str,
    short_code: str,
    release: ReleaseFacts,
    member_id: str,
    district: str,
    claimed_at: datetime,
) -> Event:
    """A member has won a ticket."""
    return Event(
        type="tickets.ticket_claimed.v1",
        subject=ticket_id,
        data={
            "ticket_id": ticket_id,
            "short_code": short_code,
            "release_id": release.id,
            "release_code": release.code,
            "title": release.title,
            "member_id": member_id,
            "district": district,
            "claimed_at": rfc3339(claimed_at),
        },
    )


def ticket_checked_in(
    *, ticket_id: str, release_id: str, member_id: str, venue_account: str, used_at: datetime
) -> Event:
    """A ticket was used at the door."""
    return Event(
        type="tickets.ticket_checked_in.v1",
        subject=ticket_id,
        data={
            "ticket_id": ticket_id,
            "release_id": release_id,
            "member_id": member_id,
            "venue_account": venue_account,
            "used_at": rfc3339(used_at),
        },
    )


def ticket_reminder_due(
    *,
    ticket_id: str,
    short_code: str,
    release_id: str,
    title: str,
    venue: str,
    member_id: str,
    event_starts_at: datetime,
) -> Event:
    """The event of a valid ticket is near; once a ticket, and again if the event has moved."""
    return Event(
        type="tickets.ticket_reminder_due.v1",
        subject=ticket_id,
        data={
            "ticket_id": ticket_id,
            "short_code": short_code,
            "release_id": release_id,
            "title": title,
            "venue": venue,
            "member_id": member_id,
            "event_starts_at": rfc3339(event_starts_at),
        },
    )


class TicketFacts(Protocol):
    """What events tell of a ticket that ended."""

    @property
    def id(self) -> str: ...
    @property
    def member_id(self) -> str: ...
    @property
    def places(self) -> int: ...


def ticket_returned(ticket: TicketFacts, release: ReleaseFacts, *, returned_at: datetime) -> Event:
    """A member has given a ticket back."""
    return _ended("tickets.ticket_returned.v1", ticket, release, returned_at=returned_at)


def ticket_cancelled(
    ticket: TicketFacts, release: ReleaseFacts, *, cancelled_at: datetime, reason: str
) -> Event:
    """A ticket was cancelled together with its release; ``reason`` is the officer's."""
    ended = _ended("tickets.ticket_cancelled.v1", ticket, release, cancelled_at=cancelled_at)
    return Event(type=ended.type, subject=ended.subject, data={**ended.data, "reason": reason})


def _ended(event_type: str, ticket: TicketFacts, release: ReleaseFacts, **at: datetime) -> Event:
    ((name, moment),) = at.items()
    return Event(
        type=event_type,
        subject=ticket.id,
        data={
            "ticket_id": ticket.id,
            "release_id": release.id,
            "release_code": release.code,
            "title": release.title,
            "member_id": ticket.member_id,
            "places": ticket.places,
            name: rfc3339(moment),
        },
    )


def _release(event_type: str, release: ReleaseFacts, state: State, *, remaining: int) -> Event:
    return Event(
        type=event_type,
        subject=release.id,
        data={
            "release_id": release.id,
            "code": release.code,
            "title": release.title,
            "state": state.value,
            "districts": list(release.districts),
            "stock": release.stock,
            "remaining": remaining,
            "opens_at": rfc3339(release.opens_at),
            "closes_at": rfc3339(release.closes_at),
        },
    )
