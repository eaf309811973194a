"""Robots that answer 200 with an error inside, and what Apprise says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest

from chassis.errors import ConfigurationError
from chassis.ids import uuid7
from services.notify.channels import further
from services.notify.channels.further import Further, FurtherSettings
from services.notify.channels.port import Outcome, OutcomeKind, Outgoing
from services.notify.channels.robots import ROBOTS, cut_to_bytes, robots_configured
from tests.component.notify.robots import SECRET, SIGNED, RobotHouse, robot_house

REFUSED, REJECTED = OutcomeKind.REFUSED, OutcomeKind.REJECTED
UNCERTAIN, ACCEPTED = OutcomeKind.UNCERTAIN, OutcomeKind.ACCEPTED


@pytest.fixture
def house() -> Iterator[RobotHouse]:
    with robot_house() as made:
        yield made


def send(name: str, house: RobotHouse, **changes: str) -> Outcome:
    robot = ROBOTS[name](origin=house.origin, now=lambda: house.now, timeout=0.5)
    values = {"reference": uuid7(), "to": "key", "text": "放票已取消。"} | changes
    (outcome,) = robot.send([Outgoing(**values)])
    return outcome


@pytest.mark.parametrize(
    ("name", "code", "kind"),
    [
        ("wecom", 45009, REFUSED),  # too many a minute
        ("wecom", -1, REFUSED),
        ("wecom", 93000, REJECTED),  # no such robot
        ("wecom", 40058, REJECTED),
        ("dingtalk", 130101, REFUSED),  # too many a minute
        ("dingtalk", 410100, REFUSED),
        ("dingtalk", 310000, REFUSED),  # a setting of the robot
        ("dingtalk", 300001, REJECTED),
        ("feishu", 11232, REFUSED),  # too many a minute
        ("feishu", 19024, REFUSED),
        ("feishu", 19001, REJECTED),
        ("feishu", 123456, REFUSED),  # unknown, and surely not taken
    ],
)
def test_an_error_inside_a_200_is_one(house, name, code, kind):
    house.behaviour = f"code {code}"
    assert send(name, house) == Outcome(kind, f"200 code {code}")
    assert len(house.requests) == 1


@pytest.mark.parametrize("name", ROBOTS)
@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        ("accept", ACCEPTED),
        ("429", REFUSED),
        ("404", REJECTED),
        ("408", UNCERTAIN),
        ("500", UNCERTAIN),
        ("503", UNCERTAIN),
        ("302", UNCERTAIN),
        ("garbage", UNCERTAIN),
    ],
)
def test_answers_are_read_for_what_they_say(house, name, behaviour, kind):
    house.behaviour = behaviour
    assert send(name, house).kind is kind


@pytest.mark.parametrize("name", ["dingtalk", "feishu"])
class TestSignatures:
    def test_a_signature_opens_a_robot_that_wants_one(self, house, name):
        assert send(name, house, to=SIGNED, secret=SECRET).kind is ACCEPTED

    @pytest.mark.parametrize("secret", ["", "SEC-of-another"])
    def test_without_the_right_one_it_stays_shut(self, house, name, secret):
        outcome = send(name, house, to=SIGNED, secret=secret)
        assert outcome.kind is REFUSED  # its owner may mend it

    def test_an_old_one_does_not_count(self, house, name):
        robot = ROBOTS[name](origin=house.origin, now=lambda: house.now - timedelta(hours=2))
        message = Outgoing(reference=uuid7(), to=SIGNED, secret=SECRET, text="旧")
        assert [outcome.kind for outcome in robot.send([message])] == [REFUSED]


@pytest.mark.parametrize("name", ROBOTS)
def test_title_and_text_go_as_plain_text(house, name):
    send(name, house, title="*标题* [x](http://y)", text="一行\n<b>二行</b>")
    assert house.requests == [(name, "key", "*标题* [x](http://y)\n一行\n<b>二行</b>")]


@pytest.mark.parametrize("name", ROBOTS)
def test_a_key_is_never_more_than_a_key(house, name):
    send(name, house, to="key/../..?a=b&c#d\r\nHost: elsewhere")
    assert len(house.requests) == 1


@pytest.mark.parametrize("name", ROBOTS)
def test_a_long_text_is_cut_to_what_the_provider_takes(house, name):
    send(name, house, title="标题", text="很" * 30_000)
    ((_, _, text),) = house.requests
    assert text.startswith("标题\n很很")
    assert text.endswith("很…")
    most = ROBOTS[name].most_bytes
    assert most - 3 <= len(text.encode()) <= most
    (body,) = house.bodies
    assert len(body) <= 20_000


def test_a_text_is_cut_between_characters():
    for most, next_most in pairwise(range(3, 12)):
        assert len(cut_to_bytes("很好的消息", most).encode()) <= most
        assert len(cut_to_bytes("很好的消息", most)) <= len(cut_to_bytes("很好的消息", next_most))
    assert cut_to_bytes("很好", 6) == "很好"
    assert cut_to_bytes("很好的", 8) == "很…"


@pytest.mark.parametrize("name", ROBOTS)
@pytest.mark.parametrize("behaviour", ["accept", "code 1", "garbage", "vanish"])
def test_an_outcome_holds_no_key_and_no_text(house, name, behaviour):
    house.behaviour = behaviour
    outcome = send(name, house, to="the-key", secret="the-secret", text="the text")
    assert "the" not in json.dumps([outcome.kind, outcome.detail])


def test_robots_are_where_their_providers_are_unless_another_place_is_named():
    usual = robots_configured({}).origins
    assert usual == {name: robot.usual_origin for name, robot in ROBOTS.items()}
    lark = robots_configured({"FEISHU_ORIGIN": "https://open.larksuite.com"}).origins
    assert lark == usual | {"feishu": "https://open.larksuite.com"}
    with pytest.raises(ConfigurationError) as caught:
        robots_configured({"WECOM_ORIGIN": "weixin", "ROBOT_TIMEOUT": "61"})
    assert "WECOM_ORIGIN" in str(caught.value)
    assert "ROBOT_TIMEOUT" in str(caught.value)


class TestApprise:
    def send(self, house: RobotHouse, **changes: str) -> Outcome:
        channel = Further(FurtherSettings(schemas=frozenset({"json"}), timeout=0.5))
        address = house.origin.replace("http://", "json://") + "/office"
        values = {"reference": uuid7(), "to": address, "text": "放票已取消。"} | changes
        (outcome,) = channel.send([Outgoing(**values)])
        return outcome

    @pytest.mark.parametrize("behaviour", ["500", "404", "429"])
    def test_its_no_is_a_doubt(self, house, behaviour):
        house.behaviour = behaviour
        assert self.send(house).kind is UNCERTAIN

    def test_it_never_says_that_something_arrived(self):
        channel = Further(FurtherSettings(schemas=frozenset({"json"})))
        assert not channel.receipts

    @pytest.mark.parametrize("to", ["file:///etc/passwd", "xml://127.0.0.1/", "", "://"])
    def test_only_what_the_installation_allows_is_used(self, house, to):
        assert self.send(house, to=to) == Outcome(REJECTED, "schema not allowed")

    def test_what_is_no_address_is_rejected(self, house):
        for to in ("json", "json://"):
            assert self.send(house, to=to) == Outcome(REJECTED, "not an address")

    def test_without_schemas_there_is_none(self):
        assert further.configured({}) is None
        found = further.configured({"APPRISE_SCHEMAS": "Bark, ntfys"})
        assert found is not None
        assert found.schemas == {"bark", "ntfys"}

    @pytest.mark.parametrize(
        ("change", "named"),
        [({"APPRISE_SCHEMAS": "bark,pigeon"}, "pigeon"), ({"APPRISE_TIMEOUT": "x"}, "TIMEOUT")],
    )
    def test_what_is_wrong_is_named(self, change, named):
        with pytest.raises(ConfigurationError, match=named):
            further.configured({"APPRISE_SCHEMAS": "bark"} | change)
