"""When somebody is reminded of an opening."""

from __future__ import annotations

from datetime import datetime, timedelta

BEFORE = (10, 30, 60, 1440)
"""Minutes before an opening that members can choose."""
MOST = 50  # of one member, of openings to come


def remind_at(opens_at: datetime, *, minutes_before: int) -> datetime:
    """The moment of a reminder."""
    return opens_at - timedelta(minutes=minutes_before)


def event_of(release_id: str, opens_at: datetime) -> str:
    """What messages of one opening at one time have in common, so that each is made once; an
    opening that moves is another."""
    return f"opening:{release_id}:{int(opens_at.timestamp())}"
