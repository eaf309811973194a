"""What is published of lots."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from chassis.clock import rfc3339
from chassis.envelope import Event

LOT_ANNOUNCED = "projects.lot_announced.v1"
LOT_DRAWN = "projects.lot_drawn.v1"


class LotFacts(Protocol):
    """What an event tells of a lot."""

    id: str
    batch_id: str
    about: str
    source: str
    due_at: datetime
    names: list[str]
    names_hash: str
    value: str | None


def lot_changed(event_type: str, lot: LotFacts, *, order: Sequence[str], at: datetime) -> Event:
    """The names of a lot were fixed, or a value gave them their order."""
    return Event(
        type=event_type,
        subject=lot.id,
        data={
            "lot_id": lot.id,
            "batch_id": lot.batch_id,
            "about": lot.about,
            "source": lot.source,
            "due_at": rfc3339(lot.due_at),
            "names": list(lot.names),
            "names_sha256": lot.names_hash,
            "value": lot.value,
            "order": list(order),
            "at": rfc3339(at),
        },
    )
