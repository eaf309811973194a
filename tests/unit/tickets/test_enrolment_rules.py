"""Placing and promoting: whatever families ask, in whatever order it is read."""

from __future__ import annotations

import hmac
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.enrolment import rules
from services.tickets.enrolment.rules import Ask, Drawn

CLASSES = ("a", "b", "c")
SEASON = "0196a8a0-0000-7000-8000-000000000012"

wants = st.dictionaries(st.sampled_from(CLASSES), st.integers(1, 3), min_size=1)
crowds = st.lists(st.tuples(wants, st.booleans()), max_size=40).map(
    lambda rows: [Ask(f"id-{n}", want, back) for n, (want, back) in enumerate(rows)]
)
stocks = st.fixed_dictionaries({each: st.integers(0, 12) for each in CLASSES})
percents = st.integers(0, 100)


def place(asks, stock, percent, value="2026-06-22: 03 11 17"):
    return rules.place(
        asks, season_id=SEASON, value=value, open_places=stock, returning_percent=percent
    )


def taken(asks, of):
    by_id = {ask.application_id: ask for ask in asks}
    return {c: sum(by_id[each].wants.get(c, 0) for each in of) for c in CLASSES}


@given(crowds, stocks, percents)
def test_no_class_is_ever_overfull_and_no_quota_exceeded(asks, stock, percent):
    drawn = place(asks, stock, percent).drawn
    all_placed = taken(asks, [each for each, got in drawn.items() if got is not Drawn.WAITING])
    by_quota = taken(asks, [each for each, got in drawn.items() if got is Drawn.RETURNING])
    for each in CLASSES:
        assert all_placed[each] <= stock[each]
        assert by_quota[each] <= stock[each] * percent // 100


@given(crowds, stocks, percents)
def test_every_family_gets_one_answer_and_only_who_comes_back_uses_the_quota(asks, stock, percent):
    placing = place(asks, stock, percent)
    assert sorted(placing.order) == sorted(ask.application_id for ask in asks)
    assert set(placing.drawn) == set(placing.order)
    back = {ask.application_id for ask in asks if ask.returning}
    assert {each for each, got in placing.drawn.items() if got is Drawn.RETURNING} <= back


@given(crowds, stocks, percents)
def test_who_waits_would_not_fit_any_more(asks, stock, percent):
    """All or nothing, and no place is kept empty that a whole family could take."""
    drawn = place(asks, stock, percent).drawn
    used = taken(asks, [each for each, got in drawn.items() if got is not Drawn.WAITING])
    for ask in asks:
        if drawn[ask.application_id] is Drawn.WAITING:
            assert any(stock[c] - used[c] < places for c, places in ask.wants.items())


@given(crowds, stocks, percents, st.randoms())
def test_the_order_in_which_applications_are_read_does_not_matter(asks, stock, percent, random):
    shuffled = random.sample(asks, len(asks))
    assert place(shuffled, stock, percent) == place(asks, stock, percent)


@given(crowds, stocks)
def test_who_comes_back_is_never_worse_off_for_it(asks, stock):
    """With the whole stock as quota, no family without a child that comes back takes a place that
    one of those could have had."""
    drawn = place(asks, stock, 100).drawn
    back = [ask for ask in asks if ask.returning]
    alone = place(back, stock, 100).drawn
    for ask in back:
        if alone[ask.application_id] is not Drawn.WAITING:
            assert drawn[ask.application_id] is Drawn.RETURNING


@given(crowds, stocks)
def test_a_promotion_offers_what_is_free_in_the_order_of_the_list(asks, free):
    offered = rules.promote(asks, free)
    places = taken(asks, offered)
    assert all(places[each] <= free[each] for each in CLASSES)
    ids = [ask.application_id for ask in asks]
    assert all(ids.index(one) < ids.index(other) for one, other in pairwise(offered))
    # The first of the list is passed over only if it does not fit.
    if asks and all(free[c] >= n for c, n in asks[0].wants.items()):
        assert offered[0] == ids[0]


def test_a_class_with_more_children_than_places_offers_nothing():
    assert rules.promote([Ask("x", {"a": 1})], {"a": -2}) == []


def test_the_order_is_the_published_formula():
    """Made anew with nothing of ours: what a parent would do to check it."""
    ids = [f"0196a8a0-0000-7000-8000-{n:012d}" for n in range(50)]
    value = "福彩 2026071 期 05 12 19 23 28 31 + 07"

    def rank(each):
        message = SEASON.encode() + sha256(each.encode()).digest()
        return hmac.new(value.encode(), message, sha256).digest()

    assert rules.order(ids, season_id=SEASON, value=value) == sorted(ids, key=rank)
    assert rules.order(ids, season_id=SEASON, value="another") != sorted(ids, key=rank)


def test_what_is_frozen_has_one_hash():
    assert rules.entries_hash(["b", "a"]) == sha256(b"a\nb\n").hexdigest()


@pytest.mark.parametrize(("percent", "given"), [(0, 0), (49, 1), (50, 2), (100, 4)])
def test_the_quota_is_rounded_down(percent, given):
    asks = [Ask(f"id-{n}", {"a": 1}, True) for n in range(10)]
    drawn = place(asks, {"a": 4}, percent).drawn
    assert list(drawn.values()).count(Drawn.RETURNING) == given
    assert list(drawn.values()).count(Drawn.WAITING) == 6
