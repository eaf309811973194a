"""Who gets a place in a class. The same applications and value always give the same result.

An application names one child or more, each with a class of the same season. Siblings are one:
all of them get a place, or all of them wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from services.tickets.draws.entries import Entries
from services.tickets.draws.ranking import order_of

MOST_SIBLINGS = 6


class State(StrEnum):
    """Where an application stands."""

    APPLIED = "applied"
    PLACED = "placed"
    WAITING = "waiting"
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"  # by the member
    LAPSED = "lapsed"  # an offer that nobody took
    CANCELLED = "cancelled"  # with the season


class Drawn(StrEnum):
    """What the placing gave: by the quota of returning children, by the draw, or not yet."""

    RETURNING = "returning"
    DRAWN = "drawn"
    WAITING = "waiting"


HOLDING = (State.PLACED, State.OFFERED)
LIVE = (State.APPLIED, State.PLACED, State.WAITING, State.OFFERED)


@dataclass(frozen=True, slots=True)
class Ask:
    """An application: how many places in which classes, all or nothing."""

    application_id: str
    wants: Mapping[str, int]
    returning: bool = False


@dataclass(frozen=True, slots=True)
class Placing:
    """Applications in the order of the draw, each with what it got."""

    order: Sequence[str]
    drawn: Mapping[str, Drawn]


def order(application_ids: Iterable[str], *, season_id: str, value: str) -> list[str]:
    """Applications in the order of the draw: by HMAC-SHA256(value, season ‖ SHA-256(id))."""
    by_hash = {sha256(each.encode()).digest(): each for each in application_ids}
    entries = Entries.of(by_hash, {})
    return [by_hash[each] for each in order_of(value=value, release_id=season_id, entries=entries)]


def entries_hash(application_ids: Iterable[str]) -> str:
    """SHA-256 of all ids, sorted, a line each: fixed when applications close."""
    return sha256("".join(f"{each}\n" for each in sorted(application_ids)).encode()).hexdigest()


def place(
    asks: Iterable[Ask],
    *,
    season_id: str,
    value: str,
    open_places: Mapping[str, int],
    returning_percent: int,
) -> Placing:
    """Give out the open places of a season's classes.

    First, in the order of the draw, applications with a child that comes back, while they fit the
    quota of each class: its open places × percent / 100, rounded down; siblings count in it.
    Then all others in the same order, while they fit. What does not fit waits; a later, smaller
    one may still fit.
    """
    by_id = {ask.application_id: ask for ask in asks}
    ranked = order(by_id, season_id=season_id, value=value)
    free = dict(open_places)
    quota = {each: places * returning_percent // 100 for each, places in free.items()}
    drawn = dict.fromkeys(ranked, Drawn.WAITING)
    for application_id in ranked:
        ask = by_id[application_id]
        if ask.returning and _fits(ask, quota):
            _take(ask, quota)
            _take(ask, free)
            drawn[application_id] = Drawn.RETURNING
    for application_id in ranked:
        ask = by_id[application_id]
        if drawn[application_id] is Drawn.WAITING and _fits(ask, free):
            _take(ask, free)
            drawn[application_id] = Drawn.DRAWN
    return Placing(order=ranked, drawn=drawn)


def promote(waiting: Sequence[Ask], free: Mapping[str, int]) -> list[str]:
    """Whom of the waiting list, in its order, to offer what is free; less than nothing is none."""
    left = dict(free)
    offered = []
    for ask in waiting:
        if _fits(ask, left):
            _take(ask, left)
            offered.append(ask.application_id)
    return offered


def _fits(ask: Ask, free: Mapping[str, int]) -> bool:
    return all(free.get(each, 0) >= places for each, places in ask.wants.items())


def _take(ask: Ask, free: dict[str, int]) -> None:
    for each, places in ask.wants.items():
        free[each] -= places
