"""The time, injected: no rule asks for it by itself."""

from __future__ import annotations

import functools
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What tells the time."""

    def now(self) -> datetime:
        """The present moment, in UTC with zone."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SettableClock:
    """A clock that stands still until it is moved; for tests and rehearsals."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def set(self, at: datetime) -> None:
        """Move to a moment."""
        self._at = at

    def advance(self, by: timedelta) -> None:
        """Move on by a span."""
        self._at += by


@functools.lru_cache(maxsize=256)  # all rows of one transaction tell the same moment
def rfc3339(moment: datetime) -> str:
    """``2026-04-25T02:00:00.000000Z``: what every message and page carries."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def parse_rfc3339(text: str) -> datetime:
    """The moment that ``rfc3339`` wrote. Raises ``ValueError`` without a zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time needs a zone")
    return moment.astimezone(UTC)
