"""Members log in with a card number and a code from their phone."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from chassis.errors import InvalidInput
from services.members.cards.rules import new_card_number
from services.members.errors import LogInRefused
from tests.component.members.conftest import CHAOYANG, UNION, at

UNKNOWN = new_card_number(9_999_999_999)


def refusal(hall, **payload):
    with pytest.raises(LogInRefused) as caught:
        hall.call("log_in", caller=at("10.0.0.1"), **payload)
    return str(caught.value), caught.value.details()


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_code_opens_a_session_of_that_member(hall):
    hall = hall()
    tokens = hall.log_in(hall.card())
    assert tokens["token_type"] == "Bearer"
    assert tokens["expires_in"] == 900
    me = hall.call("get_me", caller=hall.who(tokens))
    assert (me["kind"], me["district"], me["union"], me["roles"]) == (
        "member",
        "chaoyang",
        UNION,
        [],
    )


def test_a_card_number_may_be_typed_in_groups_and_in_full_width(hall):
    hall = hall()
    card, code = hall.card(), hall.code(hall.card())
    typed = " ".join(card[i : i + 4] for i in range(0, 16, 4)).translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    )
    assert hall.call("log_in", card_no=typed, code=code)["access_token"]


def test_the_event_holds_the_code_sealed_and_nothing_else_of_the_member(hall):
    hall = hall()
    code = hall.code(hall.card())
    (event,) = hall.events("members.login_code_issued.v1")
    text = str(event)
    member = next(m for m in hall.accounts["members"] if m["card_no"] == hall.card())
    assert code not in event["data"]["sealed_code"]
    assert not any(member[key] in text for key in ("phone", "card_no", "name"))


def test_a_code_works_once(hall):
    hall = hall()
    code = hall.code(hall.card())
    hall.call("log_in", card_no=hall.card(), code=code)
    refusal(hall, card_no=hall.card(), code=code)


def test_a_code_lives_five_minutes(hall):
    hall = hall()
    code = hall.code(hall.card())
    hall.later(minutes=5, seconds=-1)
    hall.call("log_in", card_no=hall.card(), code=code)
    code = hall.code(hall.card())
    hall.later(minutes=5)
    refusal(hall, card_no=hall.card(), code=code)


def test_five_wrong_tries_use_a_code_up(hall):
    hall = hall()
    code = hall.code(hall.card())
    for _ in range(4):
        refusal(hall, card_no=hall.card(), code=wrong(code))
    assert hall.call("log_in", card_no=hall.card(), code=code)
    code = hall.code(hall.card())
    for _ in range(5):
        refusal(hall, card_no=hall.card(), code=wrong(code))
    refusal(hall, card_no=hall.card(), code=code)


def test_only_the_newest_code_is_valid(hall):
    hall = hall()
    first, second = hall.code(hall.card()), hall.code(hall.card())
    if first != second:
        refusal(hall, card_no=hall.card(), code=first)
    assert hall.call("log_in", card_no=hall.card(), code=second)


def test_a_code_is_for_one_card(hall):
    hall = hall()
    code = hall.code(hall.card(0))
    other = hall.code(hall.card(1))
    if code != other:
        refusal(hall, card_no=hall.card(1), code=code)


def test_no_answer_tells_whether_a_card_exists(hall):
    hall = hall()
    known, unknown = hall.card(), UNKNOWN
    answers = [
        hall.call("request_login_code", caller=at("10.0.0.1"), card_no=card)
        for card in (known, unknown, "0000000000000001")
    ]
    assert answers == [{}, {}, {}]
    assert len(hall.events()) == 1
    code = hall.security.personal.open(
        hall.events()[0]["data"]["sealed_code"], purpose="login-code"
    )
    # Before a code, with a wrong one, and when tries are used up: the same words.
    for _ in range(7):
        assert refusal(hall, card_no=known, code=wrong(code)) == refusal(
            hall, card_no=unknown, code=wrong(code)
        )


def test_a_known_and_an_unknown_card_take_the_same_statements(hall):
    hall = hall()
    taken = []
    for card in (hall.card(), UNKNOWN):
        with statements(hall) as seen:
            hall.call("request_login_code", caller=at("10.0.0.1"), card_no=card)
            refusal(hall, card_no=card, code="000000")
        taken.append([statement for statement in seen if "outbox" not in statement])
    assert taken[0] == taken[1]
    assert len(taken[0]) > 6


@contextmanager
def statements(hall):
    """Collects what is sent to the database."""
    engine, seen = hall.component.database.engine, []

    def note(_connection, _cursor, statement, _parameters, _context, _many):
        seen.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def test_a_suspended_card_gets_no_code_and_no_session(hall):
    hall = hall()
    code = hall.code(hall.card())
    hall.call("suspend_card", caller=CHAOYANG, card_no=hall.card(), reason="遗失")
    assert refusal(hall, card_no=hall.card(), code=code) == refusal(
        hall, card_no=UNKNOWN, code=code
    )
    before = len(hall.events())
    assert hall.call("request_login_code", card_no=hall.card()) == {}
    assert len(hall.events()) == before


def test_the_database_holds_no_code_and_no_card_number_that_was_typed(hall):
    hall = hall()
    code = hall.code(hall.card())
    hall.call("request_login_code", caller=at("203.0.113.9"), card_no=UNKNOWN)
    dump = everything(hall, "login_codes", "rate_limits")
    for text in (code, hall.card(), UNKNOWN, "203.0.113.9"):
        assert text not in dump


def everything(hall, *tables):
    with hall.component.database.reading() as session:
        return "\n".join(
            str(tuple(row))
            for table in tables
            for row in session.execute(sa.text(f"SELECT * FROM {table}"))  # noqa: S608
        )


@pytest.mark.parametrize(
    ("payload", "fields"),
    [
        ({}, {"card_no", "code"}),
        ({"card_no": "1" * 16}, {"code"}),
        ({"username": "federation"}, {"password"}),
        ({"card_no": "1" * 16, "code": "123456", "username": "x"}, {"username"}),
        ({"card_no": "1" * 15, "code": "123456"}, {"card_no"}),
        ({"card_no": "1" * 16, "code": 123456}, {"code"}),
        ({"card_no": "1" * 16, "code": "12345"}, {"code"}),
        ({"card_no": "1" * 16, "code": "123456", "colour": "red"}, {"colour"}),
        ({"username": "x" * 61, "password": "y"}, {"username"}),
        ({"username": "x", "password": "y" * 129}, {"password"}),
    ],
)
def test_a_wrong_field_is_named(hall, payload, fields):
    with pytest.raises(InvalidInput) as caught:
        hall().call("log_in", **payload)
    assert {error.field for error in caught.value.errors} == fields
