"""What a release is at a moment, and what a new one must fulfil."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class State(StrEnum):
    """Where a release stands. It follows from stored times, so it is exact to the moment."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Mode(StrEnum):
    """How the places of a release are given out.

    ``first_come``: in the order in which members ask. ``window``: all who ask in the first
    minutes count as first and are drawn. ``ballot``: all who ask until the closing are drawn.
    """

    FIRST_COME = "first_come"
    WINDOW = "window"
    BALLOT = "ballot"


_COURSE = (State.DRAFT, State.SCHEDULED, State.OPEN, State.CLOSED)


class Timetable(Protocol):
    """The stored times of a release."""

    @property
    def scheduled_at(self) -> datetime | None:
        """When it was made public; none for a draft."""

    @property
    def opens_at(self) -> datetime:
        """The first moment at which a claim can win."""

    @property
    def closes_at(self) -> datetime:
        """The first moment at which no claim can win any more."""

    @property
    def cancelled_at(self) -> datetime | None:
        """When it was called off."""


def state_at(times: Timetable, at: datetime) -> State:
    """The state at a moment: open from ``opens_at`` on, closed from ``closes_at`` on."""
    if times.cancelled_at is not None:
        return State.CANCELLED
    if times.scheduled_at is None:
        return State.DRAFT
    if at < times.opens_at:
        return State.SCHEDULED
    return State.OPEN if at < times.closes_at else State.CLOSED


def entered(last: State, now: State) -> Sequence[State]:
    """The states entered since ``last``, in their order, even if several passed unseen.

    Nothing follows a cancellation, and a cancellation skips what would have come before it.
    """
    if State.CANCELLED in (last, now):
        return (State.CANCELLED,) if last != now else ()
    return _COURSE[_COURSE.index(last) + 1 : _COURSE.index(now) + 1]
