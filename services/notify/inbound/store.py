"""Reading and writing SMS that came in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from services.notify.database import insert_new
from services.notify.inbound.tables import InboundSms, SmsNumber


def lock_number(session: Session, number_index: str) -> SmsNumber:
    """A number's row, made if it is new, and kept from others until the transaction ends."""
    insert_new(session, SmsNumber, [{"number_index": number_index}], key=SmsNumber.number_index)
    return session.get_one(SmsNumber, number_index, with_for_update=True)


def add(session: Session, row: dict[str, Any]) -> bool:
    """Write an SMS; whether its gateway's id was new."""
    return bool(insert_new(session, InboundSms, [row], key=InboundSms.id))


def anything_due(session: Session, *, now: datetime) -> bool:
    """Whether the handler has anything to look at."""
    return session.scalar(sa.select(sa.true()).where(InboundSms.due_at <= now).limit(1)) is not None


def take_due(session: Session, *, now: datetime, limit: int) -> Sequence[InboundSms]:
    """The oldest SMS that are due, locked, at most one of each number: a number's SMS are handled
    one after the other in the order of coming. What somebody else holds is passed over."""
    older = aliased(InboundSms)
    waits = (
        sa.select(older.sequence)
        .where(
            older.number_index == InboundSms.number_index,
            older.sequence < InboundSms.sequence,
            older.due_at.is_not(None),
        )
        .exists()
    )
    select = sa.select(InboundSms).where(InboundSms.due_at <= now, ~waits)
    select = select.order_by(InboundSms.sequence).limit(limit)
    return session.scalars(select.with_for_update(skip_locked=True)).all()


def numbers(session: Session, indexes: Iterable[str]) -> dict[str, SmsNumber]:
    """The rows of numbers, by index."""
    select = sa.select(SmsNumber).where(SmsNumber.number_index.in_(list(indexes)))
    return {row.number_index: row for row in session.scalars(select)}


def move(session: Session, sms_id: str, *, tries: int, **values: Any) -> bool:
    """Change an SMS that is held since its ``tries``-th try; whether it still was."""
    result: Any = session.execute(
        sa.update(InboundSms)
        .where(InboundSms.id == sms_id, InboundSms.tries == tries, InboundSms.due_at.is_not(None))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return bool(result.rowcount)


def sealed_numbers(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """The sealed numbers from which SMS came, by the id of the SMS."""
    select = sa.select(InboundSms.id, InboundSms.number_sealed)
    return {
        row.id: row.number_sealed
        for row in session.execute(select.where(InboundSms.id.in_(list(ids))))
    }


def from_number(session: Session, number_index: str, *, limit: int) -> Sequence[InboundSms]:
    """What a number has sent, newest first."""
    select = sa.select(InboundSms).where(InboundSms.number_index == number_index)
    return session.scalars(select.order_by(InboundSms.sequence.desc()).limit(limit)).all()
