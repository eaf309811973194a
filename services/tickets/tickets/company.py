"""Who comes along with a ticket: for its member and for the door, and nobody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.tickets.children import store as children
from services.tickets.children.sealing import Sealing
from services.tickets.tickets import store


def names_of(
    session: Session, tickets: Sequence[Any], sealing: Sealing
) -> Mapping[str, Sequence[str]]:
    """The companions' names by ticket; of somebody whom the member has deleted there is none."""
    wanted = {companion for ticket in tickets for companion in ticket.companions}
    known = children.by_ids(session, wanted) if wanted else {}
    names = {child.id: sealing.open(child.sealed).name for child in known.values()}
    return {
        ticket.id: [names[one] for one in ticket.companions if one in names] for ticket in tickets
    }


def company_of(session: Session, ticket_id: str | None, sealing: Sealing) -> Sequence[str]:
    """The names of who comes along with one ticket; of no ticket nobody."""
    ticket = store.find(session, ticket_id) if ticket_id else None
    return names_of(session, [ticket], sealing)[ticket.id] if ticket else ()
