"""SMS as a front end: stored once, answered once, and claimed as on the web."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from chassis.clock import rfc3339
from chassis.context import ANONYMOUS, SYSTEM, Caller
from chassis.errors import Forbidden, NotFound, Unauthenticated
from services.notify.channels.rules import size
from services.notify.inbound.tables import InboundSms, SmsNumber
from services.notify.messages.tables import Attempt, Message
from services.notify.service import Notify
from tests.component.notify.sms import PHONE, SmsHouse
from tests.support.component import settings

CARD, OTHER_CARD = "1235100000010426", "1235100000020555"
UNKNOWN = "13900000009"


@pytest.fixture
def house(component) -> SmsHouse:
    return SmsHouse(component)


def test_a_claim_by_sms_wins_a_ticket_and_the_ticket_is_the_answer(house):
    member, release = house.card(CARD), house.release()
    assert house.say(f"抢票 {release['code']}") == ""  # told by tickets.ticket_claimed.v1
    (ticket,) = house.tickets_of(member)
    assert ticket["release_id"] == release["id"]
    (row,) = house.rows()
    assert (row.verb, row.outcome, row.member_id) == ("claim", "won", member)
    assert "已有儿童剧《小马过河》的票" in house.say(f"qp{release['code'].lower()}")
    assert len(house.tickets_of(member)) == 1


def test_the_outcomes_of_the_web_are_answered(house):
    house.card(CARD)
    member_elsewhere = "13800000002"
    house.card(OTHER_CARD, member_elsewhere, union="haidian/x/u1")
    later = rfc3339(house.clock.now() + timedelta(hours=3))
    code = house.release(opens_at=later)["code"]
    assert "还没开抢，4月25日12:00开始" in house.say(f"QP {code}")
    release = house.release(stock=1)
    assert "不对您所在的区开放" in house.say(f"QP {release['code']}", phone=member_elsewhere)
    third = "13800000003"
    house.card("1235100000030777", third)
    assert house.say(f"QP {release['code']}", phone=third) == ""
    assert "已抢完" in house.say(f"QP {release['code']}")
    house.clock.advance(timedelta(days=2))
    assert "已结束抢票" in house.say(f"BM {release['code']}")
    assert "没有场次码为000000的场次" in house.say("QP 000000")
    assert "请在QP后写上6位场次码" in house.say("QP")


def test_places_for_who_asks_by_sms_and_rules_that_hold_for_them(house):
    member = house.card(CARD, birth_year=1980, audiences=["volunteer"])
    house.card(OTHER_CARD, UNKNOWN, birth_year=1950, audiences=["deaf"])
    share = {"pool": "channel:sms", "places": 1}
    asks = {"ages": {"least": 18, "most": 60}, "audiences": ["volunteer"]}
    release = house.release(stock=1, allocations=[share], eligibility=asks)
    assert "有其他要求" in house.say(f"QP {release['code']}", phone=UNKNOWN)
    assert house.say(f"QP {release['code']}") == ""
    assert len(house.tickets_of(member)) == 1
    family = house.release(eligibility={"least_companions": 1, "most_companions": 2})
    assert "须选同行人" in house.say(f"QP {family['code']}")


def test_a_suspended_card_does_nothing(house):
    house.card(CARD, card_state="suspended")
    release = house.release()
    for text in (f"QP {release['code']}", "CX"):
        assert "会员卡已停用" in house.say(text)
    assert house.office.claims == []


def test_a_shared_number_is_asked_which_card(house):
    first, second = house.card(CARD), house.card(OTHER_CARD)
    release = house.release()
    assert "这个号码有2张会员卡" in house.say(f"QP {release['code']}")
    assert house.office.claims == []
    assert "这个号码有2张会员卡" in house.say("9999")  # no card ends like this
    assert house.say("0555") == ""
    assert [len(house.tickets_of(member)) for member in (first, second)] == [0, 1]
    # What was asked is answered; the digits alone mean nothing any more.
    assert "抢票发" in house.say("0426")
    assert len(house.tickets_of(first)) == 0
    assert house.say(f"QP {release['code']} 0426") == ""  # or both at once
    assert len(house.tickets_of(first)) == 1


def test_the_question_which_card_is_forgotten(house):
    house.card(CARD), house.card(OTHER_CARD)
    release = house.release()
    house.say(f"QP {release['code']}")
    house.clock.advance(timedelta(minutes=10))
    assert "抢票发" in house.say("0555")
    house.say(f"QP {release['code']}")
    house.say("BZ")  # another command instead of the answer
    assert house.say("0555") == ""  # help was sent a moment ago
    assert house.office.claims == []


def test_an_unknown_number_gets_help_and_nothing_else(house):
    release = house.release()
    assert "抢票发" in house.say(f"QP {release['code']}", phone=UNKNOWN)
    for text in ("CX", "TD", "1234", "什么"):
        assert house.say(text, phone=UNKNOWN) == ""
    assert house.office.claims == []
    house.clock.advance(timedelta(minutes=10))
    assert "抢票发" in house.say("CX", phone=UNKNOWN)


def test_unreadable_texts_get_help_once_in_ten_minutes(house):
    house.card(CARD)
    house.card(OTHER_CARD, UNKNOWN)
    assert "抢票发" in house.say("在吗")
    assert house.say("有人吗") == ""
    assert "抢票发" in house.say("在吗", phone=UNKNOWN)  # counted by number
    assert "抢票发" in house.say("BZ")  # asked for
    house.clock.advance(timedelta(minutes=8))
    assert "抢票发" in house.say("???")


def test_an_overview_in_one_part(house):
    house.card(CARD)
    assert "您还没有票，现在也没有可抢的场次" in house.say("查询")
    first = house.release(title="五一亲子恐龙岛乐园半日游")
    house.say(f"QP {first['code']}")
    others = [house.release(title="室内攀岩亲子专场体验课") for _ in range(3)]
    text = house.say("cx")
    (ticket,) = house.tickets_of(house.phones.items[0]["member_id"])
    assert f"五一亲子恐… {ticket['short_code']}" in text
    assert sum(release["code"] in text for release in others) == 2
    assert first["code"] not in text
    assert size(text).parts == 1


def test_out_and_back_in(house):
    house.card(CARD)
    release = house.release()
    assert "已退订" in house.say("td")
    house.say(f"QP {release['code']}")
    house.hear_tickets()
    house.notify.tick("send_regular")
    before = house.texts()
    assert "抢票成功" not in before[0]  # a notice, which this number wants no more
    assert "已恢复" in house.say("HF")  # what it asks for is answered
    other = house.release(title="儿童剧")
    house.say(f"QP {other['code']}")
    house.hear_tickets()
    house.notify.tick("send_regular")
    assert "抢票成功：儿童剧" in house.texts()[0]


def test_what_an_answer_costs_is_counted_as_it_is_sent(house):
    house.card(CARD)
    for text in ("CX", "BZ", "TD", "HB", "QP", "QP 000000"):
        house.say(text)
    with house.notify.database.reading() as session:
        attempts = session.execute(
            sa.select(Attempt.parts).order_by(Attempt.message_id, Attempt.number)
        ).scalars()
        assert list(attempts) == [row.parts for row in house.rows()] == [1] * 6


def test_a_number_lies_sealed_and_is_forgotten_in_time(house):
    house.card(CARD)
    house.say("CX")
    with house.notify.database.reading() as session:
        for table in (InboundSms, SmsNumber, Message):
            rows = session.execute(sa.select(table.__table__)).all()
            assert rows
            assert PHONE not in str(rows)
    house.clock.advance(timedelta(days=89))
    house.notify.tick("forget_old")
    assert len(house.rows()) == 1
    house.clock.advance(timedelta(days=2))
    house.notify.tick("forget_old")
    assert house.rows() == []


@pytest.mark.parametrize(
    ("caller", "error"),
    [(ANONYMOUS, Unauthenticated), (Caller(kind="member", id="m"), Forbidden)],
)
def test_only_the_house_itself_hands_sms_over(house, caller, error):
    with pytest.raises(error):
        house.notify.call("receive_sms", caller=caller, sender=PHONE, text="CX")
    assert house.rows() == []


def test_the_demonstrations_phone_goes_the_same_way(house, component):
    house.card(CARD)
    house.notify.call("send_from_demo_phone", number=PHONE, text="ＢＺ")
    house.handle()
    shown = house.notify.call("demo_phone", number=PHONE)
    assert [sms["text"] for sms in shown["sent"]] == ["ＢＺ"]
    assert "抢票发" in shown["messages"][0]["text"]
    real = component(Notify, dependencies={"settings": settings(DEMO="false")})
    with pytest.raises(NotFound):
        real.call("send_from_demo_phone", caller=SYSTEM, number=PHONE, text="BZ")
