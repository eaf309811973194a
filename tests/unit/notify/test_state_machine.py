"""The life of a message: every way allowed, every way ending, every doubt kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.channels.port import ACCEPTED, Outcome, OutcomeKind
from services.notify.messages.classes import POLICIES, Lane, MessageClass
from services.notify.messages.rules import (
    TRANSITIONS,
    Standing,
    State,
    Withheld,
    after,
    backoff,
    expiry,
    taken,
    when_due,
)

NOW = datetime(2026, 4, 25, 2, 0, tzinfo=UTC)
LEASE = timedelta(seconds=15)
REFUSED = Outcome(OutcomeKind.REFUSED, "503 try again later")
REJECTED = Outcome(OutcomeKind.REJECTED, "400 bad number")
UNCERTAIN = Outcome(OutcomeKind.UNCERTAIN, "TimeoutError")


def message(message_class: MessageClass = MessageClass.TICKET, **changes: object) -> Standing:
    new = Standing(
        state=State.CREATED,
        message_class=message_class,
        expires_at=expiry(message_class, now=NOW, ends=None),
    )
    return replace(new, **changes)


def due(standing: Standing, *, now: datetime = NOW, idempotent: bool = False):
    return when_due(standing, now=now, lease=LEASE, idempotent=idempotent)


def ended(standing: Standing, result: Outcome | Withheld, *, idempotent: bool = False):
    return after(standing, result, now=NOW, jitter=0.5, idempotent=idempotent)


def trying(**changes: object) -> Standing:
    return message(state=State.DISPATCHING, attempts=1, **changes)


def test_a_new_message_is_tried_under_a_lease():
    step = due(message())
    assert (step.state, step.due_at, step.attempts) == (State.DISPATCHING, NOW + LEASE, 1)


@pytest.mark.parametrize("state", [State.CREATED, State.RETRY_WAIT])
def test_what_is_not_worth_sending_any_more_is_not_sent(state):
    old = message(state=state, expires_at=NOW)
    assert (due(old).state, due(old).due_at) == (State.EXPIRED, None)


@pytest.mark.parametrize(
    ("result", "state"),
    [
        (ACCEPTED, State.SENT),
        (REJECTED, State.FAILED),
        (Withheld.EXPIRED, State.EXPIRED),
        (Withheld.NO_NUMBER, State.SUPPRESSED),
        (Withheld.NOT_RENDERED, State.FAILED),
    ],
)
def test_some_ends_are_final(result, state):
    step = ended(trying(), result)
    assert (step.state, step.due_at) == (state, None)


def test_a_refused_message_waits_and_at_its_limit_is_dead():
    policy = POLICIES[MessageClass.TICKET]
    step = ended(trying(), REFUSED)
    assert (step.state, step.refusals) == (State.RETRY_WAIT, 1)
    assert step.due_at == NOW + policy.first_pause
    last = ended(trying(refusals=policy.refusals - 1), REFUSED)
    assert (last.state, last.due_at, last.reason) == (State.DEAD, None, "503 try again later")


def test_waiting_for_contacts_is_nobodys_refusal():
    step = ended(trying(refusals=47), Withheld.CONTACTS_AWAY)
    assert (step.state, step.refusals) == (State.RETRY_WAIT, 47)
    assert step.due_at > NOW


def test_a_lease_that_is_over_leaves_a_doubt():
    step = due(trying())
    assert (step.state, step.unanswered, step.attempts) == (State.UNCERTAIN, 1, 1)
    assert step.due_at == NOW + POLICIES[MessageClass.TICKET].doubt


def test_a_ticket_in_doubt_goes_out_once_more_and_then_stays_in_doubt():
    once = message(state=State.UNCERTAIN, unanswered=1, attempts=1)
    assert due(once).state is State.DISPATCHING
    twice = due(replace(once, unanswered=2))
    assert (twice.state, twice.due_at) == (State.UNCERTAIN, None)


def test_a_login_code_in_doubt_goes_out_again_while_it_is_valid():
    doubted = message(MessageClass.LOGIN_CODE, state=State.UNCERTAIN, unanswered=2)
    assert due(doubted).state is State.DISPATCHING
    step = due(doubted, now=doubted.expires_at)
    assert (step.state, step.due_at) == (State.UNCERTAIN, None)


def test_where_sending_again_does_no_harm_a_doubt_is_always_settled():
    often = message(state=State.UNCERTAIN, unanswered=9)
    assert due(often, idempotent=True).state is State.DISPATCHING
    assert ended(trying(), UNCERTAIN, idempotent=True).due_at <= NOW + timedelta(seconds=2)


def test_an_answer_after_the_lease_still_counts():
    late = message(state=State.UNCERTAIN, attempts=1, unanswered=1)
    assert ended(late, ACCEPTED).state is State.SENT
    assert ended(late, REFUSED).state is State.RETRY_WAIT


def test_a_finished_message_goes_nowhere():
    for state in (State.DELIVERED, State.FAILED, State.DEAD, State.EXPIRED):
        with pytest.raises(ValueError, match="no way"):
            due(message(state=state))


@given(st.integers(1, 10_000), st.floats(0, 1), st.sampled_from(list(MessageClass)))
def test_pauses_grow_to_a_limit_with_jitter(count, jitter, message_class):
    policy = POLICIES[message_class]
    pause = backoff(policy, count, jitter=jitter)
    assert policy.first_pause * 0.5 <= pause <= policy.longest_pause * 1.5
    assert pause <= backoff(policy, count + 1, jitter=jitter)


def test_an_event_may_set_the_end():
    ends = NOW + timedelta(seconds=7)
    assert expiry(MessageClass.LOGIN_CODE, now=NOW, ends=ends) == ends
    assert expiry(MessageClass.TICKET, now=NOW, ends=None) == NOW + timedelta(days=3)


def test_login_codes_have_a_lane_of_their_own():
    assert POLICIES[MessageClass.LOGIN_CODE].lane is Lane.URGENT
    bulk = {MessageClass.BULK, MessageClass.DIGEST}
    assert {c for c, p in POLICIES.items() if p.lane is Lane.BULK} == bulk
    others = POLICIES.keys() - bulk - {MessageClass.LOGIN_CODE}
    assert all(POLICIES[c].lane is Lane.REGULAR for c in others)


RESULTS = [ACCEPTED, REFUSED, REJECTED, UNCERTAIN, *Withheld, None]


@given(
    st.sampled_from(list(MessageClass)),
    st.booleans(),
    st.lists(st.sampled_from(RESULTS)),
    st.data(),
)
def test_whatever_happens_a_message_takes_allowed_ways_and_comes_to_an_end(
    message_class, idempotent, results, data
):
    """``None`` is a crash: the lease runs out."""
    standing, now, waiting = message(message_class), NOW, NOW
    for number in range(5_000):
        now = max(now, waiting)
        if standing.state is State.DISPATCHING and number < len(results) and results[number]:
            step = after(standing, results[number], now=now, jitter=0.5, idempotent=idempotent)
        elif standing.state is State.DISPATCHING and number >= len(results):
            step = after(standing, REFUSED, now=now, jitter=0.5, idempotent=idempotent)
        else:
            step = when_due(standing, now=now, lease=LEASE, idempotent=idempotent)
        assert step.state is standing.state or step.state in TRANSITIONS[standing.state]
        assert (step.attempts, step.refusals, step.unanswered) >= (standing.attempts, 0, 0)
        standing = taken(standing, step)
        if step.due_at is None:
            break
        waiting = step.due_at
        assert waiting > now
    else:
        pytest.fail("no end")
    if standing.state is State.UNCERTAIN:
        assert standing.unanswered > 0
    assert standing.state not in (State.CREATED, State.DISPATCHING, State.RETRY_WAIT)
