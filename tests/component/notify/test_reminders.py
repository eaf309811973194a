"""Members who wish it are reminded before an opening, once, wherever it moves."""

from __future__ import annotations

import json
import random
from datetime import timedelta

import pytest

from chassis.clock import rfc3339
from chassis.context import Caller, Role
from chassis.envelope import Event, seal
from chassis.errors import Forbidden, InvalidInput
from chassis.ids import uuid7
from services.notify import schemas
from services.notify.errors import AlreadyOpen, OpeningNotFound, TooManyReminders
from services.notify.reminders import rules
from tests.component.notify.conftest import as_member
from tests.component.notify.test_privacy import erase, export
from tests.support import contracts

SCHEDULED, CANCELLED = "tickets.release_scheduled.v1", "tickets.release_cancelled.v1"


def release(house, event_type=SCHEDULED, *, hours=3, release_id="", after=0) -> dict:
    """A release that opens in some hours, as said some seconds later."""
    data = contracts.sample(event_type) | {
        "release_id": release_id or uuid7(),
        "title": "五一亲子恐龙岛",
        "code": "K7QX1M",
        "opens_at": rfc3339(house.clock.now() + timedelta(hours=hours)),
    }
    contracts.check(event_type, data)
    return seal(
        Event(event_type, data["release_id"], data),
        at=house.clock.now() + timedelta(seconds=after),
        correlation_id=uuid7(),
        causation_id="",
    )


def wish(house, member, release_id, minutes=30):
    return house.notify.call(
        "set_reminder",
        caller=as_member(member),
        release_id=release_id,
        minutes_before=minutes,
    )


def known(house, **changes) -> str:
    return house.notify.deliver(release(house, **changes))["data"]["release_id"]


def wait(house, **time):
    house.clock.advance(timedelta(**time))
    house.notify.tick("remind_of_openings")


def reminded(house, member) -> list[str]:
    return [item["title"] for item in house.inbox(member)["items"]]


def listed(house, member):
    return house.notify.call("list_my_reminders", caller=as_member(member))["items"]


def test_who_wishes_it_is_reminded_once_before_the_opening(house):
    member, other = house.member(), house.member("13800000002")
    release_id = known(house)
    told = wish(house, member, release_id)
    assert listed(house, member) == [told]
    wait(house, hours=2, minutes=29, seconds=59)
    assert reminded(house, member) == []
    wait(house, seconds=1)
    wait(house, seconds=5)
    assert reminded(house, member) == ["即将开抢：五一亲子恐龙岛"]
    assert reminded(house, other) == []
    assert listed(house, member) == []
    house.send()
    (text,) = house.phone()
    assert "QP K7QX1M" in text
    assert house.phone("13800000002") == []


def test_a_reminder_moves_with_the_opening_and_ends_with_it(house):
    member, other = house.member(), house.member()
    moving, going = known(house), known(house)
    wish(house, member, moving)
    wish(house, other, going)
    house.notify.deliver(release(house, hours=5, release_id=moving, after=1))
    house.notify.deliver(release(house, CANCELLED, release_id=going, after=1))
    wait(house, hours=3)
    assert (reminded(house, member), reminded(house, other)) == ([], [])
    wait(house, hours=1, minutes=30)
    assert (len(reminded(house, member)), reminded(house, other)) == (1, [])


def test_an_opening_that_moves_after_the_reminder_is_reminded_of_again(house):
    member = house.member()
    release_id = known(house)
    wish(house, member, release_id)
    wait(house, hours=2, minutes=45)
    house.notify.deliver(release(house, hours=24, release_id=release_id))
    wait(house, hours=23, minutes=45)
    wait(house, seconds=5)
    assert len(reminded(house, member)) == 2


@pytest.mark.parametrize("seed", range(4))
def test_events_in_any_order_and_twice_come_to_the_same(house, seed):
    stays, goes = uuid7(), uuid7()
    envelopes = [
        release(house, hours=3, release_id=stays),
        release(house, hours=5, release_id=stays, after=1),
        release(house, hours=3, release_id=goes),
        release(house, CANCELLED, hours=3, release_id=goes, after=1),
    ] * 2
    random.Random(seed).shuffle(envelopes)
    member = house.member()
    for envelope in envelopes:
        house.notify.deliver(envelope)
    assert wish(house, member, stays)["opens_at"] == envelopes_opening(envelopes, stays)
    with pytest.raises(OpeningNotFound):
        wish(house, member, goes)


def envelopes_opening(envelopes, release_id) -> str:
    return max(e["data"]["opens_at"] for e in envelopes if e["data"]["release_id"] == release_id)


def test_a_moment_can_be_changed_and_taken_back(house):
    member = house.member()
    release_id = known(house)
    wish(house, member, release_id, minutes=60)
    wish(house, member, release_id, minutes=10)
    assert [item["minutes_before"] for item in listed(house, member)] == [10]
    for _ in range(2):
        house.notify.call("remove_reminder", caller=as_member(member), release_id=release_id)
    wait(house, hours=2, minutes=55)
    assert reminded(house, member) == []


def test_who_was_away_at_the_moment_is_not_told_of_what_is_open(house):
    member = house.member()
    wish(house, member, known(house))
    wait(house, hours=3)
    assert reminded(house, member) == []
    assert listed(house, member) == []


def test_who_wants_no_reminders_on_the_phone_finds_them_in_the_inbox(house):
    member = house.member()
    topics = [{"topic": "reminders", "sms": False}]
    house.notify.call("set_my_preferences", caller=as_member(member), topics=topics)
    wish(house, member, known(house))
    wait(house, hours=2, minutes=30)
    house.send()
    assert len(reminded(house, member)) == 1
    assert house.phone() == []


def test_what_cannot_be_reminded_of_is_said(house, monkeypatch):
    member = house.member()
    release_id = known(house)
    with pytest.raises(InvalidInput) as caught:
        wish(house, member, release_id, minutes=1440)
    assert [error.field for error in caught.value.errors] == ["minutes_before"]
    with pytest.raises(InvalidInput):
        wish(house, member, release_id, minutes=17)
    with pytest.raises(OpeningNotFound):
        wish(house, member, uuid7())
    monkeypatch.setattr(rules, "MOST", 1)
    wish(house, member, release_id)
    wish(house, member, release_id)  # the same one counts once
    with pytest.raises(TooManyReminders):
        wish(house, member, known(house))
    house.clock.advance(timedelta(hours=3))
    with pytest.raises(AlreadyOpen):
        wish(house, member, release_id)
    with pytest.raises(Forbidden):
        house.notify.call(
            "list_my_reminders", caller=Caller(kind="staff", id="a", roles=(Role("federation"),))
        )


def test_reminders_are_part_of_what_is_given_out_and_erased(house):
    member = house.member()
    wish(house, member, known(house))
    assert len(json.loads(export(house, member))["reminders"]) == 1
    assert erase(house, member)["reminders"] == 1
    wait(house, hours=2, minutes=30)
    assert reminded(house, member) == []


def test_the_contract_offers_what_the_rules_know():
    field = schemas.SetReminder().fields["minutes_before"]
    assert tuple(field.validators[0].choices) == rules.BEFORE
