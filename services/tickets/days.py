"""Days as people here count them, and ages on a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")  # no summer time since 1991


def day_of(moment: datetime) -> date:
    """The day in Shanghai at a moment."""
    return moment.astimezone(SHANGHAI).date()


def years_on(day: date, birth_date: date) -> int:
    """Full years of age on a day; a child of 29 February has its birthday on 1 March otherwise."""
    before = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - before
