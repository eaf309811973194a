"""The arithmetic of limits, and how an installation changes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import ConfigurationError
from services.members.limits.rules import Limit, limits


@given(
    most=st.integers(1, 20),
    seconds=st.integers(1, 3600),
    gaps=st.lists(st.integers(0, 5_000_000), max_size=80),
)
def test_no_span_of_time_lets_more_through_than_twice_the_limit_and_any_wait_is_exact(
    most, seconds, gaps
):
    limit = Limit("x", most, seconds)
    rest, now, taken = 0, 10**12, []
    for gap in gaps:
        now += gap
        moved = max(rest, now) + limit.step
        if moved <= now + limit.span:
            rest = moved
            taken.append(now)
            continue
        wait = limit.retry_after(rest=rest, now=now) * 1_000_000
        assert max(rest, now + wait) + limit.step <= now + wait + limit.span
        if wait > 1_000_000:
            early = now + wait - 1_000_000
            assert max(rest, early) + limit.step > early + limit.span
    for start in taken:
        assert sum(start <= moment <= start + limit.span for moment in taken) <= 2 * most


def test_a_demonstration_takes_sixty_log_ins_a_minute_from_one_address():
    demo = limits(demo=True)["log_ins_by_address"]
    assert (demo.most, demo.seconds) == (60, 60)
    ordinary = limits(demo=False)
    assert set(ordinary) == set(limits(demo=True))
    assert all(
        ordinary[name].most / ordinary[name].seconds < wide.most / wide.seconds
        for name, wide in limits(demo=True).items()
    )


def test_an_installation_changes_single_limits():
    changed = limits(demo=False, override="codes_by_card=3/60, log_ins_by_name=7/8")
    assert (changed["codes_by_card"].most, changed["codes_by_card"].seconds) == (3, 60)
    assert (changed["log_ins_by_name"].most, changed["log_ins_by_name"].seconds) == (7, 8)
    assert changed["codes_by_phone"] == limits(demo=False)["codes_by_phone"]


@pytest.mark.parametrize("wrong", ["codes=1/2", "codes_by_card", "codes_by_card=0/60",
                                   "codes_by_card=5/0", "codes_by_card=-1/60"])  # fmt: skip
def test_what_is_no_limit_is_named(wrong):
    with pytest.raises(ConfigurationError) as caught:
        limits(demo=False, override=f"codes_by_phone=1/2,{wrong}")
    assert wrong in str(caught.value)
    assert "codes_by_address" in str(caught.value)
