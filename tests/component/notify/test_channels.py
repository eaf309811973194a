"""What every channel keeps, and what Kannel does beyond that."""

from __future__ import annotations

import dataclasses
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from chassis.clock import SettableClock
from chassis.errors import ConfigurationError
from chassis.ids import uuid7
from chassis.work import Store
from services.notify.channels.demo_phone import DemoPhone
from services.notify.channels.further import Further, FurtherSettings
from services.notify.channels.kannel import Kannel, KannelSettings
from services.notify.channels.port import Channel, Outcome, OutcomeKind, Outgoing
from services.notify.channels.robots import ROBOTS
from services.notify.channels.selection import Channels
from services.notify.channels.tables import DemoPhoneMessage
from services.notify.service import Notify
from tests.component.notify.fakes import SmsGateway
from tests.component.notify.mail import MailHouse, mail_house
from tests.component.notify.robots import RobotHouse, robot_house
from tests.support.component import settings
from tests.support.ports import free_port

NUMBER = "13800000001"
CHINESE = "【市总工会】登录验证码482913，10:05前有效。"


@dataclass
class Tried:
    """A channel, a look at what has arrived through it, and addresses that it takes."""

    channel: Channel
    arrived: Callable[[], list[tuple[str, str]]]
    to: Callable[[int], str] = lambda number: f"138{number:08d}"
    where: Callable[[str], str] = lambda address: address
    """What is told of an address where it arrives."""

    def outgoing(self, text: str = CHINESE, *, number: int = 1) -> Outgoing:
        return Outgoing(reference=uuid7(), to=self.to(number), text=text)


def demo_phone(store: Store) -> Tried:
    def arrived() -> list[tuple[str, str]]:
        columns = (DemoPhoneMessage.number, DemoPhoneMessage.text)
        with store.reading() as reading:
            rows = reading.session.execute(sa.select(*columns).order_by(DemoPhoneMessage.id))
            return [tuple(row) for row in rows]

    return Tried(DemoPhone(store), arrived)


def by_kannel(gateway: SmsGateway) -> Tried:
    return Tried(kannel(gateway), lambda: gateway.arrived)


def by_email(house: MailHouse) -> Tried:
    return Tried(
        house.channel(timeout=5), lambda: house.arrived, lambda n: f"office-{n}@union.example"
    )


def by_robot(name: str, house: RobotHouse) -> Tried:
    robot = ROBOTS[name](origin=house.origin, now=lambda: house.now, timeout=0.5)
    return Tried(robot, lambda: house.arrived, lambda n: f"key-{n:08d}")


def by_apprise(house: RobotHouse) -> Tried:
    address = house.origin.replace("http://", "json://")
    return Tried(
        Further(FurtherSettings(schemas=frozenset({"json"}), timeout=0.5)),
        lambda: house.arrived,
        lambda n: f"{address}/office-{n}",
        lambda to: to.rpartition("/")[2],
    )


@pytest.fixture
def store(component) -> Store:
    return component(Notify).store


@pytest.fixture(params=["demo_phone", "kannel", "email", *ROBOTS, "apprise"])
def tried(request, store: Store, gateway: SmsGateway) -> Iterator[Tried]:
    """Each channel in turn."""
    if request.param == "demo_phone":
        yield demo_phone(store)
    elif request.param == "kannel":
        yield by_kannel(gateway)
    elif request.param == "email":
        with mail_house() as mails:
            yield by_email(mails)
    else:
        with robot_house() as robots:
            is_robot = request.param in ROBOTS
            yield by_robot(request.param, robots) if is_robot else by_apprise(robots)


def kannel(gateway: SmsGateway, **changes: object) -> Kannel:
    values = {
        "url": gateway.url,
        "username": "union",
        "password": "a password & more",
        "sender": "12351",
        "timeout": 0.5,
    }
    return Kannel(KannelSettings(**(values | changes)))


def sms(text: str = CHINESE, to: str = NUMBER) -> Outgoing:
    return Outgoing(reference=uuid7(), to=to, text=text)


