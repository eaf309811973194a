"""Receipts from the gateway's request to the message's true state."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from chassis.errors import ConfigurationError, InvalidInput
from chassis.ids import uuid7
from services.notify.channels.selection import Channels
from services.notify.errors import NotTheGateway
from services.notify.receipts.tables import SmsReceipt
from tests.component.notify.conftest import House
from tests.support.component import settings

TOKEN = "a-token-for-tests-only"
DOOR = {"SMS_RECEIPT_URL": "http://gateway:8000/v1/sms/receipts", "SMS_RECEIPT_TOKEN": TOKEN}


@pytest.fixture
def receipt_house(component, gateway) -> House:
    """Notify that asks its SMS gateway for receipts, with one ticket to tell about."""
    house = House(component, **gateway.environ, **DOOR)
    house.notify.deliver(house.ticket(house.member()))
    return house


def receipt(house: House, status: int, **changes: object) -> None:
    values = {"token": TOKEN, "message_id": house.sms().id, "attempt": 1, "status": status}
    assert house.notify.call("receive_receipt", **(values | changes)) == {}


def receipts(house: House) -> list[SmsReceipt]:
    with house.notify.database.reading() as session:
        return list(session.scalars(sa.select(SmsReceipt).order_by(SmsReceipt.kind.desc())))


def test_kannel_is_asked_for_receipts_of_this_attempt(receipt_house, gateway):
    receipt_house.send()
    (request,) = gateway.requests
    assert request["dlr-mask"] == "27"
    address = urlsplit(request["dlr-url"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == DOOR["SMS_RECEIPT_URL"]
    for filled_by_kannel in ("status=%d", "carrier_id=%F", "reply=%A"):
        assert filled_by_kannel in address.query
    ours = {key: value for key, (value,) in parse_qs(address.query.partition("&status")[0]).items()}
    assert ours == {"token": TOKEN, "message_id": receipt_house.sms().id, "attempt": "1"}


def test_a_message_is_sent_and_then_delivered(receipt_house):
    house = receipt_house
    house.send()
    assert house.sms().state == "sent"
    receipt(house, 8, carrier_id="abc-1", reply="ACK/")
    receipt(house, 1, reply="id:1 stat:DELIVRD err:000 text:\ufffd票码")
    receipt(house, 1)
    house.notify.tick("match_receipts")
    assert (house.sms().state, house.sms().due_at) == ("delivered", None)
    assert [(r.kind, r.detail, r.carrier_id) for r in receipts(house)] == [
        ("taken", "", "abc-1"),
        ("delivered", "DELIVRD 000", ""),
    ]
    assert all(r.matched_at for r in receipts(house))


def test_a_receipt_that_comes_before_the_answer_is_not_undone_by_it(receipt_house):
    house = receipt_house

    def the_receipt_overtakes():
        receipt(house, 1)
        house.notify.tick("match_receipts")
        assert house.sms().state == "delivered"

    house.members.asked = the_receipt_overtakes
    house.send()
    assert house.sms().state == "delivered"
    assert [(a.outcome, a.detail, a.parts) for a in house.attempts()] == [("accepted", "", 1)]


def test_a_receipt_ends_the_attempt_of_a_sender_that_died(receipt_house):
    house = receipt_house

    def dies():
        raise KeyboardInterrupt

    house.members.asked = dies
    with pytest.raises(KeyboardInterrupt):
        house.send()
    assert [(a.outcome, a.ended_at) for a in house.attempts()] == [(None, None)]
    receipt(house, 1)
    house.notify.tick("match_receipts")
    assert house.sms().state == "delivered"
    assert [(a.outcome, a.detail) for a in house.attempts()] == [("accepted", "by receipt")]


def test_a_receipt_settles_a_doubt_and_nothing_goes_out_twice(receipt_house, gateway):
    house = receipt_house
    gateway.behaviour = "vanish"
    house.send()
    assert house.sms().state == "uncertain"
    receipt(house, 8)
    house.notify.tick("match_receipts")
    assert house.sms().state == "sent"
    assert [(a.outcome, a.detail) for a in house.attempts()] == [("accepted", "by receipt")]
    house.clock.advance(timedelta(hours=1))
    house.send()
    assert len(gateway.requests) == 1


def test_throttling_sends_it_again_and_a_wrong_number_does_not(receipt_house, gateway):
    house = receipt_house
    house.send()
    receipt(house, 16, reply="NACK/Retries Exceeded")
    house.notify.tick("match_receipts")
    assert (house.sms().state, house.sms().refusals) == ("retry_wait", 1)
    house.send_when_due()
    assert len(gateway.requests) == 2
    receipt(house, 16, attempt=2, reply="NACK/0x0000000b/Invalid Destination")
    house.notify.tick("match_receipts")
    assert (house.sms().state, house.sms().reason) == ("failed", "NACK 0x0000000b")


def test_a_message_nobody_speaks_of_has_no_receipt_after_three_days(receipt_house, gateway):
    house = receipt_house
    house.send()
    assert house.sms().due_at == house.clock.now() + timedelta(hours=72)
    house.send_when_due()
    assert (house.sms().state, house.sms().due_at) == ("no_receipt", None)
    assert len(gateway.requests) == 1
    receipt(house, 1)
    house.notify.tick("match_receipts")
    assert house.sms().state == "delivered"


def test_a_receipt_of_an_unknown_message_waits_for_it_and_then_goes(receipt_house):
    house = receipt_house
    known_later = uuid7()
    receipt(house, 1, message_id=known_later)
    house.notify.tick("match_receipts")
    assert [r.matched_at for r in receipts(house)] == [None]
    with house.notify.store.work() as work:
        work.session.execute(
            sa.text("UPDATE messages SET id = :id WHERE channel = 'sms'"),
            {"id": known_later.replace("-", "")},
        )
    house.notify.tick("match_receipts")
    assert house.sms().state == "delivered"
    receipt(house, 8, message_id=uuid7())
    house.clock.advance(timedelta(hours=71))
    house.notify.tick("forget_receipts")
    assert len(receipts(house)) == 2
    house.clock.advance(timedelta(hours=2))
    house.notify.tick("forget_receipts")
    assert [r.message_id for r in receipts(house)] == [known_later]


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", "非"])
def test_only_the_gateway_brings_receipts(receipt_house, token):
    with pytest.raises(NotTheGateway):
        receipt(receipt_house, 1, token=token)
    assert receipts(receipt_house) == []


def test_an_installation_that_asks_for_none_takes_none(kannel_house, gateway):
    kannel_house.notify.deliver(kannel_house.ticket(kannel_house.member()))
    kannel_house.send()
    assert "dlr-url" not in gateway.requests[0]
    assert (kannel_house.sms().state, kannel_house.sms().due_at) == ("sent", None)
    with pytest.raises(NotTheGateway):
        receipt(kannel_house, 1, token="")


@pytest.mark.parametrize(
    ("field", "value"), [("status", 3), ("attempt", 0), ("message_id", "1"), ("reply", "x" * 5000)]
)
def test_what_is_wrong_about_a_receipt_is_named(receipt_house, field, value):
    with pytest.raises(InvalidInput) as caught:
        receipt(receipt_house, **({"status": 8} | {field: value}))
    assert [error.field for error in caught.value.errors] == [field]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMS_RECEIPT_TOKEN", "short"),
        ("SMS_RECEIPT_TOKEN", "with spaces & signs!"),
        ("SMS_RECEIPT_URL", "gateway:8000"),
        ("SMS_RECEIPT_URL", "http://gateway/?a=b"),
    ],
)
def test_a_wrong_receipt_door_ends_the_start(gateway, name, value):
    with pytest.raises(ConfigurationError, match=name):
        Channels(settings(**gateway.environ, **(DOOR | {name: value})))
