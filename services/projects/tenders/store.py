"""Reading and writing tenders and the questions about them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.paging import after
from services.projects.batches.tables import Batch
from services.projects.questions.tables import CallQuestion
from services.projects.tenders.rules import PUBLIC
from services.projects.tenders.tables import Tender

SORT_KEY = (Tender.created_at, Tender.id)


def find(session: Session, tender_id: str, *, lock: bool = False) -> Tender | None:
    """One tender."""
    return session.get(Tender, tender_id, with_for_update=lock or None)


def of_need(session: Session, need_id: str) -> Tender | None:
    """The tender that buys for a need and was not called off."""
    live = (Tender.need_id == need_id, Tender.state != "cancelled")
    return session.scalars(sa.select(Tender).where(*live)).one_or_none()


def public(
    session: Session, *, need_class: str, state: str, beyond: Sequence[Any], limit: int
) -> Sequence[tuple[Tender, Batch]]:
    """Published tenders with their batches, newest first, after the sort key ``beyond``."""
    select = sa.select(Tender, Batch).join(Batch, Batch.id == Tender.batch_id)
    select = select.where(Tender.state == state if state else Tender.state.in_(PUBLIC))
    if need_class:
        select = select.where(Tender.need_class == need_class)
    if beyond:
        select = select.where(after(SORT_KEY, beyond, descending=True))
    rows = session.execute(select.order_by(*(c.desc() for c in SORT_KEY)).limit(limit))
    return [(tender, batch) for tender, batch in rows]


def due(session: Session, *, now: datetime, limit: int) -> Sequence[tuple[Tender, Batch]]:
    """Tenders whose call has to open or to close, kept from other ticks.

    One with an unanswered question stays open.
    """
    unanswered = sa.exists().where(
        CallQuestion.tender_id == Tender.id, CallQuestion.answered_at.is_(None)
    )
    changed = sa.or_(
        sa.and_(Tender.state == "published", Batch.call_opens_at <= now),
        sa.and_(Tender.state == "open", Batch.call_closes_at <= now, ~unanswered),
    )
    rows = session.execute(
        sa.select(Tender, Batch)
        .join(Batch, Batch.id == Tender.batch_id)
        .where(changed)
        .order_by(Tender.id)
        .limit(limit)
        .with_for_update(of=Tender, skip_locked=True)
    )
    return [(tender, batch) for tender, batch in rows]


def questions(session: Session, tender_ids: Collection[str]) -> Sequence[CallQuestion]:
    """Questions about tenders, oldest first."""
    select = sa.select(CallQuestion).where(CallQuestion.tender_id.in_(tender_ids))
    return session.scalars(select.order_by(CallQuestion.asked_at, CallQuestion.id)).all()


def question(session: Session, question_id: str, *, lock: bool = False) -> CallQuestion | None:
    """One question."""
    return session.get(CallQuestion, question_id, with_for_update=lock or None)
