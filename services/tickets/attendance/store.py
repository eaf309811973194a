"""Reading and writing attendance and feedback."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.tickets.attendance.rules import Mark
from services.tickets.attendance.tables import Attendance, ClassFeedback


def on_day(session: Session, *, class_id: str, day: date) -> dict[str, Attendance]:
    """What was marked on a day, by child."""
    found = session.scalars(
        sa.select(Attendance).where(Attendance.class_id == class_id, Attendance.day == day)
    )
    return {each.child_id: each for each in found}


def numbers(session: Session, class_id: str) -> Sequence[Any]:
    """For each day that has a mark: ``day``, ``came``, ``absent``."""
    absent = Attendance.mark == Mark.ABSENT.value
    return session.execute(
        sa.select(
            Attendance.day,
            sa.func.sum(sa.case((absent, 0), else_=1)).label("came"),
            sa.func.sum(sa.case((absent, 1), else_=0)).label("absent"),
        )
        .where(Attendance.class_id == class_id)
        .group_by(Attendance.day)
        .order_by(Attendance.day)
    ).all()


def ratings(session: Session, application_ids: Collection[str]) -> dict[str, int]:
    """What families have said, by application."""
    rows = session.execute(
        sa.select(ClassFeedback.application_id, ClassFeedback.rating).where(
            ClassFeedback.application_id.in_(application_ids)
        )
    )
    return {row[0]: row[1] for row in rows}


def feedback(session: Session, application_id: str) -> ClassFeedback | None:
    """What one family has said."""
    return session.get(ClassFeedback, application_id, with_for_update=True)


def feedback_of(session: Session, season_id: str) -> Sequence[ClassFeedback]:
    """What all families have said of a season, the newest first."""
    return session.scalars(
        sa.select(ClassFeedback)
        .where(ClassFeedback.season_id == season_id)
        .order_by(ClassFeedback.said_at.desc(), ClassFeedback.application_id)
    ).all()
