"""Two SMS gateways: one stands in for the other, and nobody gets an SMS twice because of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from prometheus_client import REGISTRY

from chassis.errors import ConfigurationError
from services.notify.channels.failover import FIRST_REST, IN_A_ROW
from services.notify.channels.kannel import configured
from tests.component.notify.conftest import House
from tests.component.notify.fakes import SmsGateway, sms_gateway


@pytest.fixture
def other() -> Iterator[SmsGateway]:
    with sms_gateway() as made:
        yield made


def both(gateway: SmsGateway, other: SmsGateway) -> dict[str, str]:
    return gateway.environ | {
        "SMS_GATEWAY_2_URL": other.url,
        "SMS_GATEWAY_2_USERNAME": "stand-in",
        "SMS_GATEWAY_2_PASSWORD": "another password",
        "SMS_SENDER_2": "106912351",
    }


@pytest.fixture
def house(component, gateway, other) -> House:
    return House(component, **both(gateway, other))


def providers(house: House) -> list[tuple[str, str | None]]:
    return [(attempt.provider, attempt.outcome) for attempt in house.attempts()]


def resting(provider: str) -> float | None:
    return REGISTRY.get_sample_value("unionhall_provider_resting", {"provider": provider})


def test_as_long_as_the_first_takes_messages_the_second_gets_none(house, gateway, other):
    for _ in range(30):
        house.notify.deliver(house.ticket(house.member()))
    house.send()
    assert (len(gateway.requests), len(other.requests)) == (30, 0)


def test_what_the_first_refused_the_second_gets_at_the_next_try(house, gateway, other):
    house.notify.deliver(house.ticket(house.member()))
    gateway.behaviour = "503"
    house.send()
    assert (house.sms().state, len(other.requests)) == ("retry_wait", 0)
    house.send_when_due()
    assert house.sms().state == "sent"
    assert providers(house) == [("kannel", "refused"), ("kannel-2", "accepted")]
    (request,) = other.requests
    assert (request["username"], request["from"]) == ("stand-in", "106912351")


def test_what_both_refuse_goes_to_and_fro(house, gateway, other):
    house.notify.deliver(house.ticket(house.member()))
    gateway.behaviour = other.behaviour = "503"
    house.send()
    for _ in range(3):
        house.send_when_due()
    assert [name for name, _ in providers(house)] == ["kannel", "kannel-2"] * 2


def test_what_was_rejected_for_good_is_offered_to_nobody_else(house, gateway, other):
    house.notify.deliver(house.ticket(house.member()))
    gateway.behaviour = "400"
    house.send()
    assert (house.sms().state, house.sms().due_at, other.requests) == ("failed", None, [])


def test_a_ticket_in_doubt_goes_out_once_more_as_its_class_says_and_by_the_other(
    house, gateway, other
):
    house.notify.deliver(house.ticket(house.member()))
    gateway.behaviour = "vanish"
    house.send()
    house.send()
    assert (house.sms().state, other.requests) == ("uncertain", [])  # a receipt may still come
    house.send_when_due()
    assert house.sms().state == "sent"
    assert providers(house) == [("kannel", "uncertain"), ("kannel-2", "accepted")]


def test_doubt_at_both_ends_after_what_the_class_allows(house, gateway, other):
    house.notify.deliver(house.ticket(house.member()))
    gateway.behaviour = other.behaviour = "vanish"
    house.send()
    house.send_when_due()
    house.send_when_due()
    assert (house.sms().state, house.sms().due_at) == ("uncertain", None)
    assert (len(gateway.requests), len(other.requests)) == (1, 1)


def test_who_fails_many_times_in_a_row_rests_and_is_tried_with_one_message(house, gateway, other):
    gateway.behaviour = "503"
    for _ in range(IN_A_ROW):
        house.notify.deliver(house.ticket(house.member()))
    house.send()
    assert (len(gateway.requests), resting("kannel"), resting("kannel-2")) == (IN_A_ROW, 1, 0)

    for _ in range(5):  # new ones do not even ask
        house.notify.deliver(house.ticket(house.member()))
    house.send()
    assert (len(gateway.requests), len(other.requests)) == (IN_A_ROW, 5)

    house.clock.advance(FIRST_REST)
    for _ in range(5):
        house.notify.deliver(house.ticket(house.member("13900000001")))
    house.send()
    assert len(gateway.requests) == IN_A_ROW + 1  # one tries it out
    assert resting("kannel") == 1

    gateway.behaviour = "accept"
    house.clock.advance(2 * FIRST_REST)
    house.notify.deliver(house.ticket(house.member()))
    house.send()
    assert resting("kannel") == 0
    before = len(gateway.requests)
    for _ in range(5):
        house.notify.deliver(house.ticket(house.member()))
    house.send()
    assert len(gateway.requests) == before + 5
    assert {message.state for message in house.all_sms()} == {"sent"}


def test_a_batch_that_both_have_a_part_of_ends_for_each_by_itself(house, gateway, other):
    gateway.behaviour = "503"
    house.notify.deliver(house.ticket(house.member("13900000001")))
    house.send()
    gateway.behaviour = "silent"
    house.clock.set(house.sms().due_at)
    house.notify.deliver(house.ticket(house.member()))
    house.send()
    assert sorted(m.state for m in house.all_sms()) == ["sent", "uncertain"]
    assert [number for number, _ in other.arrived] == ["13900000001"]


def test_all_that_is_wrong_about_the_stand_in_is_said(gateway, other):
    environ = both(gateway, other)
    with pytest.raises(ConfigurationError, match="SMS_GATEWAY_URL"):
        configured(environ | {"SMS_GATEWAY_URL": ""})
    with pytest.raises(ConfigurationError) as caught:
        configured(environ | {"SMS_GATEWAY_2_URL": "kannel", "SMS_GATEWAY_2_PASSWORD": ""})
    assert "SMS_GATEWAY_2_URL" in str(caught.value)
    assert "SMS_GATEWAY_2_PASSWORD" in str(caught.value)
    assert "SMS_GATEWAY_PASSWORD" not in str(caught.value)


def test_without_a_sender_of_its_own_the_stand_in_has_the_first_ones(gateway, other):
    first, second = configured(both(gateway, other) | {"SMS_SENDER_2": ""})
    assert (first.sender, second.sender) == ("12351", "12351")
    assert (first.name, second.name) == ("kannel", "kannel-2")
