"""SMS that come twice, break off, or can never be handled: one claim, one answer, one end."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from services.notify.inbound.tables import InboundSms
from tests.component.notify.sms import PHONE, SmsHouse

CARD, OTHER_CARD = "1235100000010426", "1235100000020555"
UNKNOWN = "13900000009"


@pytest.fixture
def house(component) -> SmsHouse:
    return SmsHouse(component)


def test_an_sms_that_a_gateway_delivers_again_changes_nothing(house):
    member, release = house.card(CARD), house.release()
    assert house.arrive(f"QP {release['code']}", gateway_id="k-1") is False
    house.handle()
    house.clock.advance(timedelta(hours=1))
    assert house.arrive(f"QP {release['code']}", gateway_id="k-1") is True
    house.handle()
    assert len(house.office.claims) == 1
    assert len(house.tickets_of(member)) == 1
    assert len(house.rows()) == 1
    assert house.messages() == []


def test_an_sms_that_a_carrier_delivers_twice_is_one(house):
    house.card(CARD)
    assert house.arrive("CX", gateway_id="k-1") is False
    house.clock.advance(timedelta(seconds=20))
    assert house.arrive("CX", gateway_id="k-2", sender="+86" + PHONE) is True
    house.handle()
    assert len(house.texts()) == 1
    house.clock.advance(timedelta(seconds=20))
    assert house.arrive("CX") is False  # now it is a member who asks again


def test_the_same_text_after_another_one_is_a_new_one(house):
    house.card(CARD)
    assert [house.arrive(text) for text in ("1", "0", "1")] == [False, False, False]


def test_a_lost_answer_of_the_ticket_service_makes_no_second_claim(house):
    member, release = house.card(CARD), house.release()
    house.arrive(f"QP {release['code']}")
    house.office.deaf = True
    house.handle()
    assert house.rows()[0].due_at is not None
    house.office.deaf = False
    house.clock.advance(timedelta(seconds=2))
    house.handle()
    assert len({claim["key"] for claim in house.office.claims}) == 1
    assert len(house.office.claims) == 2
    assert house.rows()[0].outcome == "won"
    assert len(house.tickets_of(member)) == 1


def test_a_handler_that_dies_leaves_a_lease_and_no_second_claim(house):
    member, release = house.card(CARD), house.release()
    house.arrive(f"QP {release['code']}")

    class Killed(BaseException):
        pass

    inner = house.office.call

    def call(method, **payload):
        answer = inner(method, **payload)
        if method == "claim_batch":
            raise Killed
        return answer

    house.office.call = call
    with pytest.raises(Killed):
        house.notify.tick("handle_sms")
    house.office.call = inner
    house.handle()
    assert house.rows()[0].outcome == ""  # held by the lease
    house.clock.advance(timedelta(seconds=20))
    house.handle()
    assert house.rows()[0].outcome == "won"
    assert len(house.tickets_of(member)) == 1


@pytest.mark.parametrize("service", ["phones", "office"])
def test_while_others_are_away_an_sms_waits_and_in_the_end_is_told(house, service):
    house.card(CARD)
    getattr(house, service).away = True
    house.arrive("CX")
    house.handle()
    house.handle()
    assert (house.rows()[0].tries, house.texts()) == (1, [])
    house.clock.advance(timedelta(minutes=20))
    house.handle()
    (text,) = house.texts()
    assert "系统繁忙" in text
    assert house.rows()[0].outcome == "gave_up"
    assert house.rows()[0].due_at is None


def test_one_sms_that_breaks_its_handling_holds_nobody_up(house):
    phones = [f"1370000000{n}" for n in range(8)]
    for n, phone in enumerate(phones):
        house.card(f"12351{n:011d}", phone)
        house.arrive("CX", sender=phone)
    del house.phones.items[3]["union"]  # an answer against its own contract
    house.handle()
    assert [row.outcome for row in house.rows()] == ["told"] * 3 + [""] + ["told"] * 4
    house.clock.advance(timedelta(minutes=16))
    house.handle()
    assert house.rows()[3].outcome == "gave_up"
    assert len(house.texts(phones[3])) == 1


def test_an_sms_that_nobody_can_end_has_an_end(house):
    house.card(CARD)
    house.arrive("CX")
    house.office.away = True
    house.handle()
    assert house.rows()[0].tries == 1
    house.clock.advance(timedelta(minutes=61))
    house.handle()
    assert (house.rows()[0].outcome, house.rows()[0].due_at) == ("failed", None)


def test_a_number_sealed_with_another_secret_fails_and_holds_nobody_up(house):
    house.card(CARD)
    house.card(OTHER_CARD, UNKNOWN)
    house.arrive("CX")
    house.arrive("CX", sender=UNKNOWN)
    with house.notify.database.writing() as session:
        session.execute(
            sa.update(InboundSms).where(InboundSms.sequence == 1).values(number_sealed="x")
        )
        session.commit()
    house.handle()
    assert [row.outcome for row in house.rows()] == ["failed", "told"]
    assert len(house.texts(UNKNOWN)) == 1


def test_a_machine_is_never_answered(house):
    for sender in ("10086", "12351", "SERVICE"):
        house.arrive("您的余额不足", sender=sender)
    house.handle()
    assert {row.outcome for row in house.rows()} == {"no_mobile"}
    assert house.messages() == []


def test_sms_of_one_number_are_handled_in_their_order(house):
    house.card(CARD), house.card(OTHER_CARD)
    release = house.release()
    for text in (f"QP {release['code']}", "0426", f"QP {release['code']}", "0555"):
        house.arrive(text)
    house.handle()
    assert [row.outcome for row in house.rows()] == ["which_card", "won", "which_card", "won"]


def test_a_hundred_and_more_are_handled_in_the_order_of_coming(house):
    release = house.release(stock=30)
    phones = [f"137{n:08d}" for n in range(130)]
    for n, phone in enumerate(phones):
        house.card(f"12351{n:011d}", phone)
        house.arrive(f"QP {release['code']}", sender=phone)
    house.handle()
    assert [row.outcome for row in house.rows()] == ["won"] * 30 + ["sold_out"] * 100
