"""What is published of panels. Whoever sits on one is an account's id, no name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from chassis.clock import rfc3339
from chassis.envelope import Event

PANEL_FORMED = "projects.panel_formed.v1"
REVIEWER_CALLED = "projects.reviewer_called.v1"
CONFLICT_CLEARED = "projects.conflict_cleared.v1"
REVIEWER_RECUSED = "projects.reviewer_recused.v1"
SCORING_OPENED = "projects.scoring_opened.v1"


class PanelFacts(Protocol):
    """What an event tells of a panel."""

    id: str
    batch_id: str
    seats: dict[str, int]


class SeatFacts(Protocol):
    """What an event tells of a seat."""

    tender_id: str
    account_id: str
    role: str


class TenderFacts(Protocol):
    """What an event tells of a tender."""

    id: str
    code: str
    title: str
    batch_id: str


def panel_formed(
    panel: PanelFacts, *, tender_ids: Sequence[str], lot_id: str, at: datetime
) -> Event:
    """A panel was named for some tenders, and the lot of its alternates announced."""
    seats: Mapping[str, int] = panel.seats
    return Event(
        type=PANEL_FORMED,
        subject=panel.id,
        data={
            "panel_id": panel.id,
            "batch_id": panel.batch_id,
            "tender_ids": list(tender_ids),
            "seats": dict(seats),
            "lot_id": lot_id,
            "at": rfc3339(at),
        },
    )


def seat_changed(
    event_type: str, seat: SeatFacts, tender: TenderFacts, *, at: datetime, alternate: bool = False
) -> Event:
    """A reviewer was called to a tender (as an ``alternate``, to a seat that somebody left), is
    free of conflicts, or left."""
    data = {"reviewer_id": seat.account_id, "role": seat.role, "alternate": alternate}
    return Event(type=event_type, subject=tender.id, data={**_tender(tender, at), **data})


def scoring_opened(
    tender: TenderFacts, *, until: datetime, reviewers: Sequence[str], at: datetime
) -> Event:
    """A panel that keeps its rule may open the files of a tender; ``reviewers`` are to score."""
    data = {"scores_until": rfc3339(until), "reviewers": list(reviewers)}
    return Event(type=SCORING_OPENED, subject=tender.id, data={**_tender(tender, at), **data})


def _tender(tender: TenderFacts, at: datetime) -> dict[str, str]:
    return {
        "tender_id": tender.id,
        "batch_id": tender.batch_id,
        "code": tender.code,
        "title": tender.title,
        "at": rfc3339(at),
    }
