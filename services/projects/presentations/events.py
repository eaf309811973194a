"""What is published of presentations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from chassis.clock import rfc3339
from chassis.envelope import Event

PRESENTATIONS_PLANNED = "projects.presentations_planned.v1"


class TenderFacts(Protocol):
    """What an event tells of a tender."""

    id: str
    code: str
    title: str
    batch_id: str


def presentations_planned(
    tender: TenderFacts,
    *,
    slots: Sequence[Mapping[str, Any]],
    reviewers: Sequence[str],
    moved: bool,
    at: datetime,
) -> Event:
    """A timetable was set, or set anew (``moved``): it holds instead of any before."""
    return Event(
        type=PRESENTATIONS_PLANNED,
        subject=tender.id,
        data={
            "tender_id": tender.id,
            "batch_id": tender.batch_id,
            "code": tender.code,
            "title": tender.title,
            "slots": list(slots),
            "reviewers": list(reviewers),
            "moved": moved,
            "at": rfc3339(at),
        },
    )
