"""Lots: what they cost beside each other, and which requirements an application answers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.projects.awards.rules import tender_state
from services.projects.parcels import rules

amounts = st.integers(1, 10**10)
budgets = st.lists(amounts, min_size=2, max_size=6)


def lots_of(shares, requirements=""):
    return [
        {"code": str(at), "title": "x", "requirements": requirements, "budget": share}
        for at, share in enumerate(shares)
    ]


@given(amounts, amounts)
def test_without_lots_a_price_is_what_it_is(price, whole):
    assert rules.comparable({}, [], price=price, whole=whole) == price


@given(budgets, st.integers(1, 100), st.data())
def test_who_asks_the_same_share_of_the_budget_is_as_dear(shares, percent, data):
    lots = lots_of([share * 100 for share in shares])
    whole = sum(shares) * 100
    chosen = data.draw(st.sets(st.sampled_from(rules.codes(lots)), min_size=1))
    asked = {code: shares[int(code)] * percent for code in chosen}
    price = sum(asked.values())
    assert rules.comparable(asked, lots, price=price, whole=whole) == sum(shares) * percent
    assert rules.within(asked, lots, price=price, whole=whole)
    dear = asked | {min(chosen): shares[int(min(chosen))] * 100 + 1}
    assert not rules.within(dear, lots, price=sum(dear.values()), whole=whole)


def test_lines_count_through_the_tender_and_all_its_lots():
    lots = lots_of([1, 2, 3], requirements="一\n\n二")
    assert rules.lines_to_answer("甲\n乙", lots, ["0", "2"]) == [1, 2, 3, 4, 7, 8]
    assert rules.lines_to_answer("甲\n乙", [], []) == [1, 2]


def test_a_tender_waits_for_the_slowest_of_its_lots():
    assert tender_state(["confirmed", "standstill", "contested"]) == "suspended"
    assert tender_state(["confirmed", "standstill"]) == "standstill"
    assert tender_state(["confirmed"]) == "awarded"
    assert tender_state([]) == "unsuccessful"
