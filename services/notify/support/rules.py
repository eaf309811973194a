"""Which messages a person may look into and send again, and a message's story in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.notify.errors import CannotResend
from services.notify.messages.classes import MessageClass
from services.notify.messages.rules import Standing, State, Step, move

IN_TROUBLE = (State.DEAD, State.FAILED, State.NO_RECEIPT, State.UNCERTAIN)


class What(StrEnum):
    """What happened to a message."""

    MADE = "made"
    BEGAN = "attempt_began"
    ENDED = "attempt_ended"
    RECEIPT = "receipt"
    RESENT = "resent"


_ORDER = {what: number for number, what in enumerate(What)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line of a story. ``number`` is masked, ``by`` an account."""

    at: datetime
    what: What
    attempt: int | None = None
    detail: str = ""
    provider: str = ""
    number: str = ""
    by: str = ""


def in_order(moments: Iterable[Moment]) -> list[Moment]:
    """A story from its beginning; of one moment in the order in which things can happen."""
    return sorted(moments, key=lambda each: (each.at, each.attempt or 0, _ORDER[each.what]))


def again(standing: Standing, *, due_at: datetime | None, now: datetime) -> Step:
    """The step of sending again by hand: as if new, but its attempts go on being counted.

    Raises ``CannotResend`` while something may still become of it by itself, and for what nobody
    waits for any more.
    """
    if standing.message_class is MessageClass.LOGIN_CODE:
        raise CannotResend("a login code is asked for again, not sent again")
    if standing.state not in IN_TROUBLE or due_at is not None:
        raise CannotResend(f"the message is {standing.state}")
    fresh = replace(standing, refusals=0, unanswered=0)
    return move(fresh, State.CREATED, due_at=now, reason="by hand")
