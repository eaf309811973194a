"""What a place on the waiting list is, what may become of it, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from services.tickets.releases.rules import Mode

_HERE = ZoneInfo("Asia/Shanghai")
_NIGHT, _MORNING = time(22), time(7)
_DAY = timedelta(days=1)


class State(StrEnum):
    """Where a place on the waiting list stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    DECLINED = "declined"
    EXPIRED = "expired"
    LEFT = "left"
    CLOSED = "closed"


LIVE = (State.WAITING.value, State.OFFERED.value)


@dataclass(frozen=True, slots=True)
class NewWaitingPlace:
    """A claim that goes on the list; ``rank`` orders it, ``pools`` may serve it."""

    claim_id: str
    release_id: str
    member_id: str
    rank: int
    pools: Sequence[str]
    places: int


@dataclass(frozen=True, slots=True)
class Queued:
    """Somebody who waits for ``places`` from one of ``pools``, the narrowest first."""

    id: str
    pools: Sequence[str]
    places: int


@dataclass(frozen=True, slots=True)
class Offer:
    """Places of one part of the stock for somebody who waits."""

    id: str
    pool: str
    places: int


class Listed(Protocol):
    """The stored times of a release that say how long its list lives."""

    @property
    def mode(self) -> str: ...
    @property
    def closes_at(self) -> datetime: ...
    @property
    def drawn_at(self) -> datetime | None: ...
    @property
    def event_starts_at(self) -> datetime | None: ...
    @property
    def return_until(self) -> datetime | None: ...


def offers(queue: Iterable[Queued], left: Mapping[str, int]) -> list[Offer]:
    """Who in the queue, in its order, gets an offer of what is ``left`` of each part.

    All places that somebody wants come from one part, or none do. Who does not fit keeps waiting,
    and a later, smaller wish may still fit: a place must not stay empty for the sake of order.
    """
    free = dict(left)
    made = []
    for queued in queue:
        for pool in queued.pools:
            if queued.places <= free.get(pool, 0):
                free[pool] -= queued.places
                made.append(Offer(queued.id, pool, queued.places))
                break
    return made


def list_ends(release: Listed) -> datetime | None:
    """When nobody can be served from the list any more; none while it waits for a draw.

    That is the start of the event; where it is not known, the last moment at which places can
    still come free.
    """
    if release.event_starts_at is not None:
        return release.event_starts_at
    if release.mode != Mode.FIRST_COME and release.drawn_at is None:
        return None
    times = (release.closes_at, release.return_until, release.drawn_at)
    return max(moment for moment in times if moment is not None)


def offer_end(now: datetime, *, minutes: int, ends: datetime | None) -> datetime:
    """Until when an offer made now stands: ``minutes`` between 7 and 22 o'clock in Shanghai, but
    not beyond the list's end. By night nobody reads, so nobody's offer runs out."""
    left = timedelta(minutes=minutes)
    at = _awake(now.astimezone(_HERE))
    while left > (span := _night_after(at) - at):
        left -= span
        at = _awake(_night_after(at))
    end = (at + left).astimezone(now.tzinfo)
    return end if ends is None else min(end, ends)


def _awake(at: datetime) -> datetime:
    """The moment itself by day, the next morning by night."""
    if at.time() >= _NIGHT:
        at += _DAY
    elif at.time() >= _MORNING:
        return at
    return at.replace(hour=_MORNING.hour, minute=0, second=0, microsecond=0)


def _night_after(at: datetime) -> datetime:
    return at.replace(hour=_NIGHT.hour, minute=0, second=0, microsecond=0)
