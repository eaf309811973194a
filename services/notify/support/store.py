"""Reading messages as support staff see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.paging import after
from services.notify.messages.tables import Attempt, Message
from services.notify.receipts.tables import SmsReceipt
from services.notify.support.rules import IN_TROUBLE
from services.notify.support.tables import Resend

SORT_KEY = (Message.id,)  # ids begin with their moment


def find(session: Session, message_id: str) -> Message | None:
    """One message."""
    return session.get(Message, message_id)


def lock(session: Session, message_id: str) -> Message | None:
    """One message, held until the end of the transaction."""
    return session.get(Message, message_id, with_for_update=True)


def newest(
    session: Session, *, state: str, member_id: str, beyond: Sequence[Any], limit: int
) -> Sequence[Message]:
    """Messages of a member, or else those in a state of trouble, newest first."""
    select = sa.select(Message).order_by(Message.id.desc()).limit(limit)
    if member_id:
        select = select.where(Message.recipient == member_id)
    if state:
        # The second condition is the index's own, so that it is used.
        select = select.where(Message.state == state, Message.state.in_(IN_TROUBLE))
    if beyond:
        select = select.where(after(SORT_KEY, beyond, descending=True))
    return session.scalars(select).all()


def attempts(session: Session, message_id: str) -> Sequence[Attempt]:
    """The attempts to send one message."""
    return session.scalars(sa.select(Attempt).where(Attempt.message_id == message_id)).all()


def receipts(session: Session, message_id: str) -> Sequence[SmsReceipt]:
    """What the SMS gateway said of one message."""
    return session.scalars(sa.select(SmsReceipt).where(SmsReceipt.message_id == message_id)).all()


def resends(session: Session, message_id: str) -> Sequence[Resend]:
    """Who sent one message again."""
    return session.scalars(sa.select(Resend).where(Resend.message_id == message_id)).all()


def set_expiry(session: Session, message_id: str, expires_at: datetime) -> None:
    """Make a message worth sending until another moment."""
    session.execute(
        sa.update(Message)
        .where(Message.id == message_id)
        .values(expires_at=expires_at)
        .execution_options(synchronize_session=False)
    )


def count_in_trouble(session: Session) -> dict[str, int]:
    """How many messages are in each state of trouble."""
    select = (
        sa.select(Message.state, sa.func.count())
        .where(Message.state.in_(IN_TROUBLE))
        .group_by(Message.state)
    )
    return {row[0]: row[1] for row in session.execute(select)}
