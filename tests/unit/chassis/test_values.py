"""Small values: ids, times, envelopes, tokens, personal data, cursors, logs."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta, timezone

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis import log, paging
from chassis.clock import SettableClock, parse_rfc3339, rfc3339
from chassis.context import Caller, Role
from chassis.envelope import Event, MalformedEvent, seal, unseal
from chassis.errors import InvalidInput, Unauthenticated
from chassis.ids import short_code, uuid7
from chassis.personal import PersonalData, Unreadable, mask_phone
from chassis.tokens import LIFETIME, Tokens

NOW = datetime(2026, 4, 25, 2, 0, tzinfo=UTC)
SECRET = "a-secret-for-tests-of-at-least-32-characters"


def test_ids_are_version_7_and_sort_by_time():
    ids = [uuid7() for _ in range(50)]
    assert all(uuid.UUID(i).version == 7 and uuid.UUID(i).variant == uuid.RFC_4122 for i in ids)
    assert len(set(ids)) == 50
    assert [i[:13] for i in ids] == sorted(i[:13] for i in ids)


def test_short_codes_have_no_letters_that_look_like_digits():
    assert not set("".join(short_code() for _ in range(200))) & set("ILOU")


@given(st.datetimes(timezones=st.just(timezone(timedelta(hours=8)))))
def test_a_time_survives_its_text(moment):
    if moment.year > 1:
        assert parse_rfc3339(rfc3339(moment)) == moment


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        parse_rfc3339("2026-04-25T10:00:00")


def test_a_clock_moves_only_when_told():
    clock = SettableClock(NOW)
    clock.advance(timedelta(minutes=5))
    assert clock.now() == NOW + timedelta(minutes=5)


def test_an_envelope_is_a_cloud_event():
    event = Event("tickets.ticket_claimed.v1", "t1", {"a": 1})
    envelope = seal(event, at=NOW, correlation_id="c1", causation_id="x1")
    assert envelope["specversion"] == "1.0"
    assert envelope["source"] == "/tickets"
    received = unseal(envelope)
    assert (received.type, received.subject, received.data) == (event.type, "t1", {"a": 1})
    assert (received.time, received.correlation_id, received.causation_id) == (NOW, "c1", "x1")


@pytest.mark.parametrize("message", [None, "text", [], {}, {"id": "1", "type": "t", "time": "x"}])
def test_what_is_no_envelope_is_refused(message):
    with pytest.raises(MalformedEvent):
        unseal(message)


def test_a_token_stands_for_its_caller_until_it_ends():
    tokens = Tokens(SECRET)
    caller = Caller(kind="staff", id="s1", roles=(Role("venue", "chaoyang"),), session_id="x")
    token = tokens.issue(caller, now=NOW)
    assert tokens.verify(token, now=NOW)[0] == caller
    with pytest.raises(Unauthenticated, match="expired"):
        tokens.verify(token, now=NOW + LIFETIME)


def test_a_token_tells_of_a_member_what_releases_may_ask():
    tokens = Tokens(SECRET)
    caller = Caller(kind="member", id="m1", birth_year=1980, audiences=("deaf", "volunteer"))
    verified, _ = tokens.verify(tokens.issue(caller, now=NOW), now=NOW)
    assert verified == caller
    assert Caller.from_json(caller.to_json()) == caller


def test_a_foreign_or_changed_token_is_refused():
    tokens = Tokens(SECRET)
    token = tokens.issue(Caller(kind="member", id="m1"), now=NOW)
    unsigned = jwt.encode({"sub": "m1", "iss": "unionhall", "exp": 9e9}, "", algorithm="none")
    head, body, signature = token.split(".")
    for wrong in (
        "",
        "a.b.c",
        unsigned,
        f"{head}.{body}.{signature[::-1]}",
        f"{head}.{body}x.{signature}",
    ):
        with pytest.raises(Unauthenticated):
            tokens.verify(wrong, now=NOW)
    with pytest.raises(Unauthenticated):
        Tokens(SECRET + "2").verify(token, now=NOW)


@pytest.mark.parametrize(
    ("algorithm", "headers", "changes"),
    [
        ("HS512", {}, {}),
        ("HS256", {"typ": "other"}, {}),
        ("HS256", {"crit": ["exp"]}, {}),
        ("HS256", {}, {"iss": "somebody else"}),
        ("HS256", {}, {"exp": None}),
        ("HS256", {}, {"roles": [["venue"]]}),
        ("HS256", {}, {"kind": None, "sub": None, "exp": "soon"}),
    ],
)
def test_a_token_signed_with_our_secret_must_still_be_one_that_we_issue(
    algorithm, headers, changes
):
    tokens = Tokens(SECRET)
    token = tokens.issue(Caller(kind="member", id="m1"), now=NOW)
    claims = jwt.decode(token, options={"verify_signature": False}) | changes
    same = jwt.encode(claims, SECRET, algorithm=algorithm, headers=headers)
    with pytest.raises(Unauthenticated):
        tokens.verify(same, now=NOW)


@given(st.text())
def test_what_is_sealed_opens_again_for_its_purpose_only(text):
    personal = PersonalData(SECRET)
    sealed = personal.seal(text, purpose="phone")
    assert personal.open(sealed, purpose="phone") == text
    with pytest.raises(Unreadable):
        personal.open(sealed, purpose="name")
    with pytest.raises(Unreadable):
        PersonalData(SECRET + "2").open(sealed, purpose="phone")


def test_an_index_finds_the_same_text_and_tells_nothing():
    personal = PersonalData(SECRET)
    assert personal.index("138", purpose="phone") == personal.index("138", purpose="phone")
    assert personal.index("138", purpose="phone") != personal.index("138", purpose="card")
    assert PersonalData(SECRET + "2").index("138", purpose="phone") != personal.index(
        "138", purpose="phone"
    )


@pytest.mark.parametrize(
    ("number", "masked"), [("13812345678", "138****5678"), ("12351", "***51"), ("", "")]
)
def test_phones_are_masked(number, masked):
    assert mask_phone(number) == masked


def test_no_log_entry_holds_a_whole_mobile_number():
    entry = log.mask_phones(None, "info", {"event": "to 13812345678 and 1381234567890", "n": 5})
    assert entry == {"event": "to 138****5678 and 1381234567890", "n": 5}


@given(st.lists(st.one_of(st.text(), st.integers(-(2**60), 2**60)), min_size=1, max_size=3))
def test_a_cursor_survives_its_text(values):
    assert paging.decode(paging.encode(values), length=len(values)) == values


@pytest.mark.parametrize("cursor", ["%%%", "e30", "W10", "WzEuNV0", "bm90IGpzb24", "好"])
def test_a_foreign_cursor_is_refused(cursor):
    with pytest.raises(InvalidInput):
        paging.decode(cursor, length=1)


def test_a_page_has_a_cursor_only_if_there_is_more():
    assert paging.page([1, 2], limit=2, key=lambda n: [n])["next_cursor"] is None
    cut = paging.page([1, 2, 3], limit=2, key=lambda n: [n])
    assert cut["items"] == [1, 2]
    assert paging.decode(cut["next_cursor"], length=1) == [2]
