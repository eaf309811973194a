"""What callers ask about tickets."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from chassis import paging
from chassis.errors import Forbidden
from chassis.work import Reading
from services.tickets.children.sealing import Sealing
from services.tickets.errors import EventTimeUnknown, TicketNotFound
from services.tickets.tickets import calendar, qr, rules, store
from services.tickets.tickets.codes import KeyRing, TicketKey
from services.tickets.tickets.company import names_of


def holders_of_release(
    reading: Reading, *, release_id: str, after: str | None, limit: int, count: bool
) -> dict[str, Any]:
    """A page of those who hold a valid ticket, for services only. Raises ``Forbidden``."""
    if reading.caller.kind != "system":
        raise Forbidden("only services can ask who holds tickets")
    found = store.holders(reading.session, release_id=release_id, after=after, limit=limit + 1)
    total = store.count_holders(reading.session, release_id=release_id) if count else None
    return {"member_ids": found[:limit], "more": len(found) > limit, "total": total}


def list_my_tickets(
    reading: Reading, *, key: TicketKey, sealing: Sealing, cursor: str, limit: int
) -> dict[str, Any]:
    """One page of the member's tickets, newest first."""
    found = store.of_member(
        reading.session,
        member_id=reading.caller.require_member(),
        beyond=paging.decode(cursor, length=2) if cursor else (),
        limit=limit + 1,
    )
    page = paging.page(found, limit=limit, key=lambda ticket: (ticket.issued_at, ticket.id))
    company = names_of(reading.session, page["items"], sealing)
    items = [shown(ticket, key, company[ticket.id]) for ticket in page["items"]]
    return page | {"items": items}


def get_my_ticket(
    reading: Reading, *, key: TicketKey, sealing: Sealing, ticket_id: str
) -> dict[str, Any]:
    """One of the member's tickets. Raises ``TicketNotFound``, also for somebody else's."""
    ticket = _mine(reading, ticket_id)
    return shown(ticket, key, names_of(reading.session, [ticket], sealing)[ticket.id])


def get_my_ticket_code(reading: Reading, *, key: TicketKey, ticket_id: str) -> dict[str, Any]:
    """The code of one of the member's tickets as a picture. Raises ``TicketNotFound``."""
    return {"svg": qr.svg(_code(_mine(reading, ticket_id), key))}


def get_my_ticket_calendar(reading: Reading, *, ticket_id: str) -> dict[str, Any]:
    """One of the member's tickets as an iCalendar file.

    Raises ``TicketNotFound``, and ``EventTimeUnknown`` where the release names no time.
    """
    ticket = _mine(reading, ticket_id)
    if ticket.event_starts_at is None:
        raise EventTimeUnknown("the release names no time of the event")
    return {"ics": calendar.ics(ticket, at=reading.now)}


def ticket_keys(keys: KeyRing) -> dict[str, Any]:
    """The public keys with which a gate can check codes by itself, the one that signs first."""
    return {
        "keys": [
            {
                "kid": key.id.hex(),
                "public_key": base64.urlsafe_b64encode(key.public).decode().rstrip("="),
                "signs": key is keys.signing,
            }
            for key in keys.all
        ]
    }


def _mine(reading: Reading, ticket_id: str) -> Any:
    member_id = reading.caller.require_member()
    ticket = store.find(reading.session, ticket_id)
    if ticket is None or ticket.member_id != member_id:
        raise TicketNotFound("there is no such ticket")
    return ticket


def _code(ticket: Any, key: TicketKey) -> str:
    return key.sign(release_id=ticket.release_id, ticket_id=ticket.id)


def shown(ticket: Any, key: TicketKey, companions: Sequence[str]) -> dict[str, Any]:
    """A ticket as its member sees it; ``companions`` are names."""
    return {
        "id": ticket.id,
        "release_id": ticket.release_id,
        "title": ticket.title,
        "venue": ticket.venue,
        "state": rules.state_of(used_at=ticket.used_at, cancelled_at=ticket.cancelled_at),
        "code": _code(ticket, key),
        "short_code": ticket.short_code,
        "places": ticket.places,
        "event_starts_at": ticket.event_starts_at,
        "event_ends_at": ticket.event_ends_at,
        "return_until": ticket.return_until,
        "companions": companions,
        "issued_at": ticket.issued_at,
        "used_at": ticket.used_at,
    }
