"""Reading and writing openings and reminders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notify.database import insert_new
from services.notify.reminders import rules
from services.notify.reminders.tables import Opening, OpeningReminder


def add_opening(session: Session, row: dict[str, Any]) -> bool:
    """Write down an opening; whether it was not there."""
    return bool(insert_new(session, Opening, [row], key=Opening.release_id))


def opening_to_change(session: Session, release_id: str) -> Opening | None:
    """One opening, kept from everybody else until the transaction ends."""
    return session.get(Opening, release_id, with_for_update=True)


def opening_that_stays(session: Session, release_id: str) -> Opening | None:
    """One opening that nobody moves until the transaction ends; many may hold it at once."""
    return session.get(Opening, release_id, with_for_update={"read": True})


def reminder(session: Session, *, release_id: str, member_id: str) -> OpeningReminder | None:
    """A member's reminder of an opening."""
    select = sa.select(OpeningReminder).where(
        OpeningReminder.release_id == release_id, OpeningReminder.member_id == member_id
    )
    return session.scalars(select).one_or_none()


def of_member(session: Session, member_id: str) -> Sequence[tuple[OpeningReminder, Opening]]:
    """A member's reminders to come, with their openings, the next first."""
    select = (
        sa.select(OpeningReminder, Opening)
        .join(Opening, Opening.release_id == OpeningReminder.release_id)
        .where(OpeningReminder.member_id == member_id, OpeningReminder.remind_at.is_not(None))
        .order_by(OpeningReminder.remind_at, OpeningReminder.id)
    )
    return [(row[0], row[1]) for row in session.execute(select)]


def take_due(
    session: Session, *, now: datetime, limit: int
) -> Sequence[tuple[OpeningReminder, Opening]]:
    """Reminders whose moment has come, locked with their openings; those that somebody else holds
    are passed over."""
    select = (
        sa.select(OpeningReminder, Opening)
        .join(Opening, Opening.release_id == OpeningReminder.release_id)
        .where(OpeningReminder.remind_at <= now)
        .order_by(OpeningReminder.remind_at, OpeningReminder.id)
        .limit(limit)
        .with_for_update(of=OpeningReminder, skip_locked=True)
    )
    return [(row[0], row[1]) for row in session.execute(select)]


def move(session: Session, release_id: str, *, opens_at: datetime) -> None:
    """Give all reminders of an opening their new moments; those done are to be done again."""
    for minutes in rules.BEFORE:
        session.execute(
            sa.update(OpeningReminder)
            .where(
                OpeningReminder.release_id == release_id,
                OpeningReminder.minutes_before == minutes,
            )
            .values(remind_at=rules.remind_at(opens_at, minutes_before=minutes))
            .execution_options(synchronize_session=False)
        )


def drop(session: Session, release_id: str) -> None:
    """Remind nobody of an opening any more."""
    session.execute(
        sa.update(OpeningReminder)
        .where(OpeningReminder.release_id == release_id)
        .values(remind_at=None)
        .execution_options(synchronize_session=False)
    )
