"""Reading and writing reminders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.bulk import insert_many
from services.tickets.releases.tables import Release
from services.tickets.reminders.tables import RemindedTicket, Reminder
from services.tickets.tickets.tables import Ticket


def unplanned(session: Session, *, at: datetime, limit: int) -> Sequence[Any]:
    """Public releases of events to come whose reminder is missing, or is for another time."""
    return session.execute(
        sa.select(Release.id, Release.event_starts_at)
        .outerjoin(Reminder, Reminder.release_id == Release.id)
        .where(
            Release.scheduled_at.is_not(None),
            Release.cancelled_at.is_(None),
            Release.event_starts_at > at,
            sa.or_(
                Reminder.release_id.is_(None),
                Reminder.event_starts_at != Release.event_starts_at,
            ),
        )
        .order_by(Release.id)
        .limit(limit)
        .with_for_update(of=Release, skip_locked=True)
    ).all()


def plan(
    session: Session, *, release_id: str, event_starts_at: datetime, remind_at: datetime
) -> None:
    """Set a release's reminder, or move it."""
    session.merge(
        Reminder(
            release_id=release_id,
            event_starts_at=event_starts_at,
            remind_at=remind_at,
            done_at=None,
        )
    )


def due(session: Session, *, at: datetime) -> Reminder | None:
    """One reminder whose time has come, kept from other ticks until the transaction ends."""
    return session.scalar(
        sa.select(Reminder)
        .where(Reminder.done_at.is_(None), Reminder.remind_at <= at)
        .order_by(Reminder.remind_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def to_remind(session: Session, reminder: Reminder, *, limit: int) -> Sequence[Any]:
    """Valid tickets that were there when the reminder's time came and whose holders have not been
    told. Who wins later has just been told of the ticket itself."""
    return session.execute(
        sa.select(Ticket.id, Ticket.member_id, Ticket.short_code)
        .outerjoin(
            RemindedTicket,
            sa.and_(
                RemindedTicket.ticket_id == Ticket.id,
                RemindedTicket.event_starts_at == reminder.event_starts_at,
            ),
        )
        .where(
            Ticket.release_id == reminder.release_id,
            Ticket.cancelled_at.is_(None),
            Ticket.used_at.is_(None),
            Ticket.issued_at < reminder.remind_at,
            RemindedTicket.ticket_id.is_(None),
        )
        .order_by(Ticket.id)
        .limit(limit)
    ).all()


def reminded(
    session: Session, tickets: Sequence[Any], *, event_starts_at: datetime, at: datetime
) -> None:
    """Note that the holders of these tickets have been told."""
    insert_many(
        session,
        RemindedTicket.__table__,
        [
            {"ticket_id": ticket.id, "event_starts_at": event_starts_at, "reminded_at": at}
            for ticket in tickets
        ],
    )
