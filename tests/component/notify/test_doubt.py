"""What becomes of a message when a provider or the sender itself does not do what it should."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.notify.channels.failover import Health
from services.notify.messages.classes import POLICIES, MessageClass
from services.notify.messages.quiet import NEVER
from tests.component.notify.fakes import Crash, Crashing

VALID = timedelta(minutes=5)


class Replaced:
    """Channels of which the only one is ours."""

    quiet = NEVER

    def __init__(self, make):
        self._make = make
        self.health = Health()

    def sms(self, store):
        return [self._make(store)]


def crash_once(house, *, sends):
    """The sender is killed while it sends, and started again."""
    channels = house.dependencies["channels"]
    crashing = Replaced(lambda store: Crashing(channels.sms(store)[0], sends=sends))
    house.notify._dependencies["channels"] = crashing
    with pytest.raises(Crash):
        house.send()
    house.notify._dependencies["channels"] = channels


@pytest.mark.parametrize("sends", [True, False])
def test_a_sender_killed_on_the_demonstrations_phone_leaves_exactly_one_sms(house, sends):
    house.notify.deliver(house.ticket(house.member()))
    crash_once(house, sends=sends)
    house.send()
    assert house.sms().state == "dispatching"  # somebody may still be at it
    house.send_when_due()
    assert house.sms().state == "uncertain"
    house.send_when_due()
    assert house.sms().state == "sent"
    assert len(house.phone()) == 1
    assert [a.outcome for a in house.attempts()] == ["uncertain", "accepted"]
    assert [a.detail for a in house.attempts()] == ["lease over", ""]


def test_killed_again_and_again_there_is_still_exactly_one_sms(house):
    house.notify.deliver(house.ticket(house.member()))
    for number in range(6):
        crash_once(house, sends=number % 2 == 0)
        house.send_when_due()  # the lease is over
        house.clock.set(house.sms().due_at)
    house.send()
    assert house.sms().state == "sent"
    assert len(house.phone()) == 1


def test_a_ticket_nobody_knows_about_goes_out_once_more_and_then_rests(kannel_house, gateway):
    house = kannel_house
    house.notify.deliver(house.ticket(house.member()))
    gateway.behaviour = "vanish"
    house.send()
    assert (house.sms().state, len(gateway.requests)) == ("uncertain", 1)
    house.send()
    assert len(gateway.requests) == 1  # a receipt may still come
    house.send_when_due()
    assert (house.sms().state, len(gateway.requests)) == ("uncertain", 2)
    house.send_when_due()
    assert (house.sms().state, house.sms().due_at) == ("uncertain", None)
    assert len(gateway.requests) == 2


def test_a_login_code_nobody_knows_about_goes_out_again_while_it_is_valid(kannel_house, gateway):
    house = kannel_house
    house.notify.deliver(house.login_code(house.member(), ends=house.clock.now() + VALID))
    gateway.behaviour = "silent"
    house.send()
    assert house.sms().state == "uncertain"
    gateway.behaviour = "accept"
    house.send_when_due()
    assert house.sms().state == "sent"
    assert gateway.arrived[0] == gateway.arrived[1]


def test_a_login_code_in_doubt_is_not_sent_again_when_it_has_expired(kannel_house, gateway):
    house = kannel_house
    house.notify.deliver(house.login_code(house.member(), ends=house.clock.now() + VALID))
    gateway.behaviour = "vanish"
    house.send()
    house.clock.advance(VALID)
    house.send()
    assert (house.sms().state, house.sms().reason) == ("uncertain", "expired")
    assert house.sms().due_at is None
    assert len(gateway.requests) == 1


def test_a_refused_message_is_tried_to_its_limit_and_then_dead(kannel_house, gateway):
    house = kannel_house
    house.notify.deliver(house.ticket(house.member()))
    gateway.behaviour = "503"
    house.send()
    assert house.sms().state == "retry_wait"
    pauses = []
    while house.sms().due_at is not None:
        pauses.append(house.sms().due_at - house.clock.now())
        house.send_when_due()
    message, limit = house.sms(), POLICIES[MessageClass.TICKET].refusals
    assert (message.state, message.refusals, len(gateway.requests)) == ("dead", limit, limit)
    assert message.reason.startswith("503")
    assert pauses[0] < timedelta(seconds=4)
    assert timedelta(minutes=2) < pauses[-1] < timedelta(minutes=8)


def test_a_provider_that_comes_back_gets_what_waited(kannel_house, gateway):
    house = kannel_house
    house.notify.deliver(house.ticket(house.member()))
    gateway.behaviour = "503"
    house.send()
    gateway.behaviour = "accept"
    house.send_when_due()
    message = house.sms()
    assert (message.state, message.refusals) == ("sent", 1)
    assert [a.parts for a in house.attempts()] == [1, 1]


def test_a_number_that_is_refused_for_good_is_not_tried_again(kannel_house, gateway):
    house = kannel_house
    house.notify.deliver(house.ticket(house.member()))
    gateway.behaviour = "400"
    house.send()
    assert (house.sms().state, house.sms().due_at) == ("failed", None)


def test_an_answer_that_comes_after_the_lease_still_counts(kannel_house, gateway):
    house = kannel_house
    house.notify.deliver(house.ticket(house.member()))

    def another_sender_finds_the_lease_over():
        house.members.asked = lambda: None
        house.clock.set(house.sms().due_at)
        house.notify.tick("send_regular")
        assert house.sms().state == "uncertain"

    house.members.asked = another_sender_finds_the_lease_over
    house.notify.tick("send_regular")
    assert (house.sms().state, house.sms().due_at) == ("sent", None)
    assert [a.outcome for a in house.attempts()] == ["accepted"]


def test_an_answer_that_comes_after_the_next_attempt_changes_nothing(kannel_house, gateway):
    house = kannel_house
    house.notify.deliver(house.ticket(house.member()))

    def another_sender_sends_it():
        house.members.asked = lambda: None
        house.send_when_due()
        house.send_when_due()
        assert house.sms().state == "sent"
        gateway.behaviour = "400"

    house.members.asked = another_sender_sends_it
    house.notify.tick("send_regular")
    assert house.sms().state == "sent"
    assert [a.outcome for a in house.attempts()] == ["rejected", "accepted"]


def test_an_answer_that_comes_during_the_next_attempt_leaves_it_open(kannel_house, gateway):
    house = kannel_house
    house.notify.deliver(house.ticket(house.member()))

    def another_sender_is_at_it():
        house.members.asked = lambda: None
        house.send_when_due()
        house.clock.set(house.sms().due_at)
        crash_once(house, sends=True)
        gateway.behaviour = "400"

    house.members.asked = another_sender_is_at_it
    house.notify.tick("send_regular")
    assert (house.sms().state, house.sms().attempts) == ("dispatching", 2)
    assert [a.outcome for a in house.attempts()] == ["rejected", None]
