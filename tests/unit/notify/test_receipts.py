"""What receipts say, and that they only move a message forward."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from services.notify.messages.classes import POLICIES, MessageClass
from services.notify.messages.rules import SILENCE, Standing, State, taken, when_due
from services.notify.receipts.rules import Heard, Kind, Report, after, plain_id, read

NOW = datetime(2026, 4, 25, 2, 0, tzinfo=UTC)


def standing(state: State, *, attempts: int = 1, refusals: int = 0) -> Standing:
    return Standing(
        state=state,
        message_class=MessageClass.TICKET,
        expires_at=NOW + timedelta(days=3),
        attempts=attempts,
        refusals=refusals,
    )


def heard(kind: Kind, *, attempt: int = 1, before: tuple[Kind, ...] = ()) -> Heard:
    return Heard(report=Report(kind, "detail"), attempt=attempt, before=before)


def step(state: State, kind: Kind, *, attempts: int = 1, **more: object):
    return after(standing(state, attempts=attempts), heard(kind, **more), now=NOW, jitter=0.5)


@pytest.mark.parametrize(
    ("status", "reply", "report"),
    [
        (8, "ACK/", Report(Kind.TAKEN, "")),
        (1, "id:7 sub:001 stat:DELIVRD err:000 text:482913", Report(Kind.DELIVERED, "DELIVRD 000")),
        (2, "id:7 stat:UNDELIV err:1b text:", Report(Kind.LOST, "UNDELIV 1b")),
        (16, "NACK/Retries Exceeded", Report(Kind.REFUSED, "not taken")),
        (16, "NACK/validity expired", Report(Kind.REFUSED, "not taken")),
        (16, "NACK/0x00000058/Throttling error", Report(Kind.REFUSED, "NACK 0x00000058")),
        (16, "NACK/0x0000000b/Invalid Destination", Report(Kind.REJECTED, "NACK 0x0000000b")),
        (16, "NACK/11/Invalid Destination", Report(Kind.REJECTED, "NACK 0x0000000b")),
        (16, "", Report(Kind.REFUSED, "not taken")),
        (4, "queued", None),
    ],
)
def test_a_receipt_is_read_for_its_codes_and_never_for_its_text(status, reply, report):
    assert read(status, reply) == report


def test_a_carriers_id_is_kept_as_far_as_it_is_one():
    assert plain_id("ab-12\ufffd\n 3") == "ab-123"
    assert len(plain_id("7" * 500)) == 64


@pytest.mark.parametrize("state", [State.DISPATCHING, State.UNCERTAIN, State.RETRY_WAIT])
def test_the_carriers_yes_settles_every_doubt(state):
    moved = step(state, Kind.TAKEN)
    assert (moved.state, moved.due_at) == (State.SENT, NOW + SILENCE)


@pytest.mark.parametrize("state", list(State))
def test_a_message_on_the_phone_is_delivered_whatever_we_thought(state):
    moved = step(state, Kind.DELIVERED, attempts=2)
    if state is State.DELIVERED:
        assert moved is None
    else:
        assert (moved.state, moved.due_at) == (State.DELIVERED, None)


@pytest.mark.parametrize("kind", [Kind.LOST, Kind.REJECTED, Kind.REFUSED])
def test_bad_news_of_an_earlier_attempt_changes_nothing(kind):
    for state in State:
        assert step(state, kind, attempt=1, attempts=2) is None


def test_bad_news_of_the_newest_attempt_ends_it_or_lets_it_wait():
    assert step(State.SENT, Kind.LOST).state is State.FAILED
    assert step(State.NO_RECEIPT, Kind.LOST).state is State.FAILED
    assert step(State.SENT, Kind.REJECTED).state is State.FAILED
    waiting = step(State.SENT, Kind.REFUSED)
    assert (waiting.state, waiting.refusals) == (State.RETRY_WAIT, 1)
    assert waiting.due_at > NOW


def test_the_carriers_refusals_count_to_the_limit_too():
    tried = standing(State.SENT, refusals=POLICIES[MessageClass.TICKET].refusals - 1)
    assert after(tried, heard(Kind.REFUSED), now=NOW, jitter=0.5).state is State.DEAD


@pytest.mark.parametrize(
    "order", [*permutations((Kind.TAKEN, Kind.DELIVERED)), *permutations((Kind.TAKEN, Kind.LOST))]
)
def test_the_order_of_receipts_does_not_matter(order):
    message, before = standing(State.DISPATCHING), ()
    for kind in (*order, *order):  # and each comes twice
        moved = after(message, heard(kind, before=before), now=NOW, jitter=0.5)
        message = taken(message, moved) if moved else message
        before = (*before, kind)
    assert message.state is (State.DELIVERED if Kind.DELIVERED in order else State.FAILED)


def test_a_late_yes_does_not_bring_back_what_the_carrier_lost():
    assert step(State.RETRY_WAIT, Kind.TAKEN, before=(Kind.REFUSED,)) is None


def test_after_three_days_of_silence_no_receipt_is_what_is_true():
    moved = when_due(
        standing(State.SENT), now=NOW + SILENCE, lease=timedelta(seconds=1), idempotent=False
    )
    assert (moved.state, moved.due_at) == (State.NO_RECEIPT, None)
