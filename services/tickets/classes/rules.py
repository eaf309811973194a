"""What a season and its classes are: ages, places, the live limit by volunteers, phases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from enum import StrEnum
from typing import Protocol

from chassis.errors import FieldError, InvalidInput
from services.tickets.days import SHANGHAI, day_of, years_on

LEAST_VOLUNTEERS = 2
LONGEST_DAYS = 100


class Phase(StrEnum):
    """Where a season stands. It follows from stored times, so it is exact to the moment."""

    SOON = "soon"
    OPEN = "open"  # applications are taken
    CLOSED = "closed"  # applications are frozen and wait to be placed
    PLACED = "placed"
    RUNNING = "running"
    OVER = "over"
    CANCELLED = "cancelled"


class Times(Protocol):
    """The stored times of a season."""

    @property
    def opens_at(self) -> datetime:
        """From when on applications are taken."""

    @property
    def closes_at(self) -> datetime:
        """The first moment at which none is taken any more."""

    @property
    def placed_at(self) -> datetime | None:
        """When places were given out."""

    @property
    def cancelled_at(self) -> datetime | None:
        """When it was called off."""

    @property
    def first_day(self) -> date:
        """The first day of the classes."""

    @property
    def last_day(self) -> date:
        """The last day of the classes."""


class Limits(Protocol):
    """How many children a class takes, and on what condition."""

    @property
    def places(self) -> int:
        """At most, however many volunteers there are."""

    @property
    def children_per_volunteer(self) -> int:
        """For each confirmed volunteer so many."""

    @property
    def least_volunteers(self) -> int:
        """With fewer the class takes nobody."""


def phase_at(season: Times, at: datetime) -> Phase:
    """The phase at a moment; days are those of Shanghai."""
    today = day_of(at)
    if season.cancelled_at is not None:
        return Phase.CANCELLED
    if today > season.last_day:
        return Phase.OVER
    if season.placed_at is not None:
        return Phase.PLACED if today < season.first_day else Phase.RUNNING
    if at < season.opens_at:
        return Phase.SOON
    return Phase.OPEN if at < season.closes_at else Phase.CLOSED


def open_places(limits: Limits, confirmed: int) -> int:
    """How many places are open with so many confirmed volunteers."""
    if confirmed < limits.least_volunteers:
        return 0
    return min(limits.places, confirmed * limits.children_per_volunteer)


def volunteers_needed(limits: Limits, children: int) -> int:
    """How many volunteers a class with so many children must have."""
    return max(limits.least_volunteers, -(-children // limits.children_per_volunteer))


def fits_age(*, birth_date: date, first_day: date, least: int, most: int) -> bool:
    """Whether a child has the age of a class; what counts is its age on the first day."""
    return birth_date <= first_day and least <= years_on(first_day, birth_date) <= most


def reaches(open_to: str, union: str) -> bool:
    """Whether a member of this union may apply where a season is open to that part of the tree."""
    return not open_to or f"{union}/".startswith(f"{open_to}/")


def check_season(
    *, first_day: date, last_day: date, opens_at: datetime, closes_at: datetime, now: datetime
) -> None:
    """Refuse a season that could never serve anybody. Raises ``InvalidInput``."""
    wrong = []
    if last_day < first_day:
        wrong.append(FieldError("last_day", "must not be before first_day"))
    elif (last_day - first_day).days >= LONGEST_DAYS:
        wrong.append(FieldError("last_day", f"a season has at most {LONGEST_DAYS} days"))
    if closes_at <= opens_at:
        wrong.append(FieldError("closes_at", "must be later than opens_at"))
    elif closes_at <= now:
        wrong.append(FieldError("closes_at", "has already passed"))
    elif closes_at >= datetime.combine(first_day, time(), SHANGHAI):
        wrong.append(FieldError("closes_at", "must be before first_day"))
    if wrong:
        raise InvalidInput("some fields are not right", errors=tuple(wrong))


def check_ages(ages: Sequence[tuple[int, int]]) -> None:
    """Refuse a class whose youngest is older than its oldest. Raises ``InvalidInput``."""
    wrong = [
        FieldError(f"classes.{place}.most_age", "must not be less than least_age")
        for place, (least, most) in enumerate(ages)
        if most < least
    ]
    if wrong:
        raise InvalidInput("some fields are not right", errors=tuple(wrong))


def check_timetable(
    entries: Sequence[tuple[date, str, str]], *, first_day: date, last_day: date
) -> None:
    """Refuse what lies outside of the season or ends before it starts.

    Each entry is its day and two times of day, ``HH:MM``. Raises ``InvalidInput``.
    """
    wrong = []
    for place, (day, starts, ends) in enumerate(entries):
        if not first_day <= day <= last_day:
            wrong.append(FieldError(f"entries.{place}.day", "is not in the season"))
        if ends <= starts:
            wrong.append(FieldError(f"entries.{place}.ends", "must be later than starts"))
    if wrong:
        raise InvalidInput("some fields are not right", errors=tuple(wrong))
