"""When phones stay silent, and for what."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from chassis.errors import ConfigurationError
from services.notify.messages.classes import MessageClass
from services.notify.messages.quiet import NEVER, QuietHours, configured
from services.notify.messages.rules import Standing, State, when_due

NIGHT = QuietHours(time(22), time(7))


AT_ANY_HOUR = (MessageClass.LOGIN_CODE, MessageClass.OFFICE, MessageClass.REPLY)


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-04-25T21:59:59.999999", None),
        ("2026-04-25T22:00", "2026-04-26T07:00"),
        ("2026-04-25T23:59", "2026-04-26T07:00"),
        ("2026-04-26T00:00", "2026-04-26T07:00"),
        ("2026-04-26T06:59:59.999999", "2026-04-26T07:00"),
        ("2026-04-26T07:00", None),
        ("2026-04-26T12:00", None),
    ],
)
def test_the_night_lasts_from_ten_to_seven(now, morning):
    assert NIGHT.until(shanghai(now)) == (shanghai(morning) if morning else None)


def test_hours_within_one_day_and_no_hours_at_all():
    noon = QuietHours(time(12), time(13, 30))
    assert noon.until(shanghai("2026-04-25T12:10")) == shanghai("2026-04-25T13:30")
    assert noon.until(shanghai("2026-04-25T14:00")) is None
    assert NEVER.until(shanghai("2026-04-25T00:00")) is None


@pytest.mark.parametrize(
    ("value", "demo", "expected"),
    [
        ("", False, NIGHT),
        ("", True, NEVER),
        ("none", False, NEVER),
        ("21:30-06:15", True, QuietHours(time(21, 30), time(6, 15))),
    ],
)
def test_an_installation_sets_its_hours(value, demo, expected):
    assert configured({"QUIET_HOURS": value}, demo=demo) == expected


@pytest.mark.parametrize("value", ["22-7", "25:00-07:00", "22:00 07:00", "never"])
def test_hours_that_are_none_end_the_start(value):
    with pytest.raises(ConfigurationError, match="QUIET_HOURS"):
        configured({"QUIET_HOURS": value}, demo=False)


def step(state: State, message_class: MessageClass, now: datetime, **changes):
    values = {"expires_at": now + timedelta(days=1), "attempts": 1} | changes
    standing = Standing(state=state, message_class=message_class, **values)
    lease = timedelta(seconds=9)
    return when_due(standing, now=now, lease=lease, idempotent=False, quiet=NIGHT)


EVENING, MORNING = shanghai("2026-04-25T23:00"), shanghai("2026-04-26T07:00")


@pytest.mark.parametrize("state", [State.CREATED, State.RETRY_WAIT, State.DEFERRED])
@pytest.mark.parametrize("kind", [k for k in MessageClass if k not in AT_ANY_HOUR])
def test_at_night_a_message_waits_for_the_morning(state, kind):
    waits = step(state, kind, EVENING)
    assert (waits.state, waits.due_at) == (State.DEFERRED, MORNING)
    assert step(State.DEFERRED, kind, MORNING).state is State.DISPATCHING


@pytest.mark.parametrize("kind", AT_ANY_HOUR)
def test_a_login_code_comes_at_any_hour_and_so_does_what_an_office_chose(kind):
    assert step(State.CREATED, kind, EVENING).state is State.DISPATCHING


def test_a_doubt_stays_a_doubt_overnight():
    waits = step(State.UNCERTAIN, MessageClass.TICKET, EVENING, unanswered=1)
    assert (waits.state, waits.due_at) == (State.UNCERTAIN, MORNING)


def test_what_is_over_by_morning_is_not_sent_then():
    ended = step(State.DEFERRED, MessageClass.TICKET, MORNING, expires_at=MORNING)
    assert ended.state is State.EXPIRED
