"""What a release is at a moment, and which releases are refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from chassis.errors import InvalidInput
from services.tickets.draws.rules import GRACE
from services.tickets.releases.plan import Plan, check_plan
from services.tickets.releases.rules import Mode, State, entered, state_at

OPENS = datetime(2026, 4, 25, 2, 0, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=3)
MOMENT = timedelta(microseconds=1)
DRAW = {"source": "s", "fallback": "f"}


@dataclass(frozen=True)
class Times:
    """A release as far as its state goes."""

    scheduled_at: datetime | None = OPENS - timedelta(days=7)
    opens_at: datetime = OPENS
    closes_at: datetime = CLOSES
    cancelled_at: datetime | None = None


@pytest.mark.parametrize(
    ("times", "at", "state"),
    [
        (Times(), OPENS - MOMENT, State.SCHEDULED),
        (Times(), OPENS, State.OPEN),
        (Times(), CLOSES - MOMENT, State.OPEN),
        (Times(), CLOSES, State.CLOSED),
        (Times(scheduled_at=None), OPENS, State.DRAFT),
        (Times(scheduled_at=None), CLOSES, State.DRAFT),
        (Times(cancelled_at=OPENS), OPENS, State.CANCELLED),
        (Times(scheduled_at=None, cancelled_at=OPENS), OPENS, State.CANCELLED),
    ],
)
def test_the_state_follows_from_the_times_to_the_moment(times, at, state):
    assert state_at(times, at) is state


@pytest.mark.parametrize(
    ("last", "now", "told"),
    [
        (State.DRAFT, State.SCHEDULED, [State.SCHEDULED]),
        (State.DRAFT, State.OPEN, [State.SCHEDULED, State.OPEN]),
        (State.SCHEDULED, State.CLOSED, [State.OPEN, State.CLOSED]),
        (State.OPEN, State.OPEN, []),
        (State.SCHEDULED, State.CANCELLED, [State.CANCELLED]),
        (State.CANCELLED, State.CANCELLED, []),
    ],
)
def test_every_state_entered_is_told_once_and_in_order(last, now, told):
    assert list(entered(last, now)) == told


def plan(**change):
    now = change.pop("now", OPENS - timedelta(days=1))
    fields = {
        "title": "儿童剧",
        "description": "",
        "venue": "",
        "service_id": None,
        "districts": ["chaoyang"],
        "stock": 5,
        "opens_at": OPENS,
        "closes_at": CLOSES,
    }
    check_plan(Plan(**(fields | change)), now=now)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"districts": ["chaoyang", "atlantis"]}, "districts"),
        ({"districts": ["chaoyang", "chaoyang"]}, "districts"),
        ({"closes_at": OPENS}, "closes_at"),
        ({"now": CLOSES}, "closes_at"),
        ({"mode": Mode.WINDOW, "draw": DRAW}, "window_minutes"),
        ({"window_minutes": 5}, "window_minutes"),
        ({"mode": Mode.WINDOW, "draw": DRAW, "window_minutes": 3 * 24 * 60}, "window_minutes"),
        ({"mode": Mode.BALLOT}, "draw"),
        ({"draw": DRAW}, "draw"),
        ({"mode": Mode.BALLOT, "draw": DRAW | {"due_at": CLOSES + GRACE}}, "draw.due_at"),
        ({"mode": Mode.BALLOT, "draw": DRAW | {"round": 1}}, "draw.round"),
        ({"mode": Mode.BALLOT, "draw": DRAW | {"round": 1, "due_at": CLOSES}}, "draw.due_at"),
        ({"event_starts_at": OPENS - MOMENT}, "event_starts_at"),
        ({"event_ends_at": CLOSES}, "event_ends_at"),
        ({"event_starts_at": CLOSES, "event_ends_at": CLOSES}, "event_ends_at"),
        ({"event_starts_at": CLOSES, "return_until": CLOSES + MOMENT}, "return_until"),
        ({"eligibility": {"ages": {"least": 9, "most": 8}}}, "eligibility.ages"),
        ({"eligibility": {"least_companions": 1}}, "eligibility.least_companions"),
    ],
)
def test_a_release_that_could_serve_nobody_is_refused_by_field(change, field):
    with pytest.raises(InvalidInput) as caught:
        plan(**change)
    assert [error.field for error in caught.value.errors] == [field]


def test_an_opening_in_the_past_is_allowed():
    plan(now=OPENS + timedelta(hours=1))
