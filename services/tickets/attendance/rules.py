"""What can be written on the attendance sheet of a class."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from chassis.errors import InvalidInput
from services.tickets.errors import NotArrived

THE_MEMBER = ""  # who fetches a child when nobody else is named: the member it belongs to


class Mark(StrEnum):
    """What is known of a child on a day."""

    NONE = "none"
    ABSENT = "absent"
    ARRIVED = "arrived"
    LEFT = "left"


MARKS = (Mark.ABSENT, Mark.ARRIVED, Mark.LEFT)


def check_day(day: date, *, first_day: date, last_day: date, today: date) -> None:
    """Refuse a day without class, and one that has not come. Raises ``InvalidInput``."""
    if not first_day <= day <= last_day:
        raise InvalidInput.of("day", "is not in the season")
    if day > today:
        raise InvalidInput.of("day", "has not come yet")


def check_mark(mark: Mark, *, before: Mark, picked_up_by: str, allowed: Collection[str]) -> None:
    """Refuse a child that leaves without having come, or with somebody who may not fetch it.

    Raises ``NotArrived`` and ``InvalidInput``.
    """
    if mark is not Mark.LEFT:
        if picked_up_by != THE_MEMBER:
            raise InvalidInput.of("picked_up_by", "only who leaves is picked up")
        return
    if before not in (Mark.ARRIVED, Mark.LEFT):
        raise NotArrived("the child has not come on this day")
    if picked_up_by != THE_MEMBER and picked_up_by not in allowed:
        raise InvalidInput.of("picked_up_by", "is not written down as somebody who may")
