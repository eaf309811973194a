"""When the holders of tickets are reminded."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

_ZONE = ZoneInfo("Asia/Shanghai")
_EVENING = time(18, 0)


def remind_at(event_starts_at: datetime) -> datetime:
    """The evening before an event, at six in Shanghai: late enough to be remembered, early enough
    to arrange something, and before the hours in which phones are left alone."""
    day_before = event_starts_at.astimezone(_ZONE).date() - timedelta(days=1)
    return datetime.combine(day_before, _EVENING, tzinfo=_ZONE).astimezone(event_starts_at.tzinfo)
