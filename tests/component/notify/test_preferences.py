"""Preferences, opt-outs and quiet hours, from the member's wish to the phone that stays silent."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from chassis.context import SYSTEM, Caller
from chassis.errors import Forbidden, InvalidInput, Unauthenticated
from chassis.ids import uuid7
from chassis.personal import PersonalData
from services.notify.preferences import use_cases
from services.notify.preferences.rules import Wish
from services.notify.preferences.tables import Suppression
from tests.component.notify.conftest import House, as_member

PHONE = "13800000001"


def choose(house, member, **topics):
    return house.notify.call(
        "set_my_preferences",
        caller=as_member(member),
        topics=[{"topic": topic, "sms": sms} for topic, sms in topics.items()],
    )


def shown(house, member):
    answer = house.notify.call("get_my_preferences", caller=as_member(member))
    return {each["topic"]: each["sms"] for each in answer["topics"]}


def wish(house, wish, number=PHONE):
    personal = PersonalData(house.settings.personal_data_secret)
    with house.notify.store.work() as work:
        use_cases.follow_wish(work, number=number, wish=wish, personal=personal)


def test_choices_are_kept_one_by_one(house):
    member, other = house.member(), house.member()
    assert shown(house, member) == {"tickets": True, "reminders": True, "news": True}
    choose(house, member, news=False)
    answer = choose(house, member, tickets=False, reminders=True)
    assert {each["topic"]: each["sms"] for each in answer["topics"]} == shown(house, member)
    assert shown(house, member) == {"tickets": False, "reminders": True, "news": False}
    choose(house, member, tickets=True)
    assert shown(house, member) == {"tickets": True, "reminders": True, "news": False}
    assert all(shown(house, other).values())


@pytest.mark.parametrize(
    ("setting", "hours"),
    [
        ("22:00-07:00", {"starts_at": "22:00", "ends_at": "07:00"}),
        ("21:30-08:00", {"starts_at": "21:30", "ends_at": "08:00"}),
        ("none", None),
    ],
)
def test_the_quiet_hours_that_hold_here_are_told(component, setting, hours):
    house = House(component, QUIET_HOURS=setting)
    member = house.member()
    answer = house.notify.call("get_my_preferences", caller=as_member(member))
    assert answer["quiet_hours"] == hours
    assert choose(house, member, news=False)["quiet_hours"] == hours


def test_a_topic_switched_off_reaches_the_inbox_only(house):
    member = house.member()
    choose(house, member, tickets=False)
    house.notify.deliver(house.ticket(member))
    house.notify.deliver(house.login_code(member, ends=house.clock.now() + timedelta(minutes=5)))
    house.send()
    assert sorted((m.message_class, m.state, m.reason) for m in house.all_sms()) == [
        ("login_code", "sent", ""),
        ("ticket", "suppressed", "not wanted"),
    ]
    assert len(house.phone()) == 1
    assert house.inbox(member)["unread"] == 1


def test_a_number_that_has_opted_out_gets_login_codes_only_until_it_comes_back(house):
    member, sharing = house.member(PHONE), house.member(PHONE)
    for _ in range(2):
        wish(house, Wish.OUT, "+86 138 0000 0001")
    house.notify.deliver(house.ticket(member))
    house.notify.deliver(house.ticket(sharing))
    house.notify.deliver(house.login_code(member, ends=house.clock.now() + timedelta(minutes=5)))
    house.send()
    assert sorted((m.state, m.reason) for m in house.all_sms()) == [
        ("sent", ""),
        ("suppressed", "opted out"),
        ("suppressed", "opted out"),
    ]
    wish(house, Wish.IN)
    house.notify.deliver(house.ticket(member))
    house.send()
    assert len(house.phone()) == 2


def test_no_number_is_kept_of_those_who_opted_out(house):
    wish(house, Wish.OUT)
    with house.notify.database.reading() as session:
        (kept,) = session.scalars(sa.select(Suppression))
    assert len(kept.number_index) == 64
    assert PHONE not in kept.number_index


def test_a_ticket_at_night_waits_for_the_morning_and_then_comes_once(component):
    house = House(component, QUIET_HOURS="22:00-07:00")
    house.clock.set(datetime.fromisoformat("2026-04-25T23:30:00+08:00"))
    member = house.member()
    house.notify.deliver(house.ticket(member))
    house.notify.deliver(house.login_code(member, ends=house.clock.now() + timedelta(minutes=5)))
    house.send()
    assert len(house.phone()) == 1
    assert "482913" in house.phone()[0]
    assert house.inbox(member)["unread"] == 1
    assert [(m.state, m.reason) for m in house.all_sms() if m.message_class == "ticket"] == [
        ("deferred", "quiet hours")
    ]
    house.clock.set(datetime.fromisoformat("2026-04-26T06:59:59+08:00"))
    house.send()
    assert len(house.phone()) == 1
    house.clock.advance(timedelta(seconds=1))
    for _ in range(2):
        house.send()
    assert len(house.phone()) == 2
    assert {m.state for m in house.all_sms()} == {"sent"}


def test_an_opt_out_during_the_night_still_counts(component):
    house = House(component, QUIET_HOURS="22:00-07:00")
    house.clock.set(datetime.fromisoformat("2026-04-25T23:30:00+08:00"))
    house.notify.deliver(house.ticket(house.member()))
    house.send()
    wish(house, Wish.OUT)
    house.send_when_due()
    assert (house.sms().state, house.sms().reason) == ("suppressed", "opted out")


@pytest.mark.parametrize(
    ("caller", "error"),
    [
        (Caller(), Unauthenticated),
        (Caller(kind="staff", id=uuid7()), Forbidden),
        (SYSTEM, Forbidden),
    ],
)
def test_only_members_choose(house, caller, error):
    with pytest.raises(error):
        house.notify.call("get_my_preferences", caller=caller)
    with pytest.raises(error):
        house.notify.call(
            "set_my_preferences", caller=caller, topics=[{"topic": "news", "sms": True}]
        )


@pytest.mark.parametrize(
    ("topics", "field"),
    [
        ([], "topics"),
        ([{"topic": "login", "sms": False}], "topics.0.topic"),
        ([{"topic": "news", "sms": "no"}], "topics.0.sms"),
        ([{"topic": "news"}], "topics.0.sms"),
        ([{"topic": "news", "sms": True}, {"topic": "news", "sms": False}], "topics"),
    ],
)
def test_a_wrong_choice_is_named_and_nothing_changes(house, topics, field):
    member = house.member()
    with pytest.raises(InvalidInput) as caught:
        house.notify.call("set_my_preferences", caller=as_member(member), topics=topics)
    assert [error.field for error in caught.value.errors] == [field]
    assert all(shown(house, member).values())
