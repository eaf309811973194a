"""Token buckets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import RateLimited
from gateway.limits import Allowance, Limit, Limiter

READ = {Limit.READ: Allowance(burst=5, a_minute=60)}


def taken(limiter, caller, moments):
    count = 0
    for now in moments:
        try:
            limiter.take(Limit.READ, caller, now=now)
            count += 1
        except RateLimited:
            pass
    return count


def test_a_burst_then_a_steady_flow():
    limiter = Limiter(READ)
    assert taken(limiter, "a", [1000.0] * 10) == 5
    assert taken(limiter, "a", [1000.5]) == 0
    assert taken(limiter, "a", [1001.0 + n for n in range(60)]) == 60
    assert taken(limiter, "a", [2000.0] * 10) == 5, "full again after a pause"


def test_who_must_wait_hears_how_long():
    limiter = Limiter(READ)
    taken(limiter, "a", [1000.0] * 5)
    with pytest.raises(RateLimited) as caught:
        limiter.take(Limit.READ, "a", now=1000.25)
    assert caught.value.facts["retry_after"] == pytest.approx(0.75)
    limiter.take(Limit.READ, "a", now=1001.0)


def test_one_caller_does_not_use_up_anothers():
    limiter = Limiter(READ)
    assert taken(limiter, "a", [0.0] * 9) == 5
    assert taken(limiter, "b", [0.0] * 9) == 5


def test_a_refused_request_costs_nothing():
    limiter = Limiter(READ)
    taken(limiter, "a", [0.0] * 1000)
    assert taken(limiter, "a", [1.0]) == 1


@given(st.lists(st.floats(0, 600), min_size=1, max_size=200))
def test_no_pattern_gets_more_than_burst_and_flow(moments):
    moments = sorted(moments)
    allowed = taken(Limiter(READ), "a", moments)
    assert allowed <= 5 + (moments[-1] - moments[0]) + 1
    assert allowed >= min(len(moments), 5)


def test_memory_is_bounded_and_who_asks_most_is_remembered():
    limiter = Limiter(READ, most_callers=100)
    for number in range(10_000):
        taken(limiter, "busy", [number / 1000])
        taken(limiter, f"caller-{number}", [number / 1000])
    assert len(limiter._full_at[Limit.READ]) == 100
    assert taken(limiter, "busy", [10.0] * 5) < 5


def test_a_factor_widens_burst_and_flow():
    assert taken(Limiter(READ, factor=4), "a", [0.0] * 100) == 20
    assert taken(Limiter(READ, factor=4), "a", [n / 4 for n in range(100)]) == 100
