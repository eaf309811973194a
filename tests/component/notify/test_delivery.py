"""From an event to inbox and phone, once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from chassis.clock import rfc3339
from chassis.context import Caller, Role
from chassis.errors import InvalidInput
from chassis.personal import PersonalData
from services.notify.messages.tables import Message

VALID = timedelta(minutes=5)
OFFICER = Caller(kind="staff", id="account-7", roles=(Role("federation"),))


def test_a_winner_hears_it_in_the_inbox_and_on_the_phone(house):
    member = house.member()
    envelope = house.notify.deliver(house.ticket(member))
    (entry,) = house.inbox(member)["items"]
    assert entry["title"] == "抢票成功：室内攀岩亲子专场"
    assert "7K3M9QX2" in entry["body"]
    assert entry["read"] is False
    house.send()
    (text,) = house.phone()
    assert text.startswith("【市总工会】")
    assert "室内攀岩亲子专场" in text
    assert "7K3M9QX2" in text
    assert house.sms().state == "sent"
    (event,) = house.notify.events("notify.message_created.v1")
    assert event["data"] == {
        "message_id": entry["id"],
        "member_id": member,
        "title": entry["title"],
        "body": entry["body"],
        "created_at": rfc3339(house.clock.now()),
    }
    assert event["causationid"] == envelope["id"]


def test_an_event_that_comes_twice_is_told_once(house):
    member = house.member()
    envelope = house.notify.deliver(house.ticket(member))
    house.notify.deliver(envelope)
    house.send()
    house.notify.deliver(envelope)
    # A dead letter that is put back a month later finds no memory of its delivery.
    with house.notify.database.writing() as session:
        session.execute(sa.delete(house.notify.store.messaging.received))
        session.commit()
    house.notify.deliver(envelope)
    house.send()
    assert len(house.phone()) == 1
    assert len(house.inbox(member)["items"]) == 1
    assert len(house.notify.events("notify.message_created.v1")) == 1


def test_five_hundred_winners_hear_it_once_each(house):
    members = [house.member(f"138{n:08d}") for n in range(500)]
    envelopes = [house.notify.deliver(house.ticket(member)) for member in members]
    for envelope in reversed(envelopes):
        house.notify.deliver(envelope)
    house.send()
    house.send()
    assert [len(house.phone(house.members.phones[m])) for m in members] == [1] * 500
    assert [len(house.inbox(m)["items"]) for m in members] == [1] * 500
    # In batches, and nobody is asked about twice.
    assert [len(call) for call in house.members.calls] == [100] * 5
    assert len({member for call in house.members.calls for member in call}) == 500


def test_a_login_code_goes_to_the_phone_and_nowhere_else(house):
    member = house.member()
    house.notify.deliver(house.login_code(member, ends=house.clock.now() + VALID))
    house.send()
    (text,) = house.phone()
    assert re.findall(r"\d{6,}", text) == ["482913"]
    assert house.inbox(member)["items"] == []
    assert house.notify.events("notify.message_created.v1") == []
    assert "482913" not in str(house.sms().variables)
    assert house.notify.call("demo_phone", number="13800000002")["messages"] == []


def test_a_login_code_does_not_queue_behind_tickets(house):
    for _ in range(120):
        house.notify.deliver(house.ticket(house.member("13900000001")))
    house.notify.deliver(house.login_code(house.member(), ends=house.clock.now() + VALID))
    house.notify.tick("send_urgent")
    assert len(house.phone()) == 1
    assert house.phone("13900000001") == []


def test_a_code_that_has_expired_is_not_sent(house):
    house.notify.deliver(house.login_code(house.member(), ends=house.clock.now() + VALID))
    house.clock.advance(VALID)
    house.send()
    assert house.phone() == []
    assert (house.sms().state, house.sms().due_at) == ("expired", None)
    assert house.members.calls == []


@pytest.mark.parametrize(("left", "state"), [(60, "sent"), (59, "expired")])
def test_a_code_with_less_than_a_minute_left_is_not_handed_over(house, left, state):
    """A gateway holds messages for whole minutes: it might let this one go when it is over."""
    house.notify.deliver(house.login_code(house.member(), ends=house.clock.now() + VALID))
    house.clock.advance(VALID - timedelta(seconds=left))
    house.send()
    assert house.sms().state == state


def test_each_class_goes_out_with_the_time_it_has_left(kannel_house, gateway):
    house = kannel_house
    house.notify.deliver(house.login_code(house.member(), ends=house.clock.now() + VALID))
    house.notify.deliver(house.ticket(house.member()))
    house.clock.advance(timedelta(seconds=30))
    house.send()
    assert [request["validity"] for request in gateway.requests] == ["4", str(3 * 24 * 60 - 1)]


def test_expiry_counts_at_the_moment_of_sending(house):
    house.notify.deliver(house.login_code(house.member(), ends=house.clock.now() + VALID))
    house.members.asked = lambda: house.clock.advance(VALID)
    house.send()
    assert house.phone() == []
    assert house.sms().state == "expired"
    assert [attempt.outcome for attempt in house.attempts()] == ["withheld"]


def test_while_members_are_away_a_message_waits(house):
    house.notify.deliver(house.ticket(house.member()))
    house.members.away = True
    for _ in range(5):
        house.send()
        assert house.sms().state == "retry_wait"
        house.clock.set(house.sms().due_at)
    house.members.away = False
    house.send()
    assert len(house.phone()) == 1
    message = house.sms()
    assert (message.state, message.refusals, message.attempts) == ("sent", 0, 6)
    assert [a.detail for a in house.attempts()] == ["contacts away"] * 5 + [""]


def test_while_members_are_away_nobody_asks_in_every_look(house):
    house.notify.deliver(house.ticket(house.member()))
    house.members.away = True
    for _ in range(10):
        house.send()
    assert len(house.members.calls) == 1


def test_without_a_number_there_is_an_inbox_and_a_reason(house):
    member = house.member()
    house.members.phones.clear()
    house.notify.deliver(house.ticket(member))
    house.send()
    assert (house.sms().state, house.sms().reason) == ("suppressed", "no number")
    assert len(house.inbox(member)["items"]) == 1


def test_a_code_sealed_by_somebody_else_fails_and_holds_nobody_up(house):
    soon = house.clock.now() + VALID
    foreign = PersonalData("another-installations-secret-0123456789").seal(
        "111111", purpose="login-code"
    )
    stolen = PersonalData(house.settings.personal_data_secret).seal("13800000001", purpose="phone")
    for sealed in (foreign, stolen, "nonsense"):
        event = house.login_code(house.member(), ends=soon)
        event.data["sealed_code"] = sealed
        house.notify.deliver(event)
    house.notify.deliver(house.login_code(house.member(), ends=soon))
    house.send()
    assert sorted(m.state for m in house.all_sms()) == ["failed", "failed", "failed", "sent"]
    assert len(house.phone()) == 1


def test_a_message_without_a_variable_of_its_template_fails_and_holds_nobody_up(house):
    members = [house.member(f"1390000000{number}") for number in range(3)]
    for member in members:
        house.notify.deliver(house.ticket(member))
    with house.notify.database.writing() as session:
        session.execute(
            sa.update(Message)
            .where(Message.recipient == members[1], Message.channel == "sms")
            .values(variables={"title": "攀岩"})
        )
        session.commit()
    house.send()
    assert [len(house.phone(f"1390000000{number}")) for number in range(3)] == [1, 0, 1]
    (broken,) = [message for message in house.all_sms() if message.recipient == members[1]]
    assert (broken.state, broken.due_at) == ("failed", None)
    listed = house.notify.call("list_messages", caller=OFFICER, state="failed")["items"]
    assert [each["id"] for each in listed] == [broken.id]


@pytest.mark.parametrize(
    "change", [{"member_id": "1"}, {"title": None}, {"short_code": 5}, {"claimed_at": "now"}]
)
def test_an_event_that_breaks_its_contract_is_refused_at_once(house, change):
    with pytest.raises(InvalidInput):
        house.notify.deliver(house.ticket(house.member(), **change))
    with house.notify.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 0


def test_what_an_event_carries_beyond_its_contract_does_no_harm(house):
    house.notify.deliver(house.ticket(house.member(), colour="red"))
    house.send()
    assert len(house.phone()) == 1
