"""What the ticket service publishes of cool-downs."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from chassis.clock import rfc3339
from chassis.envelope import Event


class CoolDownFacts(Protocol):
    """What events tell of a cool-down."""

    @property
    def id(self) -> str: ...
    @property
    def member_id(self) -> str: ...
    @property
    def district(self) -> str: ...
    @property
    def no_shows(self) -> int: ...
    @property
    def within_days(self) -> int: ...
    @property
    def begun_at(self) -> datetime: ...
    @property
    def until(self) -> datetime: ...


def cool_down_began(cool_down: CoolDownFacts) -> Event:
    """A member gets no places for a while, after no-shows."""
    return Event(
        type="tickets.cool_down_began.v1",
        subject=cool_down.id,
        data={
            "cool_down_id": cool_down.id,
            "member_id": cool_down.member_id,
            "district": cool_down.district,
            "no_shows": cool_down.no_shows,
            "within_days": cool_down.within_days,
            "begun_at": rfc3339(cool_down.begun_at),
            "until": rfc3339(cool_down.until),
        },
    )


def cool_down_lifted(cool_down: CoolDownFacts, *, lifted_at: datetime) -> Event:
    """Staff have ended a cool-down before its time."""
    return Event(
        type="tickets.cool_down_lifted.v1",
        subject=cool_down.id,
        data={
            "cool_down_id": cool_down.id,
            "member_id": cool_down.member_id,
            "district": cool_down.district,
            "lifted_at": rfc3339(lifted_at),
        },
    )
