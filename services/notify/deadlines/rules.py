"""When somebody is reminded of a deadline of a purchase."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid5

MILESTONES = (
    "call_opens_at",
    "questions_until",
    "call_closes_at",
    "scores_until",
    "award_notice_at",
)
"""The timetable of a batch, of which officers are reminded."""
HAND_IN, SCORES, CORRECTION, SHEET = "call_closes_at", "scores_until", "correction", "sheet"
CLOSED = "closed"
"""Under this name stands that nothing of a project is to be reminded of any more."""
BEFORE = timedelta(days=2)
_REMINDERS = UUID("0d0c8a62-7b0e-4f0a-9d39-6c2b8b2c9d11")


def remind_at(due_at: datetime, *, now: datetime) -> datetime | None:
    """Two days before, and of what is nearer when half of its time is over; never of what has
    passed."""
    if due_at <= now:
        return None
    return due_at - min(BEFORE, (due_at - now) / 2)


def event_of(name: str, subject: str, due_at: datetime) -> str:
    """What reminders of one deadline at one time have in common, so that each is made once; a
    deadline that moves is another."""
    return str(uuid5(_REMINDERS, f"{name}:{subject}:{int(due_at.timestamp())}"))
