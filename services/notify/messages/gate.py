"""What may keep due messages from leaving although their time has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from chassis.work import Work
from services.notify.messages.rules import Hold
from services.notify.messages.store import Stored


class Gate(Protocol):
    """Asked in the transaction that claims."""

    def room(self, work: Work, provider: str, *, most: int) -> int:
        """How many messages may leave by a provider now."""

    def spend(self, work: Work, counts: Mapping[str, int]) -> None:
        """Note how many leave, by provider."""

    def holds(self, work: Work, messages: Sequence[Stored]) -> Mapping[str, Hold]:
        """What is held, by the event of the messages."""


class OpenGate:
    """Nothing is kept back."""

    def room(self, _work: Work, _provider: str, *, most: int) -> int:
        """All that is asked for."""
        return most

    def spend(self, _work: Work, _counts: Mapping[str, int]) -> None:
        """Nothing is counted."""

    def holds(self, _work: Work, _messages: Sequence[Stored]) -> Mapping[str, Hold]:
        """Nothing is held."""
        return {}
