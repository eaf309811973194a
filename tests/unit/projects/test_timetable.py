"""Timetables of presentations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chassis.errors import InvalidInput
from services.projects.presentations.rules import check, timetable

NINE = datetime(2026, 6, 25, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def minutes(slots):
    return [((s.starts_at - NINE) // MINUTE, (s.ends_at - NINE) // MINUTE) for s in slots]


def test_one_follows_the_other_with_a_break_between():
    slots = timetable(["a", "b", "c"], starts_at=NINE, minutes=20, pause=5)
    assert [slot.application_id for slot in slots] == ["a", "b", "c"]
    assert minutes(slots) == [(0, 20), (25, 45), (50, 70)]


@pytest.mark.parametrize(
    ("taken", "free"),
    [
        ((-HOUR, timedelta(0)), True),
        ((-HOUR, MINUTE), False),
        ((20 * MINUTE, 25 * MINUTE), True),
        ((19 * MINUTE, 25 * MINUTE), False),
        ((70 * MINUTE, HOUR * 2), True),
        ((-HOUR, HOUR * 2), False),
    ],
)
def test_a_panel_hears_one_at_a_time(taken, free):
    slots = timetable(["a", "b", "c"], starts_at=NINE, minutes=20, pause=5)
    asked = {
        "taken": [(NINE + taken[0], NINE + taken[1])],
        "after": NINE,
        "before": NINE + 2 * HOUR,
    }
    if free:
        check(slots, **asked)
    else:
        with pytest.raises(InvalidInput):
            check(slots, **asked)


@pytest.mark.parametrize(("after", "before"), [(MINUTE, HOUR * 2), (-HOUR, 69 * MINUTE)])
def test_presentations_lie_within_their_time(after, before):
    slots = timetable(["a", "b", "c"], starts_at=NINE, minutes=20, pause=5)
    check(slots, taken=[], after=NINE, before=NINE + 70 * MINUTE)
    with pytest.raises(InvalidInput):
        check(slots, taken=[], after=NINE + after, before=NINE + before)
