"""What a member asks who cannot come."""

from __future__ import annotations

from typing import Any

from chassis.work import Work
from services.tickets import events
from services.tickets.children.sealing import Sealing
from services.tickets.claims.places import give_back
from services.tickets.errors import (
    ReturnTooLate,
    TicketCancelled,
    TicketNotFound,
    TicketNotReturnable,
    TicketUsed,
)
from services.tickets.releases import store as releases
from services.tickets.tickets import store as tickets
from services.tickets.tickets.codes import TicketKey
from services.tickets.tickets.company import names_of
from services.tickets.tickets.rules import Because, State, state_of
from services.tickets.tickets.use_cases import shown


def return_ticket(
    work: Work, *, key: TicketKey, sealing: Sealing, ticket_id: str
) -> dict[str, Any]:
    """Give a ticket back, a household's as a whole. The member may ask again. Repeating it
    changes nothing.

    Raises ``TicketNotFound``, also for somebody else's, ``TicketUsed``, ``TicketCancelled``,
    ``TicketNotReturnable`` and ``ReturnTooLate``.
    """
    member_id = work.caller.require_member()
    ticket = tickets.find(work.session, ticket_id)
    if ticket is None or ticket.member_id != member_id:
        raise TicketNotFound("there is no such ticket")
    release = releases.lock(work.session, ticket.release_id)
    assert release is not None
    # Read again: before the lock somebody may have used it, cancelled it or given it back.
    ticket = tickets.find(work.session, ticket_id)
    if ticket.cancelled_because == Because.RETURNED:
        return _shown(work, ticket, key, sealing)
    _require_valid(ticket)
    if release.return_until is None:
        raise TicketNotReturnable("tickets of this release cannot be returned")
    if work.now >= release.return_until:
        raise ReturnTooLate("the time for returns is over")
    # The door holds no lock on the release: who is faster has the ticket.
    if not tickets.give_up(work.session, ticket_id=ticket_id, at=work.now):
        raise TicketUsed("it was used a moment ago")
    give_back(work.session, release_id=release.id, places={ticket.pool: ticket.places})
    work.emit(events.ticket_returned(ticket, release, returned_at=work.now))
    return _shown(work, tickets.find(work.session, ticket_id), key, sealing)


def _shown(work: Work, ticket: Any, key: TicketKey, sealing: Sealing) -> dict[str, Any]:
    return shown(ticket, key, names_of(work.session, [ticket], sealing)[ticket.id])


def _require_valid(ticket: Any) -> None:
    match state_of(used_at=ticket.used_at, cancelled_at=ticket.cancelled_at):
        case State.USED:
            raise TicketUsed("it has been used")
        case State.CANCELLED:
            raise TicketCancelled("it is cancelled")
