"""Working days, candidates, budgets, letters: what an award follows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.projects.awards import rules
from services.projects.awards.calendar import SHANGHAI, of_years, shipped
from services.projects.awards.letters import letters
from services.projects.awards.rules import Candidate, next_candidate, require_money
from services.projects.errors import BudgetExceeded, HolidaysUnknown, WrongState
from services.projects.tenders.rules import STATES

YEAR = '{"year": 2026, "holidays": [["2026-05-01", "2026-05-05"]], "workdays": ["2026-05-09"]}'
STARTS = st.integers(0, 24 * 660).map(
    lambda hours: datetime(2025, 1, 1, tzinfo=SHANGHAI) + timedelta(hours=hours)
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2026-04-30", True),
        ("2026-05-01", False),
        ("2026-05-05", False),
        ("2026-05-09", True),  # a Saturday, worked for the holiday
        ("2026-05-10", False),
        ("2026-05-11", True),
    ],
)
def test_holidays_are_free_and_days_in_their_place_are_worked(day, working):
    assert of_years([YEAR]).is_working(date.fromisoformat(day)) is working


def test_a_standstill_ends_with_the_last_of_its_working_days():
    calendar = of_years([YEAR])
    assert calendar.end_of(at("2026-04-29T23:59"), 3) == at("2026-05-08T00:00")
    assert calendar.end_of(at("2026-05-07T09:00"), 2) == at("2026-05-10T00:00")
    # 22:00 in London is the next day in Shanghai.
    assert calendar.end_of(datetime.fromisoformat("2026-04-28T22:00+00:00"), 1) == at("2026-05-01")


def test_a_year_that_nobody_has_told_is_refused_in_words():
    with pytest.raises(HolidaysUnknown, match="2027"):
        shipped().end_of(at("2026-12-28T09:00"), 7)
    with pytest.raises(HolidaysUnknown):
        shipped().left(at("2026-12-28T09:00"), at("2027-01-10T00:00"))


@pytest.mark.parametrize(("year", "working_days"), [(2025, 248), (2026, 248)])
def test_a_shipped_year_has_as_many_working_days_as_its_notice_makes(year, working_days):
    """Weekdays of the year, less holidays on weekdays, plus weekends worked; counted by hand."""
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
    assert sum(map(shipped().is_working, days)) == working_days
    assert all(day.weekday() >= 5 for day in shipped().workdays)


@given(start=STARTS, count=st.integers(1, 30))
def test_as_many_working_days_are_left_as_were_given(start, count):
    calendar = shipped()
    assert calendar.left(start, calendar.end_of(start, count)) == count


def candidate(place: int, price: int = 10) -> Candidate:
    return Candidate(
        application_id=f"a{place}",
        provider_id=f"p{place}",
        provider_name=f"机构{place}",
        place=place,
        score=Decimal(100 - place),
        price=price,
    )


CANDIDATES = st.lists(st.integers(1, 20), max_size=8).map(
    lambda prices: [candidate(place, price) for place, price in enumerate(prices, start=1)]
)
FALLEN = st.frozensets(st.integers(1, 8).map("a{}".format))


@given(ranking=CANDIDATES, fallen=FALLEN, budget=st.integers(1, 20))
def test_the_next_is_the_best_that_is_left_and_can_be_paid(ranking, fallen, budget):
    found = next_candidate(ranking, fallen=fallen, budget=budget)
    left = [c for c in ranking if c.application_id not in fallen and c.price <= budget]
    assert found == (left[0] if left else None)


@given(
    tenders=st.lists(st.tuples(st.integers(1, 20), st.integers(1, 30)), max_size=8),
    batch=st.integers(1, 60),
)
def test_awards_never_cost_more_than_their_budgets(tenders, batch):
    awarded = 0
    for budget, price in tenders:
        try:
            require_money(price=price, tender=budget, batch=batch, awarded=awarded)
        except BudgetExceeded:
            assert price > budget or awarded + price > batch
        else:
            awarded += price
        assert awarded <= batch


@given(ranking=CANDIDATES, fallen=FALLEN, budget=st.integers(1, 20))
def test_everybody_gets_one_letter_one_wins_and_one_is_reserve(ranking, fallen, budget):
    winner = next_candidate(ranking, fallen=fallen, budget=budget)
    if winner is None:
        return
    out = {c.application_id: "refused" for c in ranking if c.application_id in fallen}
    written = list(letters(ranking, winner=winner.application_id, fallen=out, budget=budget))
    assert [letter.to for letter in written] == ranking
    won = [letter for letter in written if letter.outcome == "won"]
    assert [letter.to for letter in won] == [winner]
    assert won[0].reason == ("reserve_promoted" if out else "best_score")
    reserves = [letter.to for letter in written if letter.outcome == "reserve"]
    following = next_candidate(ranking, fallen=fallen | {winner.application_id}, budget=budget)
    assert reserves == ([following] if following else [])
    for letter in written:
        if letter.reason == "over_budget":
            assert letter.to.price > budget


@given(steps=st.lists(st.sampled_from(sorted(rules.AWARDS.steps)), max_size=12))
def test_an_award_reaches_no_state_by_a_forbidden_way(steps):
    """What is decided stays so; only a confirmed award can still be refused."""
    state, seen = rules.AWARDS.initial, []
    for name in steps:
        try:
            step = rules.AWARDS.take(name, state=state)
        except WrongState:
            continue
        seen.append((state, step.target))
        state = step.target
    for before, after in seen:
        assert before not in ("annulled", "void", "refused")
        if before == "confirmed":
            assert after == "refused"
        if after == "confirmed":
            assert before == "standstill", "nothing is awarded while an objection is open"


def test_a_tender_is_awarded_out_of_its_standstill_only():
    assert STATES.steps["award"].sources == {"standstill"}
    assert STATES.steps["judge_again"].sources == {"suspended"}
    for state in STATES.states - {"standstill"}:
        with pytest.raises(WrongState):
            STATES.take("award", state=state)
