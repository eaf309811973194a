"""Deleting what is old, a limited number of rows a statement, oldest first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notify.channels.tables import DemoPhoneMessage
from services.notify.deadlines.tables import Deadline, DeadlineReminder
from services.notify.inbound.tables import InboundSms, SmsNumber
from services.notify.inbox.tables import InboxEntry
from services.notify.messages.classes import MessageClass
from services.notify.messages.tables import Message
from services.notify.receipts.tables import SmsReceipt
from services.notify.reconciliation.tables import CallListEntry, CallNote, Matter
from services.notify.reminders.tables import Opening, OpeningReminder
from services.notify.retention.rules import Kept


def forget_messages(
    session: Session, message_class: MessageClass, *, before: datetime, limit: int
) -> int:
    """Delete messages of a class to which nothing more happens; how many."""
    select = sa.select(Message.id).where(
        Message.message_class == message_class,
        Message.created_at < before,
        Message.due_at.is_(None),
    )
    ids = session.scalars(select.order_by(Message.created_at).limit(limit)).all()
    if ids:
        session.execute(sa.delete(SmsReceipt).where(SmsReceipt.message_id.in_(ids)))
        _delete(session, sa.delete(Message).where(Message.id.in_(ids)))  # attempts, resends with it
    return len(ids)


_OLD: dict[Kept, tuple[Any, Any, Any]] = {
    # key, the moment that counts, what must hold beside it
    Kept.INBOX: (InboxEntry.id, InboxEntry.created_at, sa.true()),
    Kept.SMS: (InboundSms.sequence, InboundSms.received_at, InboundSms.due_at.is_(None)),
    Kept.NUMBERS: (SmsNumber.number_index, SmsNumber.last_at, sa.true()),
    Kept.MATTERS: (Matter.id, Matter.happened_at, Matter.due_at.is_(None)),
    Kept.REMINDERS: (
        OpeningReminder.id,
        OpeningReminder.asked_at,
        OpeningReminder.remind_at.is_(None),
    ),
    Kept.OPENINGS: (Opening.release_id, Opening.opens_at, sa.true()),
    Kept.PURCHASE_REMINDERS: (
        DeadlineReminder.id,
        DeadlineReminder.known_at,
        DeadlineReminder.remind_at.is_(None),
    ),
    Kept.PURCHASE_DEADLINES: (Deadline.group_id, Deadline.due_at, sa.true()),
    Kept.DEMO_PHONE: (DemoPhoneMessage.id, DemoPhoneMessage.sent_at, sa.true()),
}


def forget(session: Session, kept: Kept, *, before: datetime, limit: int) -> int:
    """Delete old rows of a kind; how many."""
    key, moment, done = _OLD[kept]
    select = sa.select(key).where(moment < before, done).order_by(moment).limit(limit)
    keys = session.scalars(select).all()
    if keys and kept is Kept.MATTERS:
        entries = sa.select(CallListEntry.id).where(CallListEntry.matter_id.in_(keys))
        _delete(session, sa.delete(CallNote).where(CallNote.entry_id.in_(entries)))
        _delete(session, sa.delete(CallListEntry).where(CallListEntry.matter_id.in_(keys)))
    if keys:
        _delete(session, sa.delete(key.class_).where(key.in_(keys)))
    return len(keys)


def _delete(session: Session, statement: Any) -> None:
    session.execute(statement.execution_options(synchronize_session=False))
