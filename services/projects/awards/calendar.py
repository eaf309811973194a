"""Working days in China: weekends are free, but for holidays and the days worked in their place.

The State Council tells both for one year at a time, in the November before. A year that it has not
told yet has no working days here.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from services.projects.errors import HolidaysUnknown

SHANGHAI = ZoneInfo("Asia/Shanghai")
_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is known of some years: ``holidays`` fall on any day, ``workdays`` on weekends."""

    years: frozenset[int]
    holidays: frozenset[date]
    workdays: frozenset[date]

    def is_working(self, day: date) -> bool:
        """Whether offices work on a day. Raises ``HolidaysUnknown``."""
        if day.year not in self.years:
            raise HolidaysUnknown(
                f"the holidays of {day.year} are not known yet; working days cannot be counted",
                year=day.year,
                known=sorted(self.years),
            )
        return day in self.workdays or (day.weekday() < _SATURDAY and day not in self.holidays)

    def end_of(self, start: datetime, count: int) -> datetime:
        """The moment at which the ``count``-th working day after the day of ``start`` is over, by
        the clock of Shanghai. Raises ``HolidaysUnknown``."""
        day = start.astimezone(SHANGHAI).date()
        while count:
            day += _DAY
            count -= self.is_working(day)
        return datetime.combine(day + _DAY, time(), tzinfo=SHANGHAI)

    def left(self, start: datetime, end: datetime) -> int:
        """How many working days after the day of ``start`` are over by ``end``.

        Raises ``HolidaysUnknown``.
        """
        day, last = start.astimezone(SHANGHAI).date() + _DAY, end.astimezone(SHANGHAI).date()
        count = 0
        while day < last:
            count += self.is_working(day)
            day += _DAY
        return count


def of_years(texts: Iterable[str]) -> Calendar:
    """A calendar from one JSON document a year: first and last days of holidays, and workdays."""
    years, holidays, workdays = set(), set(), set()
    for text in texts:
        told = json.loads(text)
        years.add(int(told["year"]))
        workdays |= {date.fromisoformat(day) for day in told["workdays"]}
        for first, last in told["holidays"]:
            holidays |= set(_days(date.fromisoformat(first), date.fromisoformat(last)))
    return Calendar(frozenset(years), frozenset(holidays), frozenset(workdays))


def _days(first: date, last: date) -> Iterable[date]:
    return (first + _DAY * at for at in range((last - first).days + 1))


@functools.cache
def shipped() -> Calendar:
    """The years that lie in ``holidays/``; a new one is a file more."""
    folder = Path(__file__).parent / "holidays"
    return of_years(path.read_text("utf-8") for path in sorted(folder.glob("*.json")))
