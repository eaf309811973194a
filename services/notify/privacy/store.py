"""Finding what notify holds about a member, and blanking it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from services.notify.broadcasts.tables import BroadcastLine
from services.notify.channels.tables import DemoPhoneMessage
from services.notify.database import messaging
from services.notify.inbound.tables import InboundSms, SmsNumber
from services.notify.inbox.tables import InboxEntry
from services.notify.messages.rules import State
from services.notify.messages.tables import Attempt, Message
from services.notify.preferences.tables import Preference
from services.notify.privacy.rules import Section
from services.notify.privacy.tables import Erasure
from services.notify.receipts.tables import SmsReceipt
from services.notify.reconciliation.tables import CallListEntry, CallNote, Matter
from services.notify.reminders.tables import OpeningReminder
from services.notify.support.tables import Resend

_WAITING = (State.CREATED, State.DEFERRED, State.RETRY_WAIT)


def rows(
    session: Session, section: Section, member_id: str, *, start: int, limit: int
) -> list[dict[str, Any]]:
    """Rows of a section with all their columns, in the order of making."""
    table, theirs, order = _held(session, section, member_id)
    select = sa.select(table.__table__).where(theirs).order_by(*order).offset(start).limit(limit)
    return [dict(row) for row in session.execute(select).mappings()]


def _held(session: Session, section: Section, member_id: str) -> tuple[Any, Any, Sequence[Any]]:
    told = _told(session, member_id)
    messages = sa.select(Message.id).where(told)
    matters = sa.select(Matter.id).where(Matter.member_id == member_id)
    calls = sa.select(CallListEntry.id).where(CallListEntry.matter_id.in_(matters))
    held: dict[Section, tuple[Any, Any, Sequence[Any]]] = {
        Section.MESSAGES: (Message, told, [Message.id]),
        Section.ATTEMPTS: (
            Attempt,
            Attempt.message_id.in_(messages),
            [Attempt.message_id, Attempt.number],
        ),
        Section.RECEIPTS: (SmsReceipt, SmsReceipt.message_id.in_(messages), [SmsReceipt.id]),
        Section.RESENDS: (Resend, Resend.message_id.in_(messages), [Resend.id]),
        Section.INBOX: (InboxEntry, InboxEntry.member_id == member_id, [InboxEntry.id]),
        Section.PREFERENCES: (Preference, Preference.member_id == member_id, [Preference.topic]),
        Section.REMINDERS: (
            OpeningReminder,
            OpeningReminder.member_id == member_id,
            [OpeningReminder.id],
        ),
        Section.SMS: (InboundSms, InboundSms.member_id == member_id, [InboundSms.sequence]),
        Section.MATTERS: (Matter, Matter.member_id == member_id, [Matter.id]),
        Section.CALLS: (CallListEntry, CallListEntry.matter_id.in_(matters), [CallListEntry.id]),
        Section.CALL_NOTES: (CallNote, CallNote.entry_id.in_(calls), [CallNote.id]),
        Section.ERASURES: (Erasure, Erasure.member_id == member_id, [Erasure.id]),
        Section.BROADCAST_LINES: (
            BroadcastLine,
            BroadcastLine.member_id == member_id,
            [BroadcastLine.broadcast_id, BroadcastLine.number],
        ),
    }
    return held[section]


def _told(session: Session, member_id: str) -> Any:
    """Messages to a member, and answers to the member's SMS, whose recipient is the SMS."""
    # Recipients are text, ids of SMS are not: PostgreSQL and SQLite do not compare them alike.
    sms = session.scalars(sa.select(InboundSms.id).where(InboundSms.member_id == member_id))
    return Message.recipient.in_([member_id, *sms])


