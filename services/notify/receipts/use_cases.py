"""Receipts come in and are stored; a tick matches them with their messages."""

from __future__ import annotations

from typing import Any

from chassis.ids import uuid7
from chassis.log import get_logger
from chassis.work import Store, Work
from services.notify.channels.port import OutcomeKind
from services.notify.database import insert_new
from services.notify.messages import store as messages
from services.notify.messages.rules import SILENCE
from services.notify.messages.store import Stored
from services.notify.metrics import RECEIPTS
from services.notify.receipts import rules, store
from services.notify.receipts.rules import Heard, Kind, Report
from services.notify.receipts.tables import SmsReceipt

_BATCH = 200
_BATCHES = 10  # a look; more would hold up a normal stop
_SETTLED = {
    Kind.TAKEN: OutcomeKind.ACCEPTED,
    Kind.DELIVERED: OutcomeKind.ACCEPTED,
    Kind.LOST: OutcomeKind.ACCEPTED,
    Kind.REFUSED: OutcomeKind.REFUSED,
    Kind.REJECTED: OutcomeKind.REJECTED,
}
_log = get_logger(__name__)


def receive(
    work: Work, *, message_id: str, attempt: int, status: int, carrier_id: str, reply: str
) -> dict[str, Any]:
    """Store a receipt, whether its message is known or not. Repeating it changes nothing."""
    report = rules.read(status, reply)
    if report is not None:
        row = {
            "id": uuid7(),
            "message_id": message_id,
            "attempt": attempt,
            "kind": report.kind,
            "detail": report.detail,
            "carrier_id": rules.plain_id(carrier_id),
            "received_at": work.now,
            "matched_at": None,
        }
        insert_new(work.session, SmsReceipt, [row], key=SmsReceipt.id)
    return {}


def match(to: Store, *, jitter: float) -> None:
    """Let receipts move their messages, a few batches a look."""
    for _ in range(_BATCHES):
        with to.reading() as reading:
            if not store.anything_waiting(reading.session):
                return
        with to.work() as work:
            if _match_batch(work, jitter=jitter) < _BATCH:
                return


def _match_batch(work: Work, *, jitter: float) -> int:
    waiting = store.take_waiting(work.session, limit=_BATCH)
    if not waiting:
        return 0
    now_at: dict[str, Stored] = {message.id: message for _, message in waiting}
    before = store.matched_kinds(work.session, now_at.keys())
    for receipt, _ in waiting:
        message, kind = now_at[receipt.message_id], Kind(receipt.kind)
        known = before[message.id, receipt.attempt]
        heard = Heard(
            report=Report(kind, receipt.detail), attempt=receipt.attempt, before=set(known)
        )
        known.add(kind)
        outcome = _SETTLED[kind]
        store.settle_attempt(
            work.session, message.id, receipt.attempt, outcome=outcome, now=work.now
        )
        step = rules.after(message.standing, heard, now=work.now, jitter=jitter)
        if step is not None:
            messages.take_step(work.session, step, [message.id], now=work.now)
            now_at[message.id] = message.after(step)
        RECEIPTS.labels(kind).inc()
    store.mark_matched(work.session, (receipt for receipt, _ in waiting), now=work.now)
    return len(waiting)


def forget(work: Work) -> None:
    """Let go of receipts that have waited for their message as long as one is waited for."""
    gone = store.forget_unmatched(work.session, before=work.now - SILENCE)
    if gone:
        _log.warning("receipts without a message", count=gone)
