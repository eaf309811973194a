"""What the door hears, who may stand there, and which of several uses of a ticket is the first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from chassis.context import Caller
from chassis.errors import InvalidInput
from services.tickets.tickets.rules import State, state_of

_DOORKEEPERS = ("venue", "federation")
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})
_ASTRAY = timedelta(minutes=1)  # so much a gate's clock may be fast or slow


class Result(StrEnum):
    """What the door hears of a code."""

    ADMITTED = "admitted"
    ALREADY_USED = "already_used"
    INVALID = "invalid"


class Refusal(StrEnum):
    """Why a code is invalid; none where it is not."""

    NONE = ""
    FORGED = "forged"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    OTHER_RELEASE = "other_release"


def require_doorkeeper(caller: Caller) -> None:
    """Refuse who may check in nowhere. Raises ``Unauthenticated`` or ``Forbidden``."""
    if not any(role.role in _DOORKEEPERS for role in caller.roles):
        caller.require()


def require_doorkeeper_of(caller: Caller, districts: Iterable[str]) -> None:
    """Refuse who may check in for none of a release's districts. Raises ``Forbidden``."""
    if not any(caller.has(role, d) for role in _DOORKEEPERS for d in districts):
        caller.require()


def typed_short_code(text: str) -> str:
    """A short code as a person may type it: spaces and hyphens, small letters, I for 1, O for 0."""
    return re.sub(r"[\s-]", "", text).upper().translate(_LOOKALIKES)


def time_of_scan(told: datetime | None, *, now: datetime) -> datetime:
    """When a code was scanned: what the gate says, or now. A clock that is fast by up to a minute
    counts as now, so that no use lies in the future. Raises ``InvalidInput`` beyond it."""
    if told is None:
        return now
    if told > now + _ASTRAY:
        raise InvalidInput.of("scanned_at", "lies in the future: the gate's clock is fast")
    return min(told, now)


def time_of_use(scanned_at: datetime, *, issued_at: datetime) -> datetime:
    """When a ticket was scanned, as far as it can be. A clock that is slow by up to a minute counts
    as the ticket's first moment: a page's clock is late by a way back, and places are given at the
    door. Raises ``InvalidInput`` beyond it."""
    if scanned_at < issued_at - _ASTRAY:
        raise InvalidInput.of("scanned_at", "lies before the ticket: the gate's clock is slow")
    return max(scanned_at, issued_at)


def decide(
    scanned_at: datetime, *, used_at: datetime | None, cancelled_at: datetime | None
) -> tuple[Result, Refusal]:
    """What a scan of a ticket gets; ``used_at`` is its first use known so far.

    Gates without a connection tell late, so the time of the scan counts and not of the telling:
    in whatever order scans come in, the earliest ends up as the first. Of two at the same moment
    the one told of first stays.
    """
    if state_of(used_at=used_at, cancelled_at=cancelled_at) is State.CANCELLED:
        return Result.INVALID, Refusal.CANCELLED
    if used_at is None or scanned_at < used_at:
        return Result.ADMITTED, Refusal.NONE
    return Result.ALREADY_USED, Refusal.NONE
