"""Reading and writing deadlines and reminders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notify.database import insert_new
from services.notify.deadlines.tables import Deadline, DeadlineReminder


def deadline(session: Session, group_id: str, name: str) -> Deadline:
    """One deadline, made if it is not there, kept from everybody else until the end."""
    row = {"group_id": group_id, "name": name, "due_at": None, "known_at": None, "over": False}
    insert_new(session, Deadline, [row], key=Deadline.group_id)
    return session.get_one(Deadline, (group_id, name), with_for_update=True, populate_existing=True)


def deadlines(session: Session, group_id: str) -> Sequence[Deadline]:
    """All deadlines of a group, kept, always in one order."""
    select = sa.select(Deadline).where(Deadline.group_id == group_id).order_by(Deadline.name)
    return session.scalars(select.with_for_update()).all()


def closed_at(session: Session, subject: str, name: str) -> datetime | None:
    """Since when nothing of a project is to be reminded of."""
    found = session.get(Deadline, (subject, name))
    return found.known_at if found else None


def add(session: Session, row: dict[str, Any]) -> bool:
    """Write down a reminder; whether it was not there."""
    return bool(insert_new(session, DeadlineReminder, [row], key=DeadlineReminder.id))


def reminder(session: Session, *, name: str, subject: str, inbox: str) -> DeadlineReminder:
    """One reminder, kept."""
    select = sa.select(DeadlineReminder).where(
        DeadlineReminder.name == name,
        DeadlineReminder.subject == subject,
        DeadlineReminder.inbox == inbox,
    )
    return session.scalars(select.with_for_update()).one()


def move(session: Session, group_id: str, name: str, *, remind_at: datetime | None) -> None:
    """Give all wanted reminders of a deadline their new moment; those done are to be done again."""
    _set(
        session,
        DeadlineReminder.group_id == group_id,
        DeadlineReminder.name == name,
        DeadlineReminder.wanted,
        remind_at=remind_at,
    )


def close(session: Session, subject: str, name: str, *, before: datetime) -> None:
    """Remind nobody of a project any more who was to be by an event until a moment."""
    _set(
        session,
        DeadlineReminder.subject == subject,
        DeadlineReminder.name == name,
        DeadlineReminder.known_at <= before,
        remind_at=None,
        wanted=False,
    )


def _set(session: Session, *where: Any, **values: Any) -> None:
    update = sa.update(DeadlineReminder).where(*where).values(**values)
    session.execute(update.execution_options(synchronize_session=False))


def take_due(
    session: Session, *, now: datetime, limit: int
) -> Sequence[tuple[DeadlineReminder, Deadline]]:
    """Reminders whose moment has come, locked, with their deadlines; those that somebody else
    holds are passed over."""
    same = sa.and_(
        Deadline.group_id == DeadlineReminder.group_id, Deadline.name == DeadlineReminder.name
    )
    select = (
        sa.select(DeadlineReminder, Deadline)
        .join(Deadline, same)
        .where(DeadlineReminder.remind_at <= now)
        .order_by(DeadlineReminder.remind_at, DeadlineReminder.id)
        .limit(limit)
        .with_for_update(of=DeadlineReminder, skip_locked=True)
    )
    return [(row[0], row[1]) for row in session.execute(select)]
