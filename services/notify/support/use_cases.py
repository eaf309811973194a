"""What support staff do: look for messages, read a message's story, send one again."""

from __future__ import annotations

from typing import Any

from chassis import paging
from chassis.ids import uuid7
from chassis.work import Reading, Work
from services.notify.errors import MessageNotFound
from services.notify.messages import rules as message_rules
from services.notify.messages import store as messages
from services.notify.messages.tables import Message
from services.notify.metrics import IN_TROUBLE, RESENT
from services.notify.support import rules, store
from services.notify.support.rules import Moment, What
from services.notify.support.tables import Resend


def list_messages(
    reading: Reading, *, limit: int, cursor: str, state: str = "", member_id: str = ""
) -> dict[str, Any]:
    """One page of a member's messages, or of all in a state of trouble (dead unless another is
    named), newest first. Raises ``Forbidden``."""
    reading.caller.require("federation", "auditor")
    found = store.newest(
        reading.session,
        state=state or ("" if member_id else message_rules.State.DEAD),
        member_id=member_id,
        beyond=paging.decode(cursor, length=1) if cursor else (),
        limit=limit + 1,
    )
    return paging.page(found, limit=limit, key=lambda message: (message.id,))


def get_message(reading: Reading, *, message_id: str) -> dict[str, Any]:
    """One message and its story. Raises ``MessageNotFound`` and ``Forbidden``."""
    reading.caller.require("federation", "auditor")
    message = store.find(reading.session, message_id)
    if message is None:
        raise MessageNotFound("there is no such message")
    return _told(reading, message)


def resend_message(work: Work, *, message_id: str, reason: str) -> dict[str, Any]:
    """Send a message again that nothing more becomes of by itself; it is worth sending as long as
    a new one. Raises ``MessageNotFound``, ``CannotResend`` and ``Forbidden``."""
    work.caller.require("federation")
    message = store.lock(work.session, message_id)
    if message is None:
        raise MessageNotFound("there is no such message")
    standing = messages.stored(message).standing
    step = rules.again(standing, due_at=message.due_at, now=work.now)
    messages.take_step(work.session, step, [message.id], now=work.now)
    expires_at = message_rules.expiry(standing.message_class, now=work.now, ends=None)
    store.set_expiry(work.session, message.id, expires_at)
    work.session.add(
        Resend(
            id=uuid7(),
            message_id=message.id,
            account_id=work.caller.id or work.caller.kind,
            reason=reason,
            resent_at=work.now,
        )
    )
    work.session.flush()
    work.session.refresh(message)
    RESENT.inc()
    return _told(work, message)


def count_in_trouble(reading: Reading) -> None:
    """Set the gauge of messages in trouble."""
    counts = store.count_in_trouble(reading.session)
    for state in rules.IN_TROUBLE:
        IN_TROUBLE.labels(state).set(counts.get(state, 0))


def _told(reading: Reading, message: Message) -> dict[str, Any]:
    story = [Moment(at=message.created_at, what=What.MADE)]
    for attempt in store.attempts(reading.session, message.id):
        story.append(
            Moment(
                at=attempt.started_at,
                what=What.BEGAN,
                attempt=attempt.number,
                provider=attempt.provider,
            )
        )
        if attempt.ended_at is not None:
            story.append(
                Moment(
                    at=attempt.ended_at,
                    what=What.ENDED,
                    attempt=attempt.number,
                    detail=f"{attempt.outcome} {attempt.detail or ''}".strip(),
                    provider=attempt.provider,
                    number=attempt.masked_number or "",
                )
            )
    story += [
        Moment(
            at=receipt.received_at,
            what=What.RECEIPT,
            attempt=receipt.attempt,
            detail=f"{receipt.kind} {receipt.detail}".strip(),
        )
        for receipt in store.receipts(reading.session, message.id)
    ]
    story += [
        Moment(at=resend.resent_at, what=What.RESENT, detail=resend.reason, by=resend.account_id)
        for resend in store.resends(reading.session, message.id)
    ]
    return {"message": message, "story": rules.in_order(story)}
