"""What is told of a draw before it, when its steps are due, and whose word makes a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from chassis.clock import rfc3339
from chassis.errors import FieldError
from services.tickets.draws import drand

# A request that came in time may still wait to be decided when entries close.
GRACE = timedelta(seconds=10)


class State(StrEnum):
    """Where a draw stands."""

    ANNOUNCED = "announced"
    FROZEN = "frozen"
    DRAWING = "drawing"
    DRAWN = "drawn"
    CANCELLED = "cancelled"


class Fate(StrEnum):
    """What a draw made of an entry."""

    WON = "won"
    WAITING = "waiting"
    LOST = "lost"
    LEFT_OUT = "left_out"


class Verdict(StrEnum):
    """What became of a value that an officer entered."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """Where a draw's value will come from, told before the release opens.

    ``source`` and ``fallback`` are for people; ``round`` is one of drand's quicknet, if that is
    the source; ``due_at`` is when the value will be public.
    """

    source: str
    fallback: str
    due_at: datetime | None = None
    round: int | None = None

    @property
    def due(self) -> datetime | None:
        """When the value will be public, as far as it is known."""
        return drand.time_of(self.round) if self.round is not None else self.due_at


def wrong(announced: Announced, *, entries_until: datetime) -> Iterator[FieldError]:
    """What is wrong with an announcement: a value that is known at the freeze decides nothing."""
    if announced.round is not None and announced.due_at is not None:
        yield FieldError("draw.due_at", "follows from the round")
    elif announced.due is not None and announced.due <= entries_until + GRACE:
        field = "draw.due_at" if announced.round is None else "draw.round"
        yield FieldError(field, "must be published later than entries close")


def published(
    announced: Announced,
    *,
    mode: str,
    entries_until: datetime,
    has_waiting_list: bool,
) -> dict[str, Any]:
    """The rules as everybody can read them, in the draw and in its proof."""
    return {
        "mode": mode,
        "entries_until": rfc3339(entries_until),
        "source": announced.source,
        "round": announced.round,
        "due_at": rfc3339(announced.due) if announced.due else None,
        "fallback": announced.fallback,
        "order": "HMAC-SHA256(key: value, message: release id, commitment), smallest first",
        "places": "in this order each entry gets all its places from the first of its pools that"
        " has them, or none",
        "suspended": "entries of members whose card is suspended at the freeze are left out;"
        " what happens to a card later changes nothing in the draw",
        "rest": "waiting list in this order" if has_waiting_list else "nothing",
    }


class Times(Protocol):
    """What is stored of a draw's steps."""

    @property
    def root(self) -> str | None: ...
    @property
    def value(self) -> str | None: ...
    @property
    def finished_at(self) -> datetime | None: ...


def state_of(draw: Times, *, cancelled_at: datetime | None) -> State:
    """Where a draw stands; what is drawn stays drawn when the release is called off."""
    if draw.finished_at is not None:
        return State.DRAWN
    if cancelled_at is not None:
        return State.CANCELLED
    if draw.value is not None:
        return State.DRAWING
    return State.ANNOUNCED if draw.root is None else State.FROZEN


@dataclass(frozen=True, slots=True)
class Word:
    """A value as one officer entered it."""

    value: str
    by_fallback: bool
    officer: str


def judge(standing: Word | None, new: Word) -> tuple[Verdict | None, Verdict]:
    """What becomes of the standing word, none if it stays as it is, and of the new one.

    Nobody confirms their own, but may correct it. Two that differ are both refused: nobody can
    tell which is right, and neither must stop the draw.
    """
    if standing is None:
        return None, Verdict.PROPOSED
    if standing.officer == new.officer:
        return Verdict.REPLACED, Verdict.PROPOSED
    if (standing.value, standing.by_fallback) == (new.value, new.by_fallback):
        return Verdict.CONFIRMED, Verdict.CONFIRMED
    return Verdict.REFUSED, Verdict.REFUSED


def by_general_pool(taken: Mapping[str, int], *, rolled_over: frozenset[str]) -> dict[str, int]:
    """Places taken by pool, where those of parts that were rolled over are the general part's."""
    counted: dict[str, int] = {}
    for pool, places in taken.items():
        name = "" if pool in rolled_over else pool
        counted[name] = counted.get(name, 0) + places
    return counted
