"""What the ticket service publishes of no-shows."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from chassis.clock import rfc3339
from chassis.envelope import Event
from services.tickets.events import ReleaseFacts


class NoShowFacts(Protocol):
    """What events tell of a no-show."""

    @property
    def ticket_id(self) -> str: ...
    @property
    def member_id(self) -> str: ...
    @property
    def district(self) -> str: ...
    @property
    def places(self) -> int: ...
    @property
    def event_at(self) -> datetime: ...


def no_show_recorded(no_show: NoShowFacts, release: ReleaseFacts) -> Event:
    """The event is over and nobody used a valid ticket."""
    return Event(
        type="tickets.no_show_recorded.v1",
        subject=no_show.ticket_id,
        data={
            "ticket_id": no_show.ticket_id,
            "release_id": release.id,
            "title": release.title,
            "member_id": no_show.member_id,
            "district": no_show.district,
            "places": no_show.places,
            "event_at": rfc3339(no_show.event_at),
        },
    )
