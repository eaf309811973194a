"""The earliest scan of a ticket is its use, in whatever order gates tell of scans."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import InvalidInput
from services.tickets.checkins import rules
from services.tickets.reminders.rules import remind_at

NOON = datetime(2026, 5, 1, 4, 0, tzinfo=UTC)
SCANS = st.lists(
    st.integers(min_value=0, max_value=20).map(lambda s: NOON + timedelta(seconds=s)), min_size=1
)


@given(SCANS, st.randoms(use_true_random=False))
def test_any_order_of_arrival_ends_at_the_earliest(scans, random):
    arrivals = list(scans)
    random.shuffle(arrivals)
    first = None
    admitted = []
    for scan in arrivals:
        result, _ = rules.decide(scan, used_at=first, cancelled_at=None)
        if result is rules.Result.ADMITTED:
            first = scan
            admitted.append(scan)
    assert first == min(scans)
    # It only ever moves to an earlier time.
    assert admitted == sorted(set(admitted), reverse=True)


def test_a_cancelled_ticket_is_used_at_no_time():
    heard = rules.decide(NOON, used_at=None, cancelled_at=NOON + timedelta(hours=1))
    assert heard == (rules.Result.INVALID, rules.Refusal.CANCELLED)


def test_a_scan_is_now_unless_the_gate_says_otherwise():
    earlier = NOON - timedelta(hours=3)
    assert rules.time_of_scan(None, now=NOON) == NOON
    assert rules.time_of_scan(earlier, now=NOON) == earlier


def test_a_clock_that_is_a_little_fast_counts_as_now():
    assert rules.time_of_scan(NOON + timedelta(seconds=60), now=NOON) == NOON
    with pytest.raises(InvalidInput) as caught:
        rules.time_of_scan(NOON + timedelta(seconds=61), now=NOON)
    assert caught.value.errors[0].field == "scanned_at"


def test_no_ticket_is_used_before_it_exists_and_a_clock_a_little_slow_is_forgiven():
    later = NOON + timedelta(seconds=1)
    assert rules.time_of_use(later, issued_at=NOON) == later
    assert rules.time_of_use(NOON - timedelta(seconds=60), issued_at=NOON) == NOON
    with pytest.raises(InvalidInput) as caught:
        rules.time_of_use(NOON - timedelta(seconds=61), issued_at=NOON)
    assert caught.value.errors[0].field == "scanned_at"


@pytest.mark.parametrize(
    ("event", "reminder"),
    [
        ("2026-05-01T10:00:00+08:00", "2026-04-30T18:00:00+08:00"),
        ("2026-05-01T00:30:00+08:00", "2026-04-30T18:00:00+08:00"),
        ("2026-04-30T23:30:00+08:00", "2026-04-29T18:00:00+08:00"),
        ("2026-03-01T09:00:00+08:00", "2026-02-28T18:00:00+08:00"),
    ],
)
def test_a_reminder_comes_the_evening_before_in_shanghai(event, reminder):
    starts = datetime.fromisoformat(event).astimezone(UTC)
    assert remind_at(starts) == datetime.fromisoformat(reminder)
