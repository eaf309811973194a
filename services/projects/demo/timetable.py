"""When the demonstration's past happened, counted from the first start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from services.projects.awards.calendar import SHANGHAI, shipped

_SINCE_NOTICE = timedelta(days=45)  # room for two standstills over the longest holidays
_LAST_NOTICE = (11, 15)  # month and day: both standstills end within the year
_MORNING = time(9)


@dataclass(frozen=True, slots=True)
class Timetable:
    """``now`` is the first start, ``notice`` the morning on which the first batch's awards were
    noticed. Working days are counted from it, so that it lies in a year whose holidays are known.
    """

    now: datetime
    notice: datetime

    @classmethod
    def before(cls, now: datetime) -> Timetable:
        """The past of a demonstration that is started ``now``."""
        month, day = _LAST_NOTICE
        latest = datetime(max(shipped().years), month, day, tzinfo=SHANGHAI)
        wanted = min((now - _SINCE_NOTICE).astimezone(SHANGHAI), latest)
        notice = datetime.combine(wanted.date(), _MORNING, tzinfo=SHANGHAI)
        return cls(now=now, notice=notice.astimezone(UTC))

    def first(self, days: float) -> datetime:
        """A moment of the first batch, in days after its notice."""
        return self.notice + timedelta(days=days)

    def lately(self, days: float) -> datetime:
        """A moment of what still goes on, in days after the first start."""
        return self.now + timedelta(days=days)
