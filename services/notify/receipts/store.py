"""Reading and writing receipts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notify.channels.port import OutcomeKind
from services.notify.messages.store import BY_RECEIPT, Stored, stored
from services.notify.messages.tables import Attempt, Message
from services.notify.receipts.rules import Kind
from services.notify.receipts.tables import SmsReceipt

_WAITING = SmsReceipt.matched_at.is_(None)


def anything_waiting(session: Session) -> bool:
    """Whether a receipt waits for its message."""
    return session.scalar(sa.select(sa.true()).where(_WAITING).limit(1)) is not None


def take_waiting(session: Session, *, limit: int) -> list[tuple[SmsReceipt, Stored]]:
    """Receipts whose messages are here, oldest first, the messages locked; those that somebody
    else holds are passed over."""
    select = (
        sa.select(SmsReceipt, Message)
        .join(Message, Message.id == SmsReceipt.message_id)
        .where(_WAITING)
        .order_by(SmsReceipt.received_at, SmsReceipt.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [(receipt, stored(message)) for receipt, message in session.execute(select)]


def matched_kinds(
    session: Session, message_ids: Collection[str]
) -> dict[tuple[str, int], set[Kind]]:
    """The kinds that attempts of these messages already had, by message and attempt."""
    columns = (SmsReceipt.message_id, SmsReceipt.attempt, SmsReceipt.kind)
    select = sa.select(*columns).where(
        SmsReceipt.message_id.in_(message_ids), SmsReceipt.matched_at.is_not(None)
    )
    found: dict[tuple[str, int], set[Kind]] = defaultdict(set)
    for message_id, attempt, kind in session.execute(select):
        found[message_id, attempt].add(Kind(kind))
    return found


def settle_attempt(
    session: Session, message_id: str, number: int, *, outcome: OutcomeKind, now: datetime
) -> None:
    """Write down what is known now of an attempt that had ended in doubt, or is still open: whoever
    sent it may never come to write its end."""
    session.execute(
        sa.update(Attempt)
        .where(
            Attempt.message_id == message_id,
            Attempt.number == number,
            sa.or_(Attempt.outcome.is_(None), Attempt.outcome == OutcomeKind.UNCERTAIN),
        )
        .values(outcome=outcome, detail=BY_RECEIPT, ended_at=now)
        .execution_options(synchronize_session=False)
    )


def mark_matched(session: Session, receipts: Iterable[SmsReceipt], *, now: datetime) -> None:
    """Say that nothing is left to do about these."""
    for receipt in receipts:
        receipt.matched_at = now


def forget_unmatched(session: Session, *, before: datetime) -> int:
    """Delete receipts whose message never came; how many."""
    delete = sa.delete(SmsReceipt).where(_WAITING, SmsReceipt.received_at < before)
    gone: Sequence[str] = session.scalars(delete.returning(SmsReceipt.id)).all()
    return len(gone)
