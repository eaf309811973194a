"""Scores: what a sheet is worth, what a panel makes of them, and who stands where."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from statistics import fmean, median, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import InvalidInput
from services.projects.errors import ScoresMissing, WrongState
from services.projects.scores import places, results, rules
from services.projects.scores.places import Standing

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
CRITERIA = [{"code": "plan", "weight": 60}, {"code": "team", "weight": 30}]
CRITERIA += [{"code": "price", "weight": 10}]
TOTAL = st.integers(0, 1_000_000).map(lambda n: Decimal(n).scaleb(-4))
REVIEWERS = [f"r{n}" for n in range(7)]


@st.composite
def panels(draw):
    """Totals of some applications by some reviewers; each application has at least one."""
    applications = [f"a{n}" for n in range(draw(st.integers(1, 6)))]
    scores = st.dictionaries(st.sampled_from(REVIEWERS), TOTAL, min_size=1)
    return {application: draw(scores) for application in applications}


def test_a_total_is_the_weighted_mean():
    assert rules.total({"plan": 80, "team": 70, "price": 100}, CRITERIA) == Decimal("79.0000")


def test_not_applicable_is_no_zero():
    with_gap = rules.total({"plan": 80, "team": None, "price": 100}, CRITERIA)
    assert with_gap == Decimal("82.8571")
    assert with_gap > rules.total({"plan": 80, "team": 0, "price": 100}, CRITERIA)


@given(mark=st.integers(0, 100), gap=st.sampled_from(["plan", "team", "price"]))
def test_equal_marks_give_that_mark_whatever_does_not_apply(mark, gap):
    marks = dict.fromkeys(("plan", "team", "price"), mark) | {gap: None}
    assert rules.total(marks, CRITERIA) == mark


@pytest.mark.parametrize(
    ("marks", "field"),
    [
        ({"plan": 101, "team": 0, "price": 0}, "marks.plan"),
        ({"plan": -1, "team": 0, "price": 0}, "marks.plan"),
        ({"plan": 1, "team": 0, "price": 0, "looks": 5}, "marks.looks"),
        ({"plan": 1, "team": 0}, "marks.price"),
        ({"plan": None, "team": None, "price": None}, "marks"),
    ],
)
def test_a_sheet_with_wrong_marks_is_refused(marks, field):
    with pytest.raises(InvalidInput) as caught:
        rules.check_marks(marks, CRITERIA, whole=True)
    assert [error.field for error in caught.value.errors] == [field]


def test_a_draft_may_have_gaps():
    rules.check_marks({"plan": 50}, CRITERIA, whole=False)


def test_the_highest_and_the_lowest_of_five_are_dropped():
    scores = [Decimal(n) for n in (0, 70, 80, 90, 100)]
    assert results.by_method(scores, method="drop_extremes") == 80
    assert results.by_method(scores, method="mean") == 68
    assert results.by_method(scores, method="median") == 80
    assert results.by_method(scores[:4], method="drop_extremes") == 60, "of four none is dropped"
    assert results.by_method(scores[:4], method="median") == 75


@given(others=st.lists(TOTAL, min_size=4, max_size=8), one=TOTAL)
def test_no_single_reviewer_moves_a_result_beyond_the_others(others, one):
    score = results.by_method([*others, one], method="drop_extremes")
    assert min(others) <= score <= max(others)


@given(totals=panels(), method=st.sampled_from(["drop_extremes", "mean", "median"]), data=st.data())
def test_the_result_does_not_depend_on_the_order_of_scores(totals, method, data):
    shuffled = {
        application: dict(data.draw(st.permutations(list(totals[application].items()))))
        for application in data.draw(st.permutations(list(totals)))
    }
    found = results.figures(totals, method=method)
    assert results.figures(shuffled, method=method) == found
    assert results.reversals(results.figures(shuffled, method=method)) == results.reversals(found)


@given(totals=panels())
def test_the_figures_are_what_the_standard_library_says(totals):
    found = results.figures(totals, method="mean")
    for application, scores in totals.items():
        assert float(found[application].mean) == pytest.approx(fmean(scores.values()), abs=1e-4)
        assert float(found[application].median) == pytest.approx(
            float(median(scores.values())), abs=1e-4
        )
        expected = [_z(totals, reviewer, score) for reviewer, score in scores.items()]
        assert float(found[application].z) == pytest.approx(fmean(expected), abs=2e-4)


def _z(totals, reviewer, score):
    own = [float(of[reviewer]) for of in totals.values() if reviewer in of]
    deviation = pstdev(own)
    return (float(score) - fmean(own)) / deviation if deviation > 1e-9 else 0.0


def test_a_reviewer_who_scores_all_alike_says_nothing():
    totals = {"a": {"r": Decimal(50)}, "b": {"r": Decimal(50)}}
    assert {f.z for f in results.figures(totals, method="mean").values()} == {Decimal(0)}


def test_a_change_of_rank_is_flagged_on_both_sides_and_nowhere_else():
    # Six agree that a is a little better than b; one captured reviewer lifts b and sinks a.
    totals = {
        "a": dict(zip(REVIEWERS, map(Decimal, (81, 82, 83, 84, 85, 86, 0)), strict=True)),
        "b": dict(zip(REVIEWERS, map(Decimal, (80, 81, 82, 83, 84, 85, 100)), strict=True)),
        "c": dict(zip(REVIEWERS, map(Decimal, (10,) * 7), strict=True)),
    }
    found = results.figures(totals, method="drop_extremes")
    assert found["a"].score == Decimal("83.0000")
    assert found["b"].score == Decimal("83.0000")
    assert results.reversals(found) == {}, "what the method sees as equal is nothing to turn round"
    totals["a"]["r5"] = Decimal(99)
    totals["a"]["r4"] = Decimal(88)
    found = results.figures(totals, method="drop_extremes")
    assert found["a"].score > found["b"].score
    assert results.reversals(found) == {name: ["mean", "z"] for name in "ab"}


@given(totals=panels())
def test_one_way_of_counting_never_contradicts_itself(totals):
    views = results.reversals(results.figures(totals, method="mean"))
    assert all("mean" not in turned for turned in views.values())


STANDINGS = st.lists(
    st.tuples(st.sampled_from([70, 80]), st.sampled_from([5, 6]), st.booleans()),
    min_size=1,
    max_size=8,
).map(
    lambda rows: [
        Standing(application_id=f"a{n}", score=Decimal(score), price=price, has_union=union)
        for n, (score, price, union) in enumerate(rows)
    ]
)


@given(standings=STANDINGS, data=st.data())
def test_places_follow_score_price_union_and_lot(standings, data):
    lot = data.draw(st.permutations([s.application_id for s in standings]))
    shuffled = data.draw(st.permutations(standings))
    placed = places.ordered(shuffled, lot=lot)
    assert placed == places.ordered(standings, lot=lot)
    keys = [(-s.score, s.price, not s.has_union, lot.index(s.application_id)) for s in placed]
    assert keys == sorted(keys)


@given(standings=STANDINGS)
def test_what_is_tied_is_what_the_rule_does_not_tell_apart(standings):
    groups = places.tied(standings)
    by_id = {s.application_id: (s.score, s.price, s.has_union) for s in standings}
    assert all(len({by_id[name] for name in group}) == 1 < len(group) for group in groups)
    alone = set(by_id) - {name for group in groups for name in group}
    assert len({by_id[name] for name in alone}) == len(alone)


@pytest.mark.parametrize(
    ("prices", "low"),
    [
        ({"a": 100}, set()),
        ({"a": 100, "b": 100, "c": 100}, set()),
        ({"a": 70, "b": 100}, {"a"}),
        ({"a": 71, "b": 100}, set()),
        ({"a": 75, "b": 76, "c": 100, "d": 260}, {"a", "b", "c"}),
        ({"a": 0, "b": 100}, {"a"}),
    ],
)
def test_abnormally_low_prices_are_flagged(prices, low):
    assert places.abnormally_low(prices) == low


def test_nothing_is_decided_before_its_time():
    late = {"until": NOW, "now": NOW}
    early = {"until": NOW + HOUR, "now": NOW}
    rules.require_all_in({"a": 7, "b": 7}, reviewers=7, needed=5, **early)
    with pytest.raises(ScoresMissing) as caught:
        rules.require_all_in({"a": 7, "b": 6}, reviewers=7, needed=5, **early)
    assert caught.value.facts["missing"] == 1
    rules.require_all_in({"a": 7, "b": 5}, reviewers=7, needed=5, **late)
    with pytest.raises(ScoresMissing) as caught:
        rules.require_all_in({"a": 7, "b": 4}, reviewers=7, needed=5, **late)
    assert caught.value.facts["applications"] == ["b"]
    rules.require_time(until=NOW + HOUR, now=NOW)
    with pytest.raises(WrongState):
        rules.require_time(until=NOW, now=NOW)
