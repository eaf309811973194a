"""What counts as heard, who has to be phoned and why, and when that is looked at."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from services.notify.messages.rules import State
from services.notify.reconciliation import rules
from services.notify.reconciliation.rules import Outcome, Reason, Standing, Told, find, first_look
from services.notify.schemas import reconciliation as schemas

UNREAD = Told(channel="inbox", state=State.DELIVERED)


def sms(state: State, reason: str = "") -> Told:
    return Told(channel="sms", state=state, reason=reason)


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "look"),
    [
        ("2026-04-25T10:00", "2026-04-26T08:00"),
        ("2026-04-25T21:59", "2026-04-26T08:00"),
        ("2026-04-25T22:00", "2026-04-26T08:00"),  # ten hours to the minute
        ("2026-04-25T22:01", "2026-04-27T08:00"),
        ("2026-12-31T10:00", "2027-01-01T08:00"),
    ],
)
def test_a_look_is_in_the_morning_when_messages_have_had_their_time(now, look):
    assert first_look(now=shanghai(now), ends_at=None) == shanghai(look)


def test_what_ends_before_is_looked_at_while_a_call_still_helps():
    now = shanghai("2026-04-25T10:00")
    assert first_look(now=now, ends_at=now + timedelta(hours=2)) == now + timedelta(hours=1)
    assert first_look(now=now, ends_at=now + timedelta(days=9)) == shanghai("2026-04-26T08:00")
    assert first_look(now=now, ends_at=now - timedelta(hours=1)) == now  # heard of too late


@pytest.mark.parametrize(
    "messages",
    [
        [UNREAD, sms(State.DELIVERED)],
        [Told(channel="inbox", state=State.DELIVERED, read=True), sms(State.DEAD)],
    ],
)
def test_a_receipt_or_a_reader_shows_that_it_was_heard(messages):
    assert find(messages, ended=False, answered=False).standing is Standing.REACHED


@pytest.mark.parametrize(
    ("messages", "reason"),
    [
        ([], Reason.NOT_MADE),
        ([UNREAD], Reason.NOT_MADE),
        ([UNREAD, sms(State.SUPPRESSED, "no number")], Reason.NO_NUMBER),
        ([UNREAD, sms(State.SUPPRESSED, "not wanted")], Reason.NOT_WANTED),
        ([UNREAD, sms(State.SUPPRESSED, "opted out")], Reason.OPTED_OUT),
        *(([UNREAD, sms(s)], Reason.NOT_SENT) for s in (State.DEAD, State.FAILED, State.EXPIRED)),
        *(
            ([UNREAD, sms(s)], Reason.UNCONFIRMED)
            for s in (State.SENT, State.NO_RECEIPT, State.UNCERTAIN, State.RETRY_WAIT)
        ),
    ],
)
def test_an_unread_inbox_and_a_provider_that_took_it_are_no_proof(messages, reason):
    finding = find(messages, ended=False, answered=False)
    assert (finding.standing, finding.reason) == (Standing.LISTED, reason)


def test_nobody_is_phoned_about_what_is_over_or_was_acted_on():
    assert find([UNREAD], ended=True, answered=False).standing is Standing.ENDED
    assert find([UNREAD], ended=True, answered=True).standing is Standing.TAKEN


def test_a_day_is_shanghais():
    begins, ends = rules.day_of(date(2026, 4, 25))
    assert (begins, ends - begins) == (shanghai("2026-04-25T00:00"), timedelta(days=1))


def test_the_contract_names_what_the_rules_name():
    assert set(schemas.REASONS) == set(Reason)
    assert set(schemas.OUTCOMES) == set(Outcome)
