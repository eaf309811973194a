"""Reading and writing batches, their tenders and budgets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.paging import after
from services.projects.batches.tables import Batch, Budget
from services.projects.tenders.tables import Tender

SORT_KEY = (Batch.created_at, Batch.id)


def find(session: Session, batch_id: str, *, lock: bool = False) -> Batch | None:
    """One batch."""
    return session.get(Batch, batch_id, with_for_update=lock or None)


def of_survey(session: Session, survey_id: str) -> Batch | None:
    """The batch that was made of a survey's selection and not called off."""
    live = (Batch.survey_id == survey_id, Batch.state != "cancelled")
    return session.scalars(sa.select(Batch).where(*live)).one_or_none()


def newest_first(
    session: Session, *, state: str, beyond: Sequence[Any], limit: int
) -> Sequence[Batch]:
    """Batches after the sort key ``beyond``."""
    select = sa.select(Batch)
    if state:
        select = select.where(Batch.state == state)
    if beyond:
        select = select.where(after(SORT_KEY, beyond, descending=True))
    return session.scalars(select.order_by(*(c.desc() for c in SORT_KEY)).limit(limit)).all()


def tenders(session: Session, batch_id: str) -> Sequence[Tender]:
    """A batch's tenders by code."""
    select = sa.select(Tender).where(Tender.batch_id == batch_id).order_by(Tender.code)
    return session.scalars(select).all()


def closed(session: Session, *, limit: int) -> Sequence[Batch]:
    """Batches whose call was published and has closed for every tender, kept from other ticks."""
    waiting = sa.exists().where(
        Tender.batch_id == Batch.id, Tender.state.in_(("draft", "published", "open"))
    )
    select = sa.select(Batch).where(Batch.state == "calling", ~waiting).order_by(Batch.id)
    return session.scalars(select.limit(limit).with_for_update(skip_locked=True)).all()


def budget(session: Session, year: int, *, lock: bool = False) -> Budget | None:
    """A year's budget."""
    return session.get(Budget, year, with_for_update=lock or None)


def budgets(session: Session) -> Sequence[Budget]:
    """All budgets, the latest year first."""
    return session.scalars(sa.select(Budget).order_by(Budget.year.desc())).all()
