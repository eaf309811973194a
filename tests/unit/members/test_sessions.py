"""What a refresh token that comes again means."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from services.members.sessions.rules import (
    Verdict,
    ends_at,
    fingerprint,
    first_token,
    judge,
    successor,
)

NOW = datetime(2026, 4, 25, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds_ago", "successor_used", "verdict"),
    [
        (None, False, Verdict.FRESH),
        (0, False, Verdict.REPEATED),
        (10, False, Verdict.REPEATED),
        (10.001, False, Verdict.STOLEN),
        (0, True, Verdict.STOLEN),
        (3600, False, Verdict.STOLEN),
    ],
)
def test_verdicts(seconds_ago, successor_used, verdict):
    used_at = None if seconds_ago is None else NOW - timedelta(seconds=seconds_ago)
    assert judge(used_at=used_at, successor_used=successor_used, now=NOW) is verdict


def test_tokens_follow_from_each_other_only_with_the_key():
    def sign(key):
        return lambda text: hmac.digest(key, text.encode(), hashlib.sha256)

    token = first_token()
    assert token != first_token()
    assert successor(token, sign(b"a")) == successor(token, sign(b"a"))
    assert successor(token, sign(b"a")) != successor(token, sign(b"b"))
    assert len(successor(token, sign(b"a"))) == len(token) == 43


def test_a_fingerprint_does_not_show_the_token():
    token = first_token()
    assert token not in fingerprint(token)
    assert fingerprint(token) == hashlib.sha256(token.encode()).hexdigest()


def test_members_stay_for_weeks_and_offices_for_a_working_day():
    assert ends_at("member", now=NOW) == NOW + timedelta(days=30)
    assert ends_at("staff", now=NOW) == ends_at("provider", now=NOW) == NOW + timedelta(hours=12)
