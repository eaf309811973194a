"""What the ticket service publishes of child-care classes; never a word about a child."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Protocol

from chassis.clock import rfc3339
from chassis.envelope import Event


class SeasonFacts(Protocol):
    """What events tell of a season of child-care classes."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def first_day(self) -> date: ...


class ApplicationFacts(Protocol):
    """What events tell of a family's application: no child, only how many."""

    @property
    def id(self) -> str: ...
    @property
    def member_id(self) -> str: ...
    @property
    def offer_ends_at(self) -> datetime | None: ...
    @property
    def changed_at(self) -> datetime: ...


def class_place_given(
    *, application: ApplicationFacts, season: SeasonFacts, children: int
) -> Event:
    """A family has its places, all of them, by the placing or by taking an offer."""
    return _application("tickets.class_place_given.v1", application, season, {"children": children})


def class_place_offered(
    *, application: ApplicationFacts, season: SeasonFacts, children: int
) -> Event:
    """Places have become free for a family that waited, until a moment."""
    ends = application.offer_ends_at
    assert ends is not None
    return _application(
        "tickets.class_place_offered.v1",
        application,
        season,
        {"children": children, "offer_ends_at": rfc3339(ends)},
    )


def class_waitlisted(
    *, application: ApplicationFacts, season: SeasonFacts, children: int, position: int
) -> Event:
    """The placing had no places for a family; it waits, at a position counted from 1."""
    return _application(
        "tickets.class_waitlisted.v1",
        application,
        season,
        {"children": children, "position": position},
    )


def class_place_withdrawn(
    *, application: ApplicationFacts, season: SeasonFacts, reason: str
) -> Event:
    """An application has ended: ``withdrawn`` by the member, ``lapsed``, or ``cancelled``."""
    return _application("tickets.class_place_withdrawn.v1", application, season, {"reason": reason})


def class_volunteers_short(
    *, season: SeasonFacts, class_id: str, class_title: str, confirmed: int, needed: int
) -> Event:
    """A class has fewer volunteers than its children need; its officers have to see to it."""
    return Event(
        type="tickets.class_volunteers_short.v1",
        subject=class_id,
        data={
            "class_id": class_id,
            "class_title": class_title,
            "season_id": season.id,
            "title": season.title,
            "union": season.path,
            "confirmed": confirmed,
            "needed": needed,
        },
    )


def _application(
    event_type: str, application: ApplicationFacts, season: SeasonFacts, more: dict[str, Any]
) -> Event:
    return Event(
        type=event_type,
        subject=application.id,
        data={
            "application_id": application.id,
            "season_id": season.id,
            "member_id": application.member_id,
            "title": season.title,
            "first_day": season.first_day.isoformat(),
            "changed_at": rfc3339(application.changed_at),
        }
        | more,
    )
