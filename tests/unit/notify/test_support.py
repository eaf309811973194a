"""Which messages can be sent again by hand, and how a story is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.notify.errors import CannotResend
from services.notify.messages.classes import MessageClass
from services.notify.messages.rules import Standing, State
from services.notify.support.rules import IN_TROUBLE, Moment, What, again, in_order

NOW = datetime(2026, 4, 25, 2, 0, tzinfo=UTC)


def standing(state: State, message_class: MessageClass = MessageClass.TICKET) -> Standing:
    return Standing(
        state=state,
        message_class=message_class,
        expires_at=NOW,
        attempts=48,
        refusals=48,
        unanswered=2,
    )


@pytest.mark.parametrize("state", IN_TROUBLE)
def test_what_is_in_trouble_begins_anew_and_counts_its_attempts_on(state):
    step = again(standing(state), due_at=None, now=NOW)
    assert (step.state, step.due_at) == (State.CREATED, NOW)
    assert (step.attempts, step.refusals, step.unanswered) == (48, 0, 0)


@pytest.mark.parametrize("state", [state for state in State if state not in IN_TROUBLE])
def test_what_is_under_way_or_has_arrived_is_left_alone(state):
    with pytest.raises(CannotResend, match=state):
        again(standing(state), due_at=None, now=NOW)


def test_a_doubt_that_will_be_tried_again_is_left_to_itself():
    with pytest.raises(CannotResend):
        again(standing(State.UNCERTAIN), due_at=NOW + timedelta(minutes=1), now=NOW)


def test_a_login_code_is_asked_for_anew():
    with pytest.raises(CannotResend):
        again(standing(State.DEAD, MessageClass.LOGIN_CODE), due_at=None, now=NOW)


def test_a_story_is_told_in_order_even_when_all_happened_at_once():
    told = [
        Moment(at=NOW, what=What.RECEIPT, attempt=1),
        Moment(at=NOW, what=What.ENDED, attempt=1),
        Moment(at=NOW + timedelta(seconds=1), what=What.RESENT),
        Moment(at=NOW, what=What.BEGAN, attempt=1),
        Moment(at=NOW, what=What.MADE),
    ]
    assert [each.what for each in in_order(told)] == [
        What.MADE,
        What.BEGAN,
        What.ENDED,
        What.RECEIPT,
        What.RESENT,
    ]
