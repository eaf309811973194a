"""Giving back, waiting and saying yes by SMS."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.clock import rfc3339
from services.notify.channels.rules import size
from tests.component.notify.sms import PHONE, SmsHouse

CARD, OTHER_CARD = "1235100000010426", "1235100000020555"
NEIGHBOUR = "13800000002"


@pytest.fixture
def house(component) -> SmsHouse:
    return SmsHouse(component)


@pytest.fixture
def release(house):
    """One place at an event in three days, to be given back until a day before."""
    starts = house.clock.now() + timedelta(days=3)
    return house.release(
        stock=1,
        event_starts_at=rfc3339(starts),
        return_until=rfc3339(starts - timedelta(days=1)),
    )


def news(house) -> str:
    """Let the notices of what has happened be sent; the newest text."""
    house.tick("serve_waiting_lists")
    house.hear_tickets()
    house.notify.tick("send_regular")
    return house.texts()[0]


def test_a_ticket_is_given_back_after_a_yes(house, release):
    member = house.card(CARD)
    house.say(f"QP {release['code']}")
    question = house.say(f"退票{release['code']}")
    assert "回复Y" in question
    assert size(question).parts == 1
    (ticket,) = house.tickets_of(member)
    assert ticket["state"] == "valid"
    assert house.say("y") == ""  # told by tickets.ticket_returned.v1
    (ticket,) = house.tickets_of(member)
    assert ticket["state"] == "cancelled"
    assert house.rows()[-1].outcome == "returned"
    assert "抢票发" in house.say("Y")  # there is nothing to say yes to any more
    assert "没有儿童剧《小马过河》的有效票" in house.say(f"TP {release['code']}")


@pytest.mark.parametrize("between", ["BZ", ""])
def test_without_a_yes_in_time_nothing_is_given_back(house, release, between):
    member = house.card(CARD)
    house.say(f"QP {release['code']}")
    house.say(f"TP {release['code']}")
    if between:
        house.say(between)
    else:
        house.clock.advance(timedelta(minutes=10))
    house.say("Y")
    (ticket,) = house.tickets_of(member)
    assert ticket["state"] == "valid"


def test_what_cannot_be_given_back_is_said(house, release):
    house.card(CARD)
    assert "请在TP后写上6位场次码" in house.say("TP")
    assert "没有场次码为000000的场次" in house.say("TP 000000")
    house.say(f"QP {release['code']}")
    house.clock.advance(timedelta(days=2))
    house.say(f"TP {release['code']}")
    assert "退票时间已过" in house.say("Y")
    fixed = house.release()
    house.say(f"QP {fixed['code']}")
    house.say(f"TP {fixed['code']}")
    assert "不能退" in house.say("Y")


def test_a_shared_number_says_whose_ticket_and_is_asked_once_more(house, release):
    first, second = house.card(CARD), house.card(OTHER_CARD)
    house.say(f"QP {release['code']} 0555")
    assert "张会员卡" in house.say(f"TP {release['code']}")
    assert "回复Y" in house.say("0555")
    assert house.say("Y") == ""
    assert house.tickets_of(second)[0]["state"] == "cancelled"
    assert house.tickets_of(first) == []


def test_waiting_and_saying_yes(house, release):
    member = house.card(CARD)
    house.card(OTHER_CARD, NEIGHBOUR)
    house.say(f"QP {release['code']}", phone=NEIGHBOUR)
    waits = house.say(f"HB {release['code']}")
    assert "已登记儿童剧《小马过河》候补" in waits
    assert "已在儿童剧《小马过河》的候补名单上" in house.say(f"候补 {release['code']}")
    assert "没有为您保留的名额" in house.say(f"YP {release['code']}")
    house.say(f"TP {release['code']}", phone=NEIGHBOUR)
    house.say("Y", phone=NEIGHBOUR)
    offer = news(house)
    assert f"YP {release['code']}" in offer
    assert "候补到您了" in offer
    assert size(offer).parts == 1
    assert house.say(f"YP {release['code']}") == ""
    (ticket,) = house.tickets_of(member)
    assert ticket["state"] == "valid"
    assert "抢票成功" in news(house)


def test_an_answer_that_is_lost_makes_one_return(house, release):
    member = house.card(CARD)
    house.say(f"QP {release['code']}")
    house.say(f"TP {release['code']}")
    house.office.away = True
    assert house.say("Y") == ""
    house.office.away = False
    house.clock.advance(timedelta(seconds=2))
    house.handle()
    assert house.tickets_of(member)[0]["state"] == "cancelled"
    assert PHONE not in str(house.messages())


def test_waiting_by_sms_reaches_the_places_reserved_for_sms(house):
    """The list serves whoever waits by SMS from the reserved part, and nobody else."""
    member_id = house.card(CARD)
    neighbour = house.card(OTHER_CARD, NEIGHBOUR)
    starts = house.clock.now() + timedelta(days=3)
    release = house.release(
        stock=1,
        allocations=[{"pool": "channel:sms", "places": 1}],
        event_starts_at=rfc3339(starts),
        return_until=rfc3339(starts - timedelta(days=1)),
    )
    house.say(f"QP {release['code']}", phone=NEIGHBOUR)
    house.say(f"HB {release['code']}")
    assert (len(house.tickets_of(neighbour)), house.tickets_of(member_id)) == (1, [])
    house.say(f"TP {release['code']}", phone=NEIGHBOUR)
    house.say("Y", phone=NEIGHBOUR)
    house.tick("serve_waiting_lists")
    house.say(f"YP {release['code']}")
    assert len(house.tickets_of(member_id)) == 1
    assert [claim["channel"] for claim in house.office.claims] == ["sms", "sms"]
