"""What a receipt says, and what it makes of a message. It only moves a state forward.

Receipts come twice, late, in any order, and before the answer to the request they belong to.
Status codes: Kannel 1.4.5 user guide, "Delivery reports"; command status: SMPP 3.4, 5.1.3.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.notify.messages.rules import SILENCE, Standing, State, Step, move, refused

_COMMAND_STATUS = re.compile(r"NACK/(?:0x([0-9a-fA-F]{1,8})|([0-9]{1,9}))")
# Carrier out of order, queue full, throttled, "try later" of the application.
_PASSING = {0x08, 0x14, 0x58, 0x64}
_STAT = re.compile(r"\bstat:([A-Z]{3,10})")
_ERROR = re.compile(r"\berr:([0-9A-Za-z]{1,8})")
_UNFIT_ID = re.compile(r"[^\x21-\x7e]+")


class Kind(StrEnum):
    """What became of one attempt."""

    TAKEN = "taken"  # the carrier has it
    DELIVERED = "delivered"  # the phone has it
    LOST = "lost"  # the carrier could not deliver it, and tries no more
    REFUSED = "refused"  # the carrier did not take it now
    REJECTED = "rejected"  # the carrier did not take it and never will


_KINDS = {1: Kind.DELIVERED, 2: Kind.LOST, 8: Kind.TAKEN}
_RANK = {
    Kind.TAKEN: 1,
    Kind.REFUSED: 2,
    Kind.REJECTED: 2,
    Kind.LOST: 3,
    Kind.DELIVERED: 4,
}
_IN_DOUBT = {State.DISPATCHING, State.UNCERTAIN, State.RETRY_WAIT, State.DEFERRED}
_UNDER_WAY = {State.DISPATCHING, State.UNCERTAIN, State.SENT}


@dataclass(frozen=True, slots=True)
class Report:
    """A receipt as read; ``detail`` holds codes only, for a carrier repeats the text."""

    kind: Kind
    detail: str


def read(status: int, reply: str) -> Report | None:
    """What Kannel's status and the carrier's words mean; ``None`` for what changes nothing (4)."""
    if status == 16:
        return _not_taken(reply)
    kind = _KINDS.get(status)
    if kind is None:
        return None
    found = [part[1] for part in (_STAT.search(reply), _ERROR.search(reply)) if part]
    return Report(kind, " ".join(found))


def _not_taken(reply: str) -> Report:
    """``NACK/0x0000000b/Invalid Destination`` is for good, "Retries Exceeded" is throttling."""
    found = _COMMAND_STATUS.search(reply)
    if found is None:
        return Report(Kind.REFUSED, "not taken")
    code = int(found[1], 16) if found[1] else int(found[2])
    return Report(Kind.REFUSED if code in _PASSING else Kind.REJECTED, f"NACK 0x{code:08x}")


def plain_id(carrier_id: str) -> str:
    """A carrier's id as far as it is one."""
    return _UNFIT_ID.sub("", carrier_id)[:64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One receipt, and the kinds of receipts that its attempt had before."""

    report: Report
    attempt: int
    before: Collection[Kind]


def after(standing: Standing, heard: Heard, *, now: datetime, jitter: float) -> Step | None:
    """What a receipt makes of a message; ``None`` when it comes too late to change anything."""
    report = heard.report
    if any(_RANK[kind] >= _RANK[report.kind] for kind in heard.before):
        return None
    newest = heard.attempt == standing.attempts
    match report.kind:
        case Kind.DELIVERED if standing.state is not State.DELIVERED:
            return move(standing, State.DELIVERED, reason=report.detail)
        case Kind.TAKEN if standing.state in _IN_DOUBT:
            return move(standing, State.SENT, due_at=now + SILENCE)
        case Kind.LOST if newest and standing.state in {*_UNDER_WAY, State.NO_RECEIPT}:
            return move(standing, State.FAILED, reason=report.detail or "not delivered")
        case Kind.REJECTED if newest and standing.state in _UNDER_WAY:
            return move(standing, State.FAILED, reason=report.detail)
        case Kind.REFUSED if newest and standing.state in _UNDER_WAY:
            return refused(standing, report.detail, now=now, jitter=jitter)
    return None
