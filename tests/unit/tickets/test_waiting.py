"""Whose turn it is on the waiting list, and for how long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.waiting.rules import Offer, Queued, list_ends, offer_end, offers

NOON = datetime(2026, 4, 25, 4, tzinfo=UTC)  # 12 o'clock in Shanghai


def test_the_first_who_fit_get_all_their_places_or_none():
    queue = [Queued("a", ("",), 3), Queued("b", ("",), 2), Queued("c", ("",), 1)]
    assert offers(queue, {"": 2}) == [Offer("b", "", 2)]
    assert offers(queue, {"": 4}) == [Offer("a", "", 3), Offer("c", "", 1)]
    assert offers(queue, {"": 0}) == []


def test_a_part_serves_those_for_whom_it_is_and_wishes_are_not_split():
    queue = [Queued("a", ("",), 1), Queued("b", ("district:x", ""), 2), Queued("c", ("d", ""), 1)]
    assert offers(queue, {"": 0, "district:x": 2}) == [Offer("b", "district:x", 2)]
    assert offers(queue, {"": 1, "district:x": 1}) == [Offer("a", "", 1)]
    assert offers(queue, {}) == []


@given(
    st.lists(st.tuples(st.sampled_from([("",), ("p", ""), ("q",)]), st.integers(1, 6))),
    st.dictionaries(st.sampled_from(["", "p", "q"]), st.integers(0, 12)),
)
def test_never_more_than_there_is_and_nothing_left_that_fits(wishes, left):
    queue = [Queued(str(number), *wish) for number, wish in enumerate(wishes)]
    free = dict(left)
    made = offers(queue, left)
    for offer in made:
        free[offer.pool] -= offer.places
    assert all(number >= 0 for number in free.values())
    served = {offer.id for offer in made}
    for queued in queue:
        if queued.id not in served:
            assert all(queued.places > free.get(pool, 0) for pool in queued.pools)


@pytest.mark.parametrize(
    ("hour", "minutes", "expected"),
    [
        (12, 120, timedelta(hours=14)),
        (21, 60, timedelta(hours=22)),
        (21, 61, timedelta(days=1, hours=7, minutes=1)),
        (22, 30, timedelta(days=1, hours=7, minutes=30)),
        (3, 30, timedelta(hours=7, minutes=30)),
        (12, 2880, timedelta(days=3, hours=15)),  # 10 + 15 + 15 hours, and 8 more
    ],
)
def test_no_offer_runs_out_by_night(hour, minutes, expected):
    midnight = NOON - timedelta(hours=12)
    end = offer_end(midnight + timedelta(hours=hour), minutes=minutes, ends=None)
    assert end == midnight + expected


def test_an_offer_never_outlives_the_list():
    ends = NOON + timedelta(minutes=30)
    assert offer_end(NOON, minutes=120, ends=ends) == ends


def test_a_list_lives_until_the_event_or_the_last_return():
    times = {"mode": "first_come", "drawn_at": None, "event_starts_at": None, "return_until": None}
    release = SimpleNamespace(**times, closes_at=NOON)
    assert list_ends(release) == NOON
    release.return_until = NOON + timedelta(days=1)
    assert list_ends(release) == NOON + timedelta(days=1)
    release.event_starts_at = NOON + timedelta(days=2)
    assert list_ends(release) == NOON + timedelta(days=2)
    release.mode, release.event_starts_at = "ballot", None
    assert list_ends(release) is None
    release.drawn_at = NOON + timedelta(days=4)
    assert list_ends(release) == NOON + timedelta(days=4)