def sms_of(
    session: Session, member_id: str, *, number_indexes: Collection[str]
) -> Sequence[InboundSms]:
    """SMS that are a member's, locked: those handled for the member, and those from the same
    numbers that were nobody's, unless somebody else has written from the number as well."""
    own = sa.select(InboundSms.number_index).where(
        InboundSms.member_id == member_id, InboundSms.number_index != ""
    )
    another = aliased(InboundSms)
    shared = (
        sa.select(another.id)
        .where(another.number_index == InboundSms.number_index, another.member_id != member_id)
        .exists()
    )
    nobodys = sa.and_(
        InboundSms.member_id.is_(None),
        sa.or_(InboundSms.number_index.in_(own), InboundSms.number_index.in_(number_indexes)),
        ~shared,
    )
    select = sa.select(InboundSms).where(sa.or_(InboundSms.member_id == member_id, nobodys))
    return session.scalars(select.order_by(InboundSms.sequence).with_for_update()).all()


def blank_numbers(session: Session, number_indexes: Collection[str]) -> int:
    """Forget what numbers were asked and wrote last."""
    update = sa.update(SmsNumber).where(SmsNumber.number_index.in_(number_indexes))
    return _count(session, update.values(last_text=None, asked_text=None, asked_until=None))


def blank_messages(session: Session, recipients: Collection[str], *, now: datetime) -> int:
    """Take from messages what they say and where they went; what has not left does not leave."""
    theirs = Message.recipient.in_(recipients)
    session.execute(
        sa.update(Message)
        .where(theirs, Message.state.in_(_WAITING), Message.due_at.is_not(None))
        .values(state=State.EXPIRED, reason="erased", due_at=None, changed_at=now)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        sa.update(Message)
        .where(theirs, Message.state == State.UNCERTAIN)
        .values(due_at=None)
        .execution_options(synchronize_session=False)
    )
    ids = sa.select(Message.id).where(theirs)
    attempts = sa.update(Attempt).where(Attempt.message_id.in_(ids))
    _count(session, attempts.values(masked_number=None))
    return _count(session, sa.update(Message).where(theirs).values(variables={}))


def blank_inbox(session: Session, member_id: str) -> int:
    """Take from inbox entries what they say; when they came and were read stays."""
    update = sa.update(InboxEntry).where(InboxEntry.member_id == member_id, InboxEntry.body != "")
    return _count(session, update.values(title="", body=""))


def blank_call_notes(session: Session, member_id: str) -> int:
    """Take from notes about calls what people wrote; who did what and when stays."""
    entries = (
        sa.select(CallListEntry.id)
        .join(Matter, Matter.id == CallListEntry.matter_id)
        .where(Matter.member_id == member_id)
    )
    update = sa.update(CallNote).where(CallNote.entry_id.in_(entries), CallNote.note != "")
    return _count(session, update.values(note=""))


def blank_broadcast_lines(session: Session, member_id: str) -> int:
    """Take from the lines of files whose they were and what they said: they lead to nobody now,
    also where their broadcast has yet to leave. That there was such a line stays."""
    update = sa.update(BroadcastLine).where(BroadcastLine.member_id == member_id)
    return _count(session, update.values(card_no="", member_id=None, values={}))


def end_matters(session: Session, member_id: str, *, now: datetime) -> int:
    """Let nobody phone about anything any more; the next look settles it."""
    update = sa.update(Matter).where(Matter.member_id == member_id, Matter.due_at.is_not(None))
    return _count(session, update.values(ended_at=now, due_at=now))


def delete_preferences(session: Session, member_id: str) -> int:
    """Delete what a member has chosen."""
    return _count(session, sa.delete(Preference).where(Preference.member_id == member_id))


def delete_reminders(session: Session, member_id: str) -> int:
    """Delete what a member wished to be reminded of."""
    return _count(session, sa.delete(OpeningReminder).where(OpeningReminder.member_id == member_id))


def delete_phone(session: Session, numbers: Collection[str]) -> int:
    """Empty the demonstration's phones of these numbers."""
    return _count(session, sa.delete(DemoPhoneMessage).where(DemoPhoneMessage.number.in_(numbers)))


def delete_answers(session: Session, member_id: str) -> int:
    """Delete the answers that were kept for the member's repeated requests."""
    return _count(
        session, sa.delete(messaging.answers).where(messaging.answers.c.caller == member_id)
    )


def _count(session: Session, statement: Any) -> int:
    result: Any = session.execute(statement.execution_options(synchronize_session=False))
    return int(result.rowcount)
