"""Counting a try, and refusing it beyond the limit."""

from __future__ import annotations

from datetime import datetime

from chassis.work import Work
from services.members.errors import TooManyTries
from services.members.limits import store
from services.members.security import Security


def microseconds(moment: datetime) -> int:
    """Since the epoch."""
    return int(moment.timestamp() * 1_000_000)


def allowed(work: Work, security: Security, *, limit: str, subject: str) -> int:
    """Count a try; 0 if it is allowed, else the seconds until the next one is."""
    rule = security.limits[limit]
    now = microseconds(work.now)
    key = security.personal.index(f"{limit}\0{subject}", purpose="rate-limit")
    rest = store.count(work.session, key=key, limit=rule, now=now)
    return 0 if rest is None else rule.retry_after(rest=rest, now=now)


def take(work: Work, security: Security, *, limit: str, subject: str) -> None:
    """Count a try. Raises ``TooManyTries``, and what was counted so far stays counted."""
    wait = allowed(work, security, limit=limit, subject=subject)
    if wait:
        work.commit()
        raise TooManyTries("too many tries; wait a while", retry_after=wait)
