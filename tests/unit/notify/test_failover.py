"""Who takes a message next, and who is left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.notify.channels.failover import (
    FIRST_REST,
    IN_A_ROW,
    LONGEST_REST,
    Condition,
    Health,
    Tried,
    choose,
)
from services.notify.channels.port import OutcomeKind

NOW = datetime(2026, 4, 25, 2, tzinfo=UTC)
TWO = ["first", "second"]


def chosen(last: Tried | None, *, idempotent: bool = False, resting=(), providers=TWO) -> str:
    return choose(providers, last=last, idempotent=idempotent, resting=set(resting))


@pytest.mark.parametrize(
    ("last", "then"),
    [
        (None, "first"),
        (Tried("first", "refused"), "second"),
        (Tried("second", "refused"), "first"),
        # Its class lets it be sent again, so another provider is no worse than the same one.
        (Tried("first", "uncertain"), "second"),
        # Withheld: it never left. Accepted: a receipt that never came; rejected: sent by hand.
        (Tried("first", "withheld"), "first"),
        (Tried("second", "accepted"), "first"),
        (Tried("second", "rejected"), "first"),
        (Tried("first", None), "first"),
        (Tried("gone since", "refused"), "first"),
    ],
)
def test_a_message_goes_to_the_next_only_when_the_last_did_not_take_it(last, then):
    assert chosen(last) == then


def test_who_knows_the_reference_gets_what_may_have_arrived_again():
    assert chosen(Tried("first", "uncertain"), idempotent=True) == "first"
    assert chosen(Tried("first", "uncertain"), idempotent=True, resting=["first"]) == "first"
    assert chosen(Tried("first", "refused"), idempotent=True) == "second"


def test_of_three_each_has_its_turn():
    three = ["a", "b", "c"]
    turns, last = [], None
    for _ in range(5):
        name = chosen(last, providers=three)
        turns.append(name)
        last = Tried(name, "refused")
    assert turns == ["a", "b", "c", "a", "b"]


def test_who_rests_is_passed_over_unless_all_rest():
    assert chosen(None, resting=["first"]) == "second"
    assert chosen(Tried("first", "refused"), resting=["second"]) == "first"
    assert chosen(None, resting=TWO) == "first"
    assert chosen(Tried("first", "refused"), resting=TWO) == "second"
    assert chosen(None, providers=["only"], resting=["only"]) == "only"


def after(*outcomes: str, at: datetime = NOW, condition: Condition | None = None) -> Condition:
    condition = condition or Condition()
    for outcome in outcomes:
        condition = condition.after(OutcomeKind(outcome), now=at)
    return condition


@pytest.mark.parametrize("failure", ["refused", "uncertain"])
def test_many_failures_in_a_row_are_a_reason_to_rest(failure):
    assert not after(*[failure] * (IN_A_ROW - 1)).rests_at(NOW)
    resting = after(*[failure] * IN_A_ROW)
    assert resting.rests_at(NOW)
    assert resting.rests_at(NOW + FIRST_REST - timedelta(milliseconds=1))
    assert not resting.rests_at(NOW + FIRST_REST)


@pytest.mark.parametrize("answer", ["accepted", "rejected"])
def test_an_answer_in_between_is_a_sign_of_life(answer):
    assert after(*["refused"] * 9, answer, *["refused"] * 9).until is None


def test_what_is_left_of_a_batch_makes_no_rest_longer():
    assert after(*["refused"] * 100) == after(*["refused"] * IN_A_ROW)


def test_one_failure_after_a_rest_is_enough_and_each_is_longer_to_a_limit():
    condition, moment, lengths = after(*["refused"] * IN_A_ROW), NOW, []
    for _ in range(9):
        lengths.append(condition.until - moment)
        moment = condition.until
        condition = condition.after(OutcomeKind.REFUSED, now=moment)
    assert lengths[:3] == [FIRST_REST, 2 * FIRST_REST, 4 * FIRST_REST]
    assert lengths[-1] == LONGEST_REST


def test_after_an_answer_all_is_forgotten():
    rested = after(*["uncertain"] * IN_A_ROW)
    assert after("accepted", at=NOW + FIRST_REST, condition=rested) == Condition()


def test_health_tells_who_rests_and_who_is_on_trial():
    health = Health()
    for _ in range(IN_A_ROW):
        health.note("first", OutcomeKind.REFUSED, now=NOW)
        health.note("second", OutcomeKind.ACCEPTED, now=NOW)
    later = NOW + FIRST_REST
    assert (health.resting(NOW), health.on_trial(NOW)) == ({"first"}, set())
    assert (health.resting(later), health.on_trial(later)) == (set(), {"first"})
    health.note("first", OutcomeKind.ACCEPTED, now=later)
    assert health.on_trial(later) == set()
