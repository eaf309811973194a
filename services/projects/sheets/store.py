"""Reading paper sheets."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.paging import after
from services.projects.sheets.tables import Sheet

SORT_KEY = (Sheet.sheet_no, Sheet.id)


def find(session: Session, sheet_id: str, *, lock: bool = False) -> Sheet | None:
    """One sheet."""
    return session.get(Sheet, sheet_id, with_for_update=lock or None)


def numbered(session: Session, *, survey_id: str, sheet_no: str) -> Sheet:
    """The sheet with a number that is known to be there, locked."""
    select = sa.select(Sheet).where(Sheet.survey_id == survey_id, Sheet.sheet_no == sheet_no)
    return session.scalars(select.with_for_update()).one()


def by_number(
    session: Session, *, survey_id: str, state: str, beyond: Sequence[Any], limit: int
) -> Sequence[Sheet]:
    """Sheets of a survey by number, after the sort key ``beyond``."""
    select = sa.select(Sheet).where(Sheet.survey_id == survey_id).order_by(*SORT_KEY).limit(limit)
    if state:
        select = select.where(Sheet.state == state)
    if beyond:
        select = select.where(after(SORT_KEY, beyond, descending=False))
    return session.scalars(select).all()


def ready(session: Session, *, limit: int) -> Sequence[Sheet]:
    """Sheets that wait to be counted."""
    select = sa.select(Sheet).where(Sheet.state == "ready").order_by(Sheet.id).limit(limit)
    return session.scalars(select).all()


def hold_ready(session: Session, sheet_ids: Collection[str]) -> Sequence[Sheet]:
    """Those of the sheets that still wait, locked; leaves out what another process holds."""
    select = (
        sa.select(Sheet)
        .where(Sheet.id.in_(sheet_ids), Sheet.state == "ready")
        .order_by(Sheet.id)
        .with_for_update(skip_locked=True)
    )
    return session.scalars(select).all()