class TestEveryChannel:
    def test_delivers_address_and_text_unchanged(self, tried):
        texts = [CHINESE, "plain & simple = 100% + [more]?", "多行\n.第二行", "亲" * 200]
        outcomes = tried.channel.send([tried.outgoing(text) for text in texts])
        assert [outcome.kind for outcome in outcomes] == [OutcomeKind.ACCEPTED] * 4
        there = tried.where(tried.to(1))
        assert sorted(tried.arrived()) == sorted((there, text) for text in texts)

    def test_answers_each_message_of_a_batch_in_order(self, tried):
        batch = [tried.outgoing(f"第{n}条", number=n) for n in range(45)]
        assert [o.kind for o in tried.channel.send(batch)] == [OutcomeKind.ACCEPTED] * 45
        sent = [(tried.where(message.to), message.text) for message in batch]
        assert sorted(tried.arrived()) == sorted(sent)

    def test_has_nothing_to_do_with_nothing(self, tried):
        assert tried.channel.send([]) == []
        assert tried.arrived() == []

    def test_keeps_its_word_about_repeated_references(self, tried):
        message = tried.outgoing()
        for _ in range(3):
            assert [o.kind for o in tried.channel.send([message])] == [OutcomeKind.ACCEPTED]
        assert len(tried.arrived()) == (1 if tried.channel.idempotent else 3)

    def test_says_how_long_it_may_take(self, tried):
        assert 0 < tried.channel.longest(1) <= tried.channel.longest(100) < 120

    def test_has_a_name_that_fits_its_column(self, tried):
        assert 0 < len(tried.channel.provider) <= 20

    def test_shows_no_address_and_no_text_in_what_might_be_logged(self, tried, caplog):
        with caplog.at_level(logging.DEBUG):
            outcomes = tried.channel.send([tried.outgoing()])
        ours = [record for record in caplog.records if record.name != "mail.log"]  # the server's
        said = json.dumps([record.getMessage() for record in ours])
        said += repr(tried.outgoing()) + repr(outcomes)
        assert tried.where(tried.to(1)) not in said
        assert "482913" not in said


class TestEveryChannelOverTheNetwork:
    """The same trouble means the same for all: where nobody listens nothing was taken, and what
    was handed over without an answer may have arrived."""

    @pytest.fixture(params=["kannel", "email", *ROBOTS, "apprise"])
    def name(self, request) -> str:
        return request.param

    def lost(self, name: str, gateway: SmsGateway, behaviour: str) -> tuple[Tried, list[Outcome]]:
        with mail_house() as mails, robot_house() as robots:
            for each in (gateway, mails, robots):
                each.behaviour = behaviour
            tried = (
                by_kannel(gateway)
                if name == "kannel"
                else Tried(mails.channel(), lambda: mails.arrived, lambda _: "a@union.example")
                if name == "email"
                else by_apprise(robots)
                if name == "apprise"
                else by_robot(name, robots)
            )
            return tried, tried.channel.send([tried.outgoing()])

    @pytest.mark.parametrize("behaviour", ["vanish", "silent"])
    def test_without_an_answer_nobody_knows(self, name, gateway, behaviour):
        tried, (outcome,) = self.lost(name, gateway, behaviour)
        assert outcome.kind is OutcomeKind.UNCERTAIN
        assert len(tried.arrived()) == 1

    def test_where_nobody_listens_nothing_was_taken(self, name):
        port = free_port()
        origin = f"http://127.0.0.1:{port}"
        nobody = RobotHouse(origin=origin)
        tried = (
            Tried(kannel(SmsGateway(port)), list)
            if name == "kannel"
            else by_email(MailHouse(port=port))
            if name == "email"
            else by_apprise(nobody)
            if name == "apprise"
            else by_robot(name, nobody)
        )
        (outcome,) = tried.channel.send([tried.outgoing()])
        # Apprise does not say which of the two it was.
        surely = OutcomeKind.UNCERTAIN if name == "apprise" else OutcomeKind.REFUSED
        assert outcome.kind is surely


