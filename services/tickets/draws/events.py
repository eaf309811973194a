"""What the ticket service publishes of draws."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from chassis.clock import rfc3339
from chassis.envelope import Event
from services.tickets.events import ReleaseFacts


class DrawFacts(Protocol):
    """What events tell of a draw."""

    @property
    def rules(self) -> Mapping[str, Any]: ...
    @property
    def places(self) -> Mapping[str, int]: ...
    @property
    def entries(self) -> int: ...
    @property
    def left_out(self) -> int: ...
    @property
    def root(self) -> str | None: ...
    @property
    def frozen_at(self) -> datetime | None: ...
    @property
    def value(self) -> str | None: ...
    @property
    def by_fallback(self) -> bool: ...
    @property
    def won(self) -> int: ...
    @property
    def waiting(self) -> int: ...
    @property
    def lost(self) -> int: ...
    @property
    def result(self) -> str | None: ...
    @property
    def finished_at(self) -> datetime | None: ...


def draw_frozen(release: ReleaseFacts, draw: DrawFacts) -> Event:
    """The entries of a draw are fixed under a root that everybody can compare later."""
    return Event(
        type="tickets.draw_frozen.v1",
        subject=release.id,
        data={
            "release_id": release.id,
            "code": release.code,
            "title": release.title,
            "districts": list(release.districts),
            "rules": dict(draw.rules),
            "places": dict(draw.places),
            "entries": draw.entries,
            "left_out": draw.left_out,
            "root": draw.root,
            "frozen_at": _moment(draw.frozen_at),
        },
    )


def draw_finished(release: ReleaseFacts, draw: DrawFacts, *, remaining: int) -> Event:
    """The places of a draw are given out. Each winner has an event of their own."""
    return Event(
        type="tickets.draw_finished.v1",
        subject=release.id,
        data={
            "release_id": release.id,
            "code": release.code,
            "title": release.title,
            "districts": list(release.districts),
            "root": draw.root,
            "value": draw.value,
            "by_fallback": draw.by_fallback,
            "won": draw.won,
            "waiting": draw.waiting,
            "lost": draw.lost,
            "remaining": remaining,
            "result": draw.result,
            "finished_at": _moment(draw.finished_at),
        },
    )


def _moment(at: datetime | None) -> str:
    assert at is not None
    return rfc3339(at)
