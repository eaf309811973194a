"""A timetable: one applicant after the other, with a break between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis.clock import rfc3339
from chassis.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Slot:
    """When one applicant presents."""

    application_id: str
    starts_at: datetime
    ends_at: datetime


def timetable(order: Sequence[str], *, starts_at: datetime, minutes: int, pause: int) -> list[Slot]:
    """Slots of ``minutes`` each with ``pause`` minutes between them, in the order given."""
    long, step = timedelta(minutes=minutes), timedelta(minutes=minutes + pause)
    return [
        Slot(name, starts_at + at * step, starts_at + at * step + long)
        for at, name in enumerate(order)
    ]


def check(
    slots: Sequence[Slot],
    *,
    taken: Iterable[tuple[datetime, datetime]],
    after: datetime,
    before: datetime,
) -> None:
    """Refuse a timetable outside the time for it, or over another of the same panel.

    Raises ``InvalidInput``.
    """
    first, last = slots[0].starts_at, slots[-1].ends_at
    if first < after:
        raise InvalidInput.of("starts_at", f"must not be before {rfc3339(after)}")
    if last > before:
        raise InvalidInput.of("starts_at", f"would end at {rfc3339(last)}, after scores are due")
    for begin, end in taken:
        if any(slot.starts_at < end and begin < slot.ends_at for slot in slots):
            raise InvalidInput.of("starts_at", f"the panel hears others at {rfc3339(begin)}")
