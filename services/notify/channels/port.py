"""The port behind which every way out of the house lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Protocol


class OutcomeKind(StrEnum):
    """What is known after an attempt. In doubt it is ``UNCERTAIN``, never a guess."""

    ACCEPTED = "accepted"  # the provider has it
    REFUSED = "refused"  # surely not taken, may be taken later
    REJECTED = "rejected"  # surely not taken, and never will be
    UNCERTAIN = "uncertain"  # it may have been taken


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt; ``detail`` holds no personal data."""

    kind: OutcomeKind
    detail: str = ""


ACCEPTED = Outcome(OutcomeKind.ACCEPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message as it leaves. ``reference`` is the same each time the message is sent,
    ``attempt`` counts those times. ``title`` is for those channels that show one, ``secret`` what
    an address has beside itself (a robot's signing key), ``lasts`` how long from now on it may
    still go out: a provider that holds messages back must not let it go later."""

    reference: str
    to: str = field(repr=False)
    text: str = field(repr=False)
    title: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    attempt: int = 1
    lasts: timedelta | None = None


class Channel(Protocol):
    """One provider. ``tests/component/notify/test_channels.py`` holds what all must keep."""

    provider: str
    idempotent: bool
    """Whether a reference that was sent before has no second effect."""
    receipts: bool
    """Whether it says later what became of a message that it took."""

    def longest(self, count: int) -> float:
        """Seconds that ``send`` takes at most for ``count`` messages."""

    def send(self, batch: Sequence[Outgoing]) -> list[Outcome]:
        """Send; one outcome a message, in order. Trouble with the provider is an outcome, not an
        error."""
