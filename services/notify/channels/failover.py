"""Which provider takes a message when there are several, and when one is left alone for a while.

What was surely not taken goes to the next provider at its next try. What may have been taken goes
nowhere unless its class lets it be sent again at all (``messages/rules.py`` decides that), and
then only a provider that knows the reference keeps it. A provider that fails many times in a row
rests, each time longer, and is then tried with whatever comes first.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.notify.channels.port import OutcomeKind

IN_A_ROW = 10
FIRST_REST = timedelta(seconds=30)
LONGEST_REST = timedelta(minutes=10)
_FAILURES = {OutcomeKind.REFUSED, OutcomeKind.UNCERTAIN}
_ANSWERS = {OutcomeKind.ACCEPTED, OutcomeKind.REJECTED}


@dataclass(frozen=True, slots=True)
class Tried:
    """The last attempt of a message: by whom, and how it ended (``None`` while it is open)."""

    provider: str
    outcome: str | None


def choose(
    providers: Sequence[str], *, last: Tried | None, idempotent: bool, resting: Collection[str]
) -> str:
    """The provider of the next attempt, of those in their order of preference. Where all rest it is
    the one whose turn it would be: a message waits by its own back-off."""
    turn = _in_turn(providers, last, idempotent=idempotent)
    return next((name for name in turn if name not in resting), turn[0])


def _in_turn(providers: Sequence[str], last: Tried | None, *, idempotent: bool) -> list[str]:
    order = list(providers)
    if last is None or last.provider not in order or last.outcome not in _FAILURES:
        return order
    place = order.index(last.provider)
    if last.outcome == OutcomeKind.UNCERTAIN and idempotent:
        return [last.provider]  # only there has a repeat no second effect
    return order[place + 1 :] + order[: place + 1]


@dataclass(frozen=True, slots=True)
class Condition:
    """How one provider does: failures in a row, rests in a row, and until when it rests."""

    failures: int = 0
    rests: int = 0
    until: datetime | None = None

    def rests_at(self, now: datetime) -> bool:
        """Whether it is left alone now."""
        return self.until is not None and now < self.until

    def after(self, outcome: OutcomeKind, *, now: datetime) -> Condition:
        """How it does after one more answer, or none."""
        if outcome in _ANSWERS:
            return Condition()
        if self.rests_at(now):  # the rest of the batch that sent it there
            return self
        failures = self.failures + 1
        if failures < IN_A_ROW and not self.rests:
            return Condition(failures=failures)
        # One more failure after a rest is enough for the next.
        length = min(FIRST_REST * (1 << min(self.rests, 16)), LONGEST_REST)
        return Condition(failures=failures, rests=self.rests + 1, until=now + length)


class Health:
    """How the providers do, as one process has seen it. It is a hint, so it lies in no table: each
    process finds out for itself, and a new one starts without prejudice."""

    def __init__(self) -> None:
        self._conditions: dict[str, Condition] = {}

    def note(self, provider: str, outcome: OutcomeKind, *, now: datetime) -> None:
        """An attempt has ended."""
        self._conditions[provider] = self.of(provider).after(outcome, now=now)

    def of(self, provider: str) -> Condition:
        """How a provider does."""
        return self._conditions.get(provider, Condition())

    def resting(self, now: datetime) -> set[str]:
        """The providers that are left alone now."""
        return {name for name, one in self._conditions.items() if one.rests_at(now)}

    def on_trial(self, now: datetime) -> set[str]:
        """The providers that have rested and not answered since."""
        return {
            name for name, one in self._conditions.items() if one.rests and not one.rests_at(now)
        }
