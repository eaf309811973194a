"""Quiet hours: when no phone rings for anything but a login code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from chassis.errors import ConfigurationError
from services.notify.templates.rules import SHANGHAI

_HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")
_USUAL = "22:00-07:00"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``start`` to ``end``, times of day in Shanghai; the same twice means never."""

    start: time
    end: time

    def until(self, now: datetime) -> datetime | None:
        """The end of the quiet hours that ``now`` lies in; ``None`` outside."""
        here = now.astimezone(SHANGHAI)
        since_start = _span(self.start, here.time())
        length = _span(self.start, self.end)
        return (here + (length - since_start)).astimezone(UTC) if since_start < length else None


NEVER = QuietHours(time(0), time(0))


def _span(start: time, end: time) -> timedelta:
    """From one time of day to the next time that it is the other."""
    return (_of_day(end) - _of_day(start)) % timedelta(days=1)


def _of_day(at: time) -> timedelta:
    return timedelta(
        hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond
    )


def configured(environ: Mapping[str, str], *, demo: bool) -> QuietHours:
    """``QUIET_HOURS`` as ``22:00-07:00`` or ``none``. Without it these hours, but none in a
    demonstration, which is looked at by night as well.

    Raises ``ConfigurationError``.
    """
    value = environ.get("QUIET_HOURS", "").strip() or ("none" if demo else _USUAL)
    if value == "none":
        return NEVER
    found = _HOURS.fullmatch(value)
    if found is None:
        raise ConfigurationError(
            f"QUIET_HOURS must be 'none' or hours like {_USUAL}, not {value!r}"
        )
    start_hour, start_minute, end_hour, end_minute = map(int, found.groups())
    return QuietHours(time(start_hour, start_minute), time(end_hour, end_minute))
