"""Telling the holders of tickets that a release was called off, some hundred at a time."""

from __future__ import annotations

import sqlalchemy as sa

from chassis.work import Work
from services.tickets import events
from services.tickets.releases.tables import Cancellation, Release
from services.tickets.tickets.rules import Because
from services.tickets.tickets.tables import Ticket

_CHUNK = 500  # events in one transaction: a large release must not be one huge write


def begin(work: Work, release_id: str) -> None:
    """Have the ticks tell everybody whose ticket was cancelled with the release."""
    work.session.add(Cancellation(release_id=release_id))


def go_on(work: Work) -> bool:
    """Tell the next holders of one release; whether there may be more to do."""
    select = sa.select(Cancellation).where(Cancellation.finished_at.is_(None)).limit(1)
    telling = work.session.scalars(
        select.order_by(Cancellation.release_id).with_for_update(skip_locked=True)
    ).one_or_none()
    if telling is None:
        return False
    release = work.session.get_one(Release, telling.release_id)
    holders = _holders(work, telling)
    for ticket in holders:
        work.emit(
            events.ticket_cancelled(
                ticket,
                release,
                cancelled_at=ticket.cancelled_at or work.now,
                reason=release.cancel_reason or "",
            )
        )
    if holders:
        telling.told_up_to = holders[-1].id
    if len(holders) < _CHUNK:
        telling.finished_at = work.now
    return True


def _holders(work: Work, telling: Cancellation) -> list[Ticket]:
    select = sa.select(Ticket).where(
        Ticket.release_id == telling.release_id,
        Ticket.cancelled_because == Because.RELEASE_CANCELLED.value,
    )
    if telling.told_up_to is not None:
        select = select.where(Ticket.id > telling.told_up_to)
    return list(work.session.scalars(select.order_by(Ticket.id).limit(_CHUNK)))
