"""Offices are told where they work: their addresses, their messages, and what became of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from chassis.context import Caller, Role
from chassis.envelope import Event
from chassis.errors import Forbidden, InvalidInput, Unauthenticated
from chassis.ids import uuid7
from services.notify.errors import TargetNotFound, TooManyTargets
from services.notify.messages.tables import Message
from services.notify.targets.tables import NoticeTarget
from tests.component.notify.conftest import House, as_member
from tests.component.notify.mail import MailHouse, mail_house
from tests.component.notify.robots import RobotHouse, robot_house
from tests.support import contracts

CITY = Caller(kind="staff", id="account-1", roles=(Role("federation"),))
CHAOYANG = Caller(kind="staff", id="account-2", roles=(Role("district", "chaoyang"),))
HAIDIAN = Caller(kind="staff", id="account-3", roles=(Role("district", "haidian"),))
AUDITOR = Caller(kind="staff", id="account-4", roles=(Role("auditor"),))
ROBOT = {
    "district": "chaoyang",
    "topic": "releases",
    "channel": "dingtalk",
    "name": "朝阳区总工会群",
    "address": "https://oapi.dingtalk.com/robot/send?access_token=chaoyang-robot-7d2f",
}
MAILBOX = ROBOT | {"channel": "email", "name": "市总工会", "address": "office@union.example"}


@pytest.fixture
def robots() -> Iterator[RobotHouse]:
    with robot_house() as made:
        yield made


@pytest.fixture
def mails() -> Iterator[MailHouse]:
    with mail_house() as made:
        yield made


@pytest.fixture
def house(component, robots, mails, gateway) -> House:
    return House(
        component,
        WECOM_ORIGIN=robots.origin,
        DINGTALK_ORIGIN=robots.origin,
        ROBOT_TIMEOUT="1",
        SMTP_HOST="127.0.0.1",
        SMTP_PORT=str(mails.port),
        SMTP_SECURITY="none",
        SMTP_FROM="notice@union.example",
        **gateway.environ,
    )


def put(house: House, caller: Caller = CHAOYANG, **changes: Any) -> dict[str, Any]:
    return dict(house.notify.call("set_notice_target", caller=caller, **(ROBOT | changes)))


def targets(house: House, caller: Caller = CITY, district: str = "chaoyang") -> list[Any]:
    answer = house.notify.call("list_notice_targets", caller=caller, district=district)
    return list(answer["items"])


def sold_out(**changes: Any) -> Event:
    data = contracts.sample("tickets.release_sold_out.v1") | changes
    return Event("tickets.release_sold_out.v1", data["release_id"], data)


def messages(house: House) -> list[Message]:
    select = sa.select(Message).where(Message.message_class == "office").order_by(Message.id)
    with house.notify.database.reading() as session:
        return list(session.scalars(select))


class TestTelling:
    def test_the_offices_of_a_release_hear_that_it_is_sold_out(self, house, robots, mails):
        put(house)
        put(house, HAIDIAN, district="haidian", address="haidian-robot")
        put(house, CITY, **(MAILBOX | {"district": ""}))
        house.notify.deliver(sold_out())
        house.notify.tick("send_to_offices")
        ((provider, key, text),) = robots.requests
        assert (provider, key) == ("dingtalk", "chaoyang-robot-7d2f")
        assert "五一亲子恐龙岛" in text
        assert "K7QX1M" in text
        ((to, letter),) = mails.arrived
        assert to == "office@union.example"
        assert "500" in letter
        assert mails.letters[0]["Subject"] == "票已抢完：五一亲子恐龙岛"
        assert [message.state for message in messages(house)] == ["sent", "sent"]

    def test_they_hear_that_it_was_called_off(self, house, robots):
        put(house)
        data = contracts.sample("tickets.release_cancelled.v1")
        house.notify.deliver(Event("tickets.release_cancelled.v1", data["release_id"], data))
        house.notify.tick("send_to_offices")
        ((_, _, text),) = robots.requests
        assert text.startswith("放票已取消：五一亲子恐龙岛\n")

    def test_an_event_delivered_twice_tells_once(self, house, robots):
        put(house)
        envelope = house.notify.deliver(sold_out())
        house.notify.deliver(envelope)
        for _ in range(2):
            house.notify.tick("send_to_offices")
        assert len(robots.requests) == 1

    def test_a_robot_that_says_no_inside_a_200_gets_it_again(self, house, robots):
        put(house)
        robots.behaviour = "code 130101"
        house.notify.deliver(sold_out())
        house.notify.tick("send_to_offices")
        (message,) = messages(house)
        assert (message.state, message.reason) == ("retry_wait", "200 code 130101")
        robots.behaviour = "accept"
        house.clock.set(message.due_at)
        house.notify.tick("send_to_offices")
        assert messages(house)[0].state == "sent"

    def test_what_may_have_arrived_goes_out_once_more_and_then_rests(self, house, mails):
        put(house, **MAILBOX)
        mails.behaviour = "vanish"
        house.notify.deliver(sold_out())
        house.notify.tick("send_to_offices")
        for _ in range(3):
            (message,) = messages(house)
            house.clock.set(max(message.due_at or house.clock.now(), house.clock.now()))
            house.notify.tick("send_to_offices")
        assert (messages(house)[0].state, messages(house)[0].due_at) == ("uncertain", None)
        first, second = (letter["Message-ID"] for letter in mails.letters)
        assert first == second

    def test_one_channel_in_trouble_holds_up_no_other(self, house, robots, mails):
        put(house)
        put(house, **MAILBOX)
        robots.behaviour = "silent"
        house.notify.deliver(sold_out())
        house.notify.tick("send_to_offices")
        assert len(mails.letters) == 1
        assert sorted(m.state for m in messages(house)) == ["sent", "uncertain"]

    def test_after_removal_nothing_more_is_sent(self, house, robots):
        target = put(house)
        house.notify.deliver(sold_out())
        house.notify.call("remove_notice_target", caller=CHAOYANG, target_id=target["id"])
        house.notify.tick("send_to_offices")
        assert robots.requests == []
        assert [(m.state, m.reason) for m in messages(house)] == [("suppressed", "no address")]
        assert targets(house) == []

    def test_at_night_an_office_is_told_as_by_day(self, component, robots, gateway):
        environ = gateway.environ | {"DINGTALK_ORIGIN": robots.origin}
        house = House(component, QUIET_HOURS="00:00-23:59", **environ)
        put(house)
        house.notify.deliver(sold_out())
        house.notify.tick("send_to_offices")
        assert len(robots.requests) == 1

    def test_support_can_read_its_story_and_send_it_again(self, house, robots):
        put(house)
        robots.behaviour = "code 300001"
        house.notify.deliver(sold_out())
        house.notify.tick("send_to_offices")
        (message,) = messages(house)
        assert message.state == "failed"
        robots.behaviour = "accept"
        again = {"message_id": message.id, "reason": "机器人已重建"}
        told = house.notify.call("resend_message", caller=CITY, **again)
        house.notify.tick("send_to_offices")
        assert messages(house)[0].state == "sent"
        assert "****7d2f" in [line["number"] for line in told["story"]]


class TestDeadMessages:
    def dead(self, house: House, gateway: Any, count: int) -> None:
        for _ in range(count):
            house.notify.deliver(house.ticket(house.member()))
        with house.notify.store.work() as work:
            work.session.execute(
                sa.update(Message)
                .where(Message.channel == "sms", Message.state == "created")
                .values(state="dead", due_at=None, changed_at=work.now)
            )

    def report(self, house: House) -> None:
        house.notify.tick("report_died")
        house.notify.tick("send_to_offices")

    def test_the_city_hears_how_many_died_in_one_message_and_once(self, house, robots, gateway):
        put(house, CITY, district="", topic="messages")
        self.report(house)  # the first look begins the time that is counted
        house.clock.advance(timedelta(minutes=5))
        self.dead(house, gateway, 3)
        self.report(house)
        assert robots.requests == []  # too early
        house.clock.advance(timedelta(minutes=6))
        for _ in range(3):
            self.report(house)
        ((_, _, text),) = robots.requests
        assert text.startswith("3 条消息未能送达\n")
        house.clock.advance(timedelta(hours=1))
        self.report(house)
        assert len(robots.requests) == 1  # none has died since

    def test_what_dies_as_it_is_counted_is_told_the_next_time(self, house, robots, gateway):
        put(house, CITY, district="", topic="messages")
        self.report(house)
        house.clock.advance(timedelta(minutes=15))
        self.dead(house, gateway, 1)
        self.report(house)
        assert robots.requests == []
        house.clock.advance(timedelta(minutes=15))
        self.report(house)
        assert len(robots.requests) == 1

    def test_an_office_is_not_told_of_its_own_dead_messages(self, house, robots):
        target = put(house, CITY, district="", topic="messages")
        self.report(house)
        robots.behaviour = "code 130101"
        house.notify.call("test_notice_target", caller=CITY, target_id=target["id"])
        while (message := messages(house)[0]).state != "dead":
            house.clock.set(max(message.due_at, house.clock.now()))
            house.notify.tick("send_to_offices")
        house.clock.advance(timedelta(hours=1))
        self.report(house)
        assert len(messages(house)) == 1


class TestAddresses:
    def test_an_officer_sets_tries_and_removes_an_address(self, house, robots):
        target = put(house)
        assert (target["address"], target["signed"]) == ("****7d2f", False)
        assert target["last_message"] is None
        tried = house.notify.call(
            "test_notice_target", caller=CHAOYANG, target_id=target["id"], key="click"
        )
        assert tried["last_message"]["state"] == "created"
        house.notify.call(
            "test_notice_target", caller=CHAOYANG, target_id=target["id"], key="click"
        )
        house.notify.tick("send_to_offices")
        ((_, _, text),) = robots.requests  # a second click is the same
        assert "朝阳区总工会群" in text
        (shown,) = targets(house, CHAOYANG)
        assert shown["last_message"]["state"] == "sent"
        house.notify.call("remove_notice_target", caller=CHAOYANG, target_id=target["id"])
        with pytest.raises(TargetNotFound):
            house.notify.call("remove_notice_target", caller=CHAOYANG, target_id=target["id"])

    def test_the_list_says_why_a_test_did_not_arrive(self, house, robots):
        target = put(house)
        robots.behaviour = "code 300001"
        house.notify.call("test_notice_target", caller=CHAOYANG, target_id=target["id"])
        house.notify.tick("send_to_offices")
        (shown,) = targets(house)
        assert (shown["last_message"]["state"], shown["last_message"]["reason"]) == (
            "failed",
            "200 code 300001",
        )

    def test_the_same_address_again_is_the_same_target(self, house):
        first = put(house)
        second = put(house, address="chaoyang-robot-7d2f", name="新名字", secret="SEC1")
        assert second["id"] == first["id"]
        (shown,) = targets(house)
        assert (shown["name"], shown["signed"], shown["set_by"]) == ("新名字", True, "account-2")

    def test_neither_address_nor_key_is_stored_or_shown_in_clear(self, house):
        answers = [put(house, secret="SEC-1234"), put(house, **MAILBOX), targets(house)]
        with house.notify.database.reading() as session:
            rows = session.execute(sa.select(NoticeTarget.__table__)).all()
        for where in (json.dumps(answers, default=str), str(rows)):
            for secret in ("chaoyang-robot-7d2f", "SEC-1234", "office@union"):
                assert secret not in where

    def test_an_office_has_a_limit_of_addresses(self, house):
        for number in range(20):
            put(house, address=f"robot-number-{number}")
        with pytest.raises(TooManyTargets):
            put(house, address="one-too-many")
        put(house, address="robot-number-1", name="still one of them")

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"channel": "feishu", "address": "a b"}, "address"),
            ({"channel": "email", "address": "a@b.example\nBcc:x@y.example"}, "address"),
            ({"address": "https://127.0.0.1/robot/send?token=12345678"}, "address"),
            ({"channel": "apprise", "address": "json://127.0.0.1/"}, "channel"),
            ({"channel": "pigeon"}, "channel"),
            ({"district": "atlantis"}, "district"),
            ({"topic": "gossip"}, "topic"),
            ({"topic": "messages"}, "topic"),
            ({"name": ""}, "name"),
        ],
    )
    def test_what_is_wrong_is_named(self, house, changes, field):
        with pytest.raises(InvalidInput) as caught:
            put(house, CITY, **changes)
        assert [error.field for error in caught.value.errors] == [field]
        assert targets(house) == []

    def test_the_list_names_the_channels_of_this_installation(self, house):
        answer = house.notify.call("list_notice_targets", caller=CITY)
        assert answer == {"items": [], "channels": ["dingtalk", "email", "feishu", "sms", "wecom"]}

    @pytest.mark.parametrize(
        ("caller", "error"),
        [
            (Caller(), Unauthenticated),
            (as_member(uuid7()), Forbidden),
            (HAIDIAN, Forbidden),
            (AUDITOR, Forbidden),
        ],
    )
    def test_only_an_offices_own_officers_change_its_addresses(self, house, caller, error):
        target = put(house)
        for ask in (
            lambda: put(house, caller),
            lambda: house.notify.call(
                "remove_notice_target", caller=caller, target_id=target["id"]
            ),
            lambda: house.notify.call("test_notice_target", caller=caller, target_id=target["id"]),
        ):
            with pytest.raises(error):
                ask()
        assert len(targets(house)) == 1

    def test_a_district_does_not_speak_for_the_city(self, house):
        with pytest.raises(Forbidden):
            put(house, district="")
        with pytest.raises(Forbidden):
            targets(house, CHAOYANG, district="")
        assert targets(house, AUDITOR) == []
