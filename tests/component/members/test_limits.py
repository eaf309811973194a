"""Who tries too often waits: per card, per phone, per address, per name."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from services.members.cards.rules import new_card_number
from services.members.cards.tables import Member
from services.members.errors import LogInRefused, TooManyTries
from services.members.limits.tables import RateLimit
from tests.component.members.conftest import at, demo_members

UNKNOWN = new_card_number(9_999_999_999)


def wait(hall, method, **payload):
    """How many seconds a refused caller has to wait."""
    with pytest.raises(TooManyTries) as caught:
        hall.call(method, **payload)
    return caught.value.facts["retry_after"]


def try_in(hall, *, address="10.0.0.1", **payload):
    with pytest.raises(LogInRefused):
        hall.call("log_in", caller=at(address), **payload)


@pytest.mark.parametrize("known", [True, False])
def test_codes_by_card(hall, known):
    hall = hall(demo_limits=False)
    card = hall.card() if known else UNKNOWN
    for number in range(5):
        hall.call("request_login_code", caller=at(f"10.0.0.{number}"), card_no=card)
    assert wait(hall, "request_login_code", caller=at("10.0.0.9"), card_no=card) == 720
    hall.later(seconds=719)
    assert wait(hall, "request_login_code", caller=at("10.0.0.9"), card_no=card) == 1
    hall.later(seconds=1)
    hall.call("request_login_code", caller=at("10.0.0.9"), card_no=card)


def test_codes_by_phone_are_kept_silently(hall):
    hall = hall(demo_limits=False)
    cards = [hall.card(0), hall.card(1)]
    share_a_phone(hall, *cards)
    for turn in range(8):
        hall.call("request_login_code", caller=at(f"10.0.1.{turn}"), card_no=cards[turn % 2])
    assert len(hall.events("members.login_code_issued.v1")) == 5
    # The last code that was sent is still good, though more were asked for since.
    last = hall.events("members.login_code_issued.v1")[-1]["data"]["sealed_code"]
    code = hall.security.personal.open(last, purpose="login-code")
    assert hall.call("log_in", card_no=cards[0], code=code)


def share_a_phone(hall, one, other):
    by_card = {m.card_no: m.id for m in demo_members()}
    with hall.component.database.writing() as session:
        first = session.get(Member, by_card[one])
        second = session.get(Member, by_card[other])
        second.phone_sealed, second.phone_index = first.phone_sealed, first.phone_index
        session.commit()


def test_codes_by_address(hall):
    hall = hall(demo_limits=False)
    for number in range(60):
        hall.call("request_login_code", caller=at("10.0.0.1"), card_no=new_card_number(number))
    assert wait(hall, "request_login_code", caller=at("10.0.0.1"), card_no=hall.card()) == 10
    hall.call("request_login_code", caller=at("10.0.0.2"), card_no=hall.card())


def test_log_ins_by_card_whatever_the_address(hall):
    hall = hall(demo_limits=False)
    for number in range(10):
        try_in(hall, address=f"10.0.0.{number}", card_no=hall.card(), code="000000")
    right = hall.code(hall.card())
    assert wait(hall, "log_in", caller=at("10.1.0.1"), card_no=hall.card(), code=right) == 90


def test_log_ins_by_address_count_for_members_and_staff_together(hall):
    hall = hall(demo_limits=False)
    for number in range(10):
        try_in(hall, card_no=new_card_number(number), code="000000")
        try_in(hall, username=f"name{number}", password="guess")
    assert wait(hall, "log_in", caller=at("10.0.0.1"), card_no=hall.card(), code="000000") == 3


def test_a_name_is_locked_out_at_one_address_and_open_at_another(hall):
    hall = hall(demo_limits=False)
    for _ in range(10):
        try_in(hall, username="federation", password="guess")
    right = {"username": "federation", "password": "unionhall-demo"}
    assert wait(hall, "log_in", caller=at("10.0.0.1"), **right) == 90
    assert hall.call("log_in", caller=at("10.0.0.2"), **right)
    hall.later(seconds=90)
    assert hall.call("log_in", caller=at("10.0.0.1"), **right)


def test_a_name_is_locked_out_everywhere_after_very_many_tries(hall):
    hall = hall(demo_limits=False, limits="log_ins_by_name=12/3600")
    for number in range(12):
        try_in(hall, address=f"10.0.{number}.1", username="federation", password="guess")
    wait(hall, "log_in", caller=at("10.9.9.9"), username="Federation", password="unionhall-demo")


def test_the_demonstration_takes_sixty_log_ins_a_minute_from_one_address(hall):
    hall = hall()
    for number in range(60):
        card = hall.card(number % 30, district=("chaoyang", "haidian")[number // 30])
        assert hall.log_in(card)
    assert wait(hall, "log_in", caller=at("10.0.0.1"), card_no=hall.card(), code="000000") == 1
    hall.later(minutes=1)
    for number in range(60):
        assert hall.log_in(hall.card(number % 30))


def test_a_refused_try_still_counts_for_the_limits_before_it(hall):
    hall = hall(demo_limits=False, limits="codes_by_card=1/3600, codes_by_address=3/3600")
    ask = {"caller": at("10.0.0.1"), "card_no": hall.card()}
    hall.call("request_login_code", **ask)
    assert wait(hall, "request_login_code", **ask) == 3600
    assert wait(hall, "request_login_code", **ask) == 3600
    assert wait(hall, "request_login_code", **ask) == 1200  # the address's limit speaks first


def test_limits_at_rest_are_forgotten(hall):
    hall = hall()
    hall.code(hall.card())
    hall.later(days=2)
    hall.component.tick("keep_house")
    with hall.component.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(RateLimit)) == 0
