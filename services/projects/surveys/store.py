"""Reading surveys."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.paging import after
from services.projects.surveys.tables import Survey

SORT_KEY = (Survey.created_at, Survey.id)


def find(session: Session, survey_id: str, *, lock: bool = False) -> Survey | None:
    """One survey; with ``lock`` nobody else changes it until the end of this work."""
    return session.get(Survey, survey_id, with_for_update=lock or None)


def newest_first(
    session: Session, *, state: str, beyond: Sequence[Any], limit: int
) -> Sequence[Survey]:
    """Surveys after the sort key ``beyond``."""
    select = sa.select(Survey).order_by(*(column.desc() for column in SORT_KEY)).limit(limit)
    if state:
        select = select.where(Survey.state == state)
    if beyond:
        select = select.where(after(SORT_KEY, beyond, descending=True))
    return session.scalars(select).all()


def open_now(session: Session, *, now: datetime) -> Sequence[Survey]:
    """Every survey that takes answers now, the one that ends first at the top."""
    select = (
        sa.select(Survey)
        .where(Survey.state.in_(["scheduled", "open"]))
        .where(Survey.opens_at <= now, Survey.closes_at > now)
        .order_by(Survey.closes_at, Survey.id)
    )
    return session.scalars(select).all()


def due(session: Session, *, now: datetime) -> Collection[Survey]:
    """Surveys whose stored time to open or to close has come; skips what another tick holds."""
    select = (
        sa.select(Survey)
        .where(
            sa.or_(
                sa.and_(Survey.state == "scheduled", Survey.opens_at <= now),
                sa.and_(Survey.state == "open", Survey.closes_at <= now),
            )
        )
        .with_for_update(skip_locked=True)
    )
    return session.scalars(select).all()