@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        ("accept", OutcomeKind.ACCEPTED),
        ("503", OutcomeKind.REFUSED),
        ("429", OutcomeKind.REFUSED),
        ("403", OutcomeKind.REFUSED),
        ("404", OutcomeKind.REFUSED),
        ("400", OutcomeKind.REJECTED),
        ("500", OutcomeKind.UNCERTAIN),
        ("502", OutcomeKind.UNCERTAIN),
        ("408", OutcomeKind.UNCERTAIN),
        ("200", OutcomeKind.UNCERTAIN),
        ("vanish", OutcomeKind.UNCERTAIN),
        ("silent", OutcomeKind.UNCERTAIN),
    ],
)
def test_kannels_answers_are_read_for_what_they_say(gateway, behaviour, kind):
    gateway.behaviour = behaviour
    (outcome,) = kannel(gateway).send([sms()])
    assert outcome.kind is kind
    assert len(gateway.requests) == 1


def test_a_name_that_does_not_resolve_takes_nothing(gateway):
    (outcome,) = kannel(gateway, url="http://kannel.invalid:13013/").send([sms()])
    assert outcome.kind is OutcomeKind.REFUSED


@pytest.mark.parametrize(("text", "coding"), [(CHINESE, "2"), ("plain €", "0"), ("`", "2")])
def test_kannel_is_told_alphabet_account_and_sender(gateway, text, coding):
    kannel(gateway).send([sms(text)])
    assert gateway.requests == [
        {
            "username": "union",
            "password": "a password & more",
            "from": "12351",
            "to": NUMBER,
            "coding": coding,
            "charset": "UTF-8",
            "text": text,
        }
    ]


@pytest.mark.parametrize(
    ("lasts", "validity"),
    [
        (None, None),
        (timedelta(minutes=5), "5"),
        (timedelta(minutes=4, seconds=59), "4"),  # rounded up it would be late
        (timedelta(seconds=20), "1"),
        (timedelta(days=3), "4320"),
    ],
)
def test_kannel_is_told_how_many_minutes_it_may_wait(gateway, lasts, validity):
    kannel(gateway).send([dataclasses.replace(sms(), lasts=lasts)])
    assert gateway.requests[0].get("validity") == validity


@pytest.mark.parametrize("behaviour", ["accept", "503", "400", "vanish", "silent"])
def test_nothing_personal_is_logged(gateway, caplog, behaviour):
    gateway.behaviour = behaviour
    with caplog.at_level(logging.DEBUG):
        (outcome,) = kannel(gateway).send([sms()])
    said = json.dumps([record.getMessage() for record in caplog.records]) + repr(outcome)
    for secret in (NUMBER, "482913", "a password"):
        assert secret not in said


def test_an_installation_sends_by_the_gateway_it_names(store, gateway):
    def providers(**environ: str) -> list[str]:
        return [one.provider for one in Channels(settings(**environ)).sms(store)]

    assert providers() == ["demo_phone"]
    assert providers(**gateway.environ) == ["kannel"]
    assert providers(DEMO="false", **gateway.environ) == ["kannel"]


def test_an_installation_that_cannot_send_does_not_start():
    with pytest.raises(ConfigurationError, match="SMS_GATEWAY_URL"):
        Channels(settings(DEMO="false"))


def test_all_that_is_wrong_about_the_gateway_is_said_at_once():
    with pytest.raises(ConfigurationError) as caught:
        Channels(settings(SMS_GATEWAY_URL="kannel:13013", SMS_TIMEOUT="ten", SMS_SENDER="12351"))
    for name in ("SMS_GATEWAY_URL", "SMS_GATEWAY_USERNAME", "SMS_GATEWAY_PASSWORD", "SMS_TIMEOUT"):
        assert name in str(caught.value)
    assert "SMS_SENDER" not in str(caught.value)


def test_what_arrives_on_the_phone_bears_the_moment_it_was_sent(store):
    moment = datetime(2026, 4, 25, 2, 0, tzinfo=UTC)
    store.clock = SettableClock(moment)
    demo_phone(store).channel.send([sms()])
    with store.reading() as reading:
        assert reading.session.scalar(sa.select(DemoPhoneMessage.sent_at)) == moment
