"""Reading and writing tickets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.bulk import insert_many
from chassis.paging import after
from services.tickets.releases.tables import Release
from services.tickets.tickets.rules import Because, NewTicket
from services.tickets.tickets.tables import Ticket

SORT_KEY = (Ticket.issued_at, Ticket.id)
_SHOWN = sa.select(
    Ticket.id,
    Ticket.release_id,
    Ticket.member_id,
    Ticket.short_code,
    Ticket.places,
    Ticket.pool,
    Ticket.companions,
    Ticket.issued_at,
    Ticket.used_at,
    Ticket.cancelled_at,
    Ticket.cancelled_because,
    Release.title,
    Release.venue,
    Release.districts,
    Release.event_starts_at,
    Release.event_ends_at,
    Release.return_until,
).join(Release, Release.id == Ticket.release_id)


def add(session: Session, tickets: Iterable[NewTicket]) -> None:
    """Write new tickets."""
    rows = [
        {
            "id": ticket.id,
            "release_id": ticket.release_id,
            "member_id": ticket.member_id,
            "claim_id": ticket.claim_id,
            "short_code": ticket.short_code,
            "places": ticket.places,
            "pool": ticket.pool,
            "companions": list(ticket.companions),
            "issued_at": ticket.issued_at,
        }
        for ticket in tickets
    ]
    insert_many(session, Ticket.__table__, rows)


def find(session: Session, ticket_id: str) -> Any:
    """One ticket with what is shown of its release, or none."""
    return session.execute(_SHOWN.where(Ticket.id == ticket_id)).one_or_none()


def lock(session: Session, ticket_id: str) -> Any:
    """One ticket as it is now, kept from other doors until the transaction ends."""
    return session.execute(_SHOWN.where(Ticket.id == ticket_id).with_for_update(of=Ticket)).one()


def find_by_short_code(session: Session, short_code: str) -> Any:
    """The same by what a person can read out."""
    return session.execute(_SHOWN.where(Ticket.short_code == short_code)).one_or_none()


def of_member(
    session: Session, *, member_id: str, beyond: Sequence[Any], limit: int
) -> Sequence[Any]:
    """A member's tickets, newest first, after the sort key ``beyond``."""
    select = _SHOWN.where(Ticket.member_id == member_id)
    if beyond:
        select = select.where(after(SORT_KEY, beyond, descending=True))
    return session.execute(select.order_by(*(c.desc() for c in SORT_KEY)).limit(limit)).all()


def holders(session: Session, *, release_id: str, after: str | None, limit: int) -> Sequence[str]:
    """Members who hold a valid ticket of a release, by id."""
    select = sa.select(Ticket.member_id).where(
        Ticket.release_id == release_id, Ticket.cancelled_at.is_(None)
    )
    if after is not None:
        select = select.where(Ticket.member_id > after)
    return session.scalars(select.order_by(Ticket.member_id).limit(limit)).all()


def count_holders(session: Session, *, release_id: str) -> int:
    """How many they are."""
    select = sa.select(sa.func.count()).select_from(Ticket)
    held = select.where(Ticket.release_id == release_id, Ticket.cancelled_at.is_(None))
    return session.scalar(held) or 0


def cancel_unused(session: Session, *, release_id: str, at: datetime) -> bool:
    """Cancel all valid tickets of a release that nobody has used; whether there were any."""
    result: Any = session.execute(
        sa.update(Ticket)
        .where(
            Ticket.release_id == release_id,
            Ticket.cancelled_at.is_(None),
            Ticket.used_at.is_(None),
        )
        .values(cancelled_at=at, cancelled_because=Because.RELEASE_CANCELLED.value)
        .execution_options(synchronize_session=False)
    )
    return bool(result.rowcount)


def unused_places(session: Session, *, release_id: str) -> dict[str, int]:
    """The places of a release's valid tickets that nobody has used, by part of the stock."""
    select = (
        sa.select(Ticket.pool, sa.func.sum(Ticket.places))
        .where(
            Ticket.release_id == release_id,
            Ticket.cancelled_at.is_(None),
            Ticket.used_at.is_(None),
        )
        .group_by(Ticket.pool)
    )
    return {pool: int(places) for pool, places in session.execute(select)}


def give_up(session: Session, *, ticket_id: str, at: datetime) -> bool:
    """Cancel a ticket that is given back; whether it was valid and nobody had used it."""
    result: Any = session.execute(
        sa.update(Ticket)
        .where(Ticket.id == ticket_id, Ticket.used_at.is_(None), Ticket.cancelled_at.is_(None))
        .values(cancelled_at=at, cancelled_because=Because.RETURNED.value)
        .execution_options(synchronize_session=False)
    )
    return bool(result.rowcount)


def use(session: Session, *, ticket_id: str, by: str, at: datetime) -> None:
    """Note when and by whom a ticket was used."""
    session.execute(
        sa.update(Ticket)
        .where(Ticket.id == ticket_id)
        .values(used_at=at, used_by=by)
        .execution_options(synchronize_session=False)
    )
