"""When a cool-down begins and when it ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol


class Policy(Protocol):
    """What a district has published: after ``no_shows`` within ``within_days`` a member gets no
    places for ``days``; none at all with zero days. It counts events from ``since`` on."""

    @property
    def no_shows(self) -> int: ...
    @property
    def within_days(self) -> int: ...
    @property
    def days(self) -> int: ...
    @property
    def since(self) -> datetime: ...


def counted(events: Iterable[datetime], policy: Policy) -> Sequence[datetime]:
    """The events missed that count together: since the policy was in force, and within its span
    before the last one."""
    missed = sorted(event for event in events if event >= policy.since)
    span = timedelta(days=policy.within_days)
    return [event for event in missed if event >= missed[-1] - span]


def begins(events: Iterable[datetime], policy: Policy) -> bool:
    """Whether so many events missed lead to a cool-down."""
    return policy.days > 0 and len(counted(events, policy)) >= policy.no_shows


def ends(policy: Policy, *, now: datetime) -> datetime:
    """The end of a cool-down that begins now."""
    return now + timedelta(days=policy.days)
