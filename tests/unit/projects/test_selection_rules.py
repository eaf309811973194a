"""Proposals: within budget and quotas whatever the votes, and the best by votes."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import InvalidInput
from services.projects.selection import rules
from services.projects.selection.rules import Candidate

QUOTAS = {"work": 12, "life": 17, "culture": 6}


def need(name, votes, cost=0, need_class="work", people=10):
    return Candidate(name, name, need_class, votes, people, cost)


some = st.lists(
    st.tuples(st.integers(0, 50), st.integers(1, 1_000_000), st.sampled_from(sorted(QUOTAS))),
    max_size=9,
).map(lambda rows: [need(f"n{at}", *row) for at, row in enumerate(rows)])


def names(chosen):
    return [candidate.need_id for candidate in chosen]


def test_ties_are_broken_by_people_then_code():
    three = [need("b", 5), need("a", 5), need("c", 5, people=11), need("d", 6)]
    for order in itertools.permutations(three):
        assert names(rules.ranked(order)) == ["d", "c", "a", "b"]


def test_quotas_take_the_first_of_each_class():
    candidates = [
        need(f"{name}{at:02}", 100 - at, need_class=name) for name in QUOTAS for at in range(30)
    ]
    chosen = rules.by_quotas(candidates, QUOTAS)
    assert len(chosen) == 35
    for name, quota in QUOTAS.items():
        assert sorted(c.need_id for c in chosen if c.need_class == name) == [
            f"{name}{at:02}" for at in range(quota)
        ]


def test_greedy_takes_the_most_wanted_and_best_fit_the_most_votes():
    candidates = [need("big", 10, 100), need("one", 7, 50), need("two", 6, 50)]
    assert names(rules.greedy(candidates, budget=100)) == ["big"]
    assert names(rules.best_fit(candidates, budget=100)) == ["one", "two"]


@given(some, st.integers(0, 3_000_000))
def test_no_proposal_exceeds_the_budget(candidates, budget):
    for chosen in (
        rules.greedy(candidates, budget=budget),
        rules.best_fit(candidates, budget=budget),
    ):
        assert sum(candidate.cost for candidate in chosen) <= budget
        assert len(set(names(chosen))) == len(chosen)


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 60)), max_size=8).map(
        lambda rows: [need(f"n{at}", *row) for at, row in enumerate(rows)]
    ),
    st.integers(0, 200),
)
def test_best_fit_is_as_good_as_trying_everything(candidates, budget):
    most = max(
        sum(c.votes for c in subset)
        for size in range(len(candidates) + 1)
        for subset in itertools.combinations(candidates, size)
        if sum(c.cost for c in subset) <= budget
    )
    assert sum(c.votes for c in rules.best_fit(candidates, budget=budget)) == most


@given(some, st.randoms())
def test_a_proposal_does_not_depend_on_the_order_of_the_candidates(candidates, chance):
    shuffled = candidates[:]
    chance.shuffle(shuffled)
    one = rules.proposals(candidates, quotas=QUOTAS, budget=1_000_000)
    other = rules.proposals(shuffled, quotas=QUOTAS, budget=1_000_000)
    assert {k: names(v) for k, v in one.items()} == {k: names(v) for k, v in other.items()}


def test_best_fit_is_quick_at_the_largest_size():
    candidates = [
        need(f"n{at}", 1 + at * 37 % 997, 10_000 + at * 7919 % 900_000) for at in range(200)
    ]
    chosen = rules.best_fit(candidates, budget=20_000_000)
    assert sum(c.votes for c in chosen) >= sum(
        c.votes for c in rules.greedy(candidates, budget=20_000_000)
    )


A, B, C = need("a", 3, 40), need("b", 2, 40), need("c", 1, 40)


def decide(chosen, reasons=(), budget=100):
    rules.check_decision([A, B, C], [A, B], chosen=chosen, reasons=dict(reasons), budget=budget)


def test_a_decision_may_differ_with_a_reason_for_each_difference():
    decide(["a", "b"])
    decide(["a", "c"], {"b": "同类已有", "c": "法定任务"})
    decide(["a"], {"b": "暂缓"})


@pytest.mark.parametrize(
    ("chosen", "reasons", "fields"),
    [
        (["a", "c"], {"b": "x"}, ["reasons"]),
        (["a", "c"], {}, ["reasons", "reasons"]),
        (["a", "b"], {"a": "x"}, ["reasons"]),
        (["a", "b", "c"], {"c": "x"}, ["chosen"]),
        (["a", "a"], {}, ["chosen"]),
        (["a", "z"], {}, ["chosen"]),
    ],
)
def test_an_incomplete_decision_is_named(chosen, reasons, fields):
    with pytest.raises(InvalidInput) as caught:
        decide(chosen, reasons)
    assert [error.field for error in caught.value.errors] == fields


@pytest.mark.parametrize(("costs", "budget"), [({"z": 1}, 0), ({"a": 1}, 100)])
def test_costs_are_of_the_candidates_and_complete_where_there_is_a_budget(costs, budget):
    with pytest.raises(InvalidInput) as caught:
        rules.check_costs([A, B], costs, budget)
    assert [error.field for error in caught.value.errors] == ["costs"]
    rules.check_costs([A, B], {"a": 1}, 0)
    rules.check_costs([A, B], {"a": 1, "b": 1}, 100)
