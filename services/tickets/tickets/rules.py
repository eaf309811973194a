"""What a ticket is at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

SHORT_CODE_LENGTH = 10


class State(StrEnum):
    """Where a ticket stands."""

    VALID = "valid"
    USED = "used"
    CANCELLED = "cancelled"


class Because(StrEnum):
    """Why a ticket was cancelled."""

    RETURNED = "returned"
    RELEASE_CANCELLED = "release_cancelled"


@dataclass(frozen=True, slots=True)
class NewTicket:
    """A ticket just won."""

    id: str
    release_id: str
    member_id: str
    claim_id: str
    short_code: str
    places: int
    issued_at: datetime
    pool: str = ""
    companions: Sequence[str] = ()


def state_of(*, used_at: datetime | None, cancelled_at: datetime | None) -> State:
    """The state that follows from the stored times; a ticket has at most one of them."""
    if cancelled_at is not None:
        return State.CANCELLED
    return State.VALID if used_at is None else State.USED
