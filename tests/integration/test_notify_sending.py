"""Notify on RabbitMQ and PostgreSQL: several senders, killed and stopped, and each message once."""

from __future__ import annotations

import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import kombu
import pytest
import sqlalchemy as sa

from chassis.clock import SystemClock, rfc3339
from chassis.context import CallContext, Caller, Role
from chassis.database import Database
from chassis.envelope import Event, seal
from chassis.ids import uuid7
from chassis.personal import PersonalData
from chassis.topology import event_exchange
from chassis.work import Store
from services.notify.channels.demo_phone import DemoPhone
from services.notify.channels.failover import Health
from services.notify.channels.port import ACCEPTED, Outcome, OutcomeKind
from services.notify.database import messaging
from services.notify.messages import use_cases
from services.notify.messages.classes import Lane, MessageClass
from services.notify.messages.notices import Notice
from services.notify.messages.quiet import NEVER
from services.notify.messages.tables import Message
from services.notify.messages.use_cases import Ended
from services.notify.preferences import use_cases as preferences
from services.notify.receipts import use_cases as receipts
from services.notify.support import use_cases as support
from services.notify.targets import use_cases as targets
from tests.integration.notify_house import phone_of
from tests.support import needs
from tests.support.installation import Installation, Process
from tests.support.ports import free_port
from tests.support.waiting import eventually

pytestmark = [pytest.mark.rabbitmq, pytest.mark.postgres]
CLAIMED = "tickets.ticket_claimed.v1"


@dataclass
class House:
    """Processes of notify beside a members service."""

    installation: Installation
    members: list[str] = field(default_factory=list)

    def serve(self, *names: str) -> Process:
        port = free_port()
        process = self.installation.spawn(
            "-".join(names),
            [sys.executable, "-m", "tests.integration.notify_house", *names],
            health=f"http://127.0.0.1:{port}/healthz",
            STATUS_PORT=str(port),
            RPC_TIMEOUT="1",  # and so a lease of eleven seconds
        )
        eventually(process.healthy, what=f"{names} consume", seconds=30)
        return process

    def win(self, count: int, *, times: int) -> None:
        """So many members win, and each event comes several times."""
        self.members += [uuid7() for _ in range(count)]
        envelopes = [_won(member) for member in self.members]
        with kombu.Connection(self.installation.amqp_uri) as connection:
            producer = connection.Producer()
            for envelope in envelopes * times:
                producer.publish(
                    envelope,
                    exchange=event_exchange("tickets"),
                    routing_key=CLAIMED,
                    serializer="json",
                    delivery_mode="persistent",
                )

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return self.installation.databases.query("notify", statement)

    def count(self, table: str) -> int:
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608 - ours

    def states(self) -> dict[str, int]:
        """How many messages by SMS stand where."""
        return dict(
            self.rows("SELECT state, count(*) FROM messages WHERE channel = 'sms' GROUP BY state")
        )

    def check_each_once(self) -> None:
        """Every winner has one SMS and one inbox message, and nobody else has any."""
        numbers = Counter(
            number for (number,) in self.rows("SELECT number FROM demo_phone_messages")
        )
        assert numbers == Counter(phone_of(member) for member in self.members)
        owners = Counter(str(o) for (o,) in self.rows("SELECT member_id FROM inbox_entries"))
        assert owners == Counter(self.members)


def _won(member_id: str) -> dict[str, Any]:
    now = SystemClock().now()
    data = {
        "ticket_id": uuid7(),
        "short_code": "7K3M9QX2",
        "release_id": uuid7(),
        "release_code": "MAY-CLIMB",
        "title": "室内攀岩亲子专场",
        "member_id": member_id,
        "district": "chaoyang",
        "claimed_at": rfc3339(now),
    }
    event = Event(CLAIMED, data["ticket_id"], data)
    return seal(event, at=now, correlation_id=uuid7(), causation_id="")


@pytest.fixture
def house(tmp_path: Path, _postgres_templates: None) -> Iterator[House]:
    for problem in (needs.rabbitmq_problem(), needs.postgres_problem()):
        if problem:
            needs.missing(problem)
    made = House(Installation(folder=tmp_path, vhost=f"uht-{uuid.uuid4().hex[:12]}"))
    needs.add_vhost(made.installation.vhost)
    made.installation.databases.create(["notify"])
    made.installation.databases.create_empty("members")
    yield made
    made.installation.close()


def test_two_processes_of_which_one_is_killed_tell_every_winner_once(house):
    house.serve("members")
    first = house.serve("notify")
    house.serve("notify")
    house.win(400, times=2)
    eventually(lambda: house.count("demo_phone_messages") >= 40, what="some are told")
    first.kill()
    house.serve("notify")
    eventually(lambda: house.states() == {"sent": 400}, what="all are told", seconds=60)
    house.check_each_once()


def test_a_normal_stop_leaves_nothing_in_doubt(house):
    house.serve("members")
    notify = house.serve("notify")
    house.win(300, times=1)
    eventually(lambda: house.count("demo_phone_messages") >= 20, what="some are told")
    assert notify.stop() == 0
    assert set(house.states()) <= {"created", "sent"}
    house.serve("notify")
    eventually(lambda: house.states() == {"sent": 300}, what="all are told")
    house.check_each_once()
    assert house.rows("SELECT DISTINCT outcome FROM attempts") == [("accepted",)]


def test_messages_wait_for_members_to_come_back(house):
    house.serve("notify")
    house.win(20, times=1)
    eventually(lambda: house.states() == {"retry_wait": 20}, what="they wait", seconds=30)
    house.serve("members")
    eventually(lambda: house.states() == {"sent": 20}, what="all are told", seconds=30)
    house.check_each_once()


def test_two_senders_never_take_the_same_message(postgres):
    postgres.create(["notify"])
    stores = [
        Store(
            database=Database(postgres.url_of("notify")),
            messaging=messaging,
            clock=SystemClock(),
        )
        for _ in range(2)
    ]
    notices = [
        Notice(
            recipient=uuid7(),
            template="ticket_claimed",
            message_class=MessageClass.TICKET,
            channels=("sms",),
            variables={
                "title": "室内攀岩",
                "short_code": "7K3M9QX2",
                "claimed_at": "2026-04-25T02:00:00Z",
            },
        )
        for _ in range(150)
    ]
    with stores[0].work() as work:
        use_cases.tell(work, event_id=uuid7(), notices=notices)

    def claim(work: Any) -> list[str]:
        taken = use_cases.claim(
            work,
            channel="sms",
            lane=Lane.REGULAR,
            providers=[DemoPhone(stores[0])],
            health=Health(),
            limit=100,
            lease=timedelta(seconds=15),
            quiet=NEVER,
        )
        return [message.id for message in taken.messages]

    with stores[0].work() as one, stores[1].work() as other:
        first, second = claim(one), claim(other)
    assert (len(first), len(second)) == (100, 50)
    assert not set(first) & set(second)
    for store in stores:
        store.database.close()


def test_receipts_wishes_and_support_work_on_postgresql(postgres):
    postgres.create(["notify"])
    store = Store(
        database=Database(postgres.url_of("notify")), messaging=messaging, clock=SystemClock()
    )
    member = uuid7()
    notice = Notice(
        recipient=member,
        template="ticket_claimed",
        message_class=MessageClass.TICKET,
        channels=("sms",),
        variables={
            "title": "室内攀岩",
            "short_code": "7K3M9QX2",
            "claimed_at": "2026-04-25T02:00:00Z",
        },
    )
    provider = DemoPhone(store)
    with store.work() as work:
        use_cases.tell(work, event_id=uuid7(), notices=[notice])
    with store.work() as work:
        (message,) = use_cases.claim(
            work,
            channel="sms",
            lane=Lane.REGULAR,
            providers=[provider],
            health=Health(),
            limit=100,
            lease=timedelta(seconds=15),
            quiet=NEVER,
        ).messages
    ended = {message.id: Ended(ACCEPTED, parts=1, masked_number="138****0001")}
    with store.work() as work:
        use_cases.record(work, [message], ended, providers=[provider], jitter=0.5)
    for status in (1, 8, 1):
        with store.work() as work:
            receipts.receive(
                work, message_id=message.id, attempt=1, status=status, carrier_id="", reply=""
            )
    receipts.match(store, jitter=0.5)
    officer = Caller(kind="staff", id="account-7", roles=(Role("federation"),))
    with store.on_behalf_of(CallContext(caller=officer)).reading() as reading:
        told = support.get_message(reading, message_id=message.id)
        page = support.list_messages(reading, state="", member_id=member, limit=1, cursor="")
        dead = support.list_messages(reading, state="dead", member_id="", limit=1, cursor="")
    assert told["message"].state == "delivered"
    assert {line.number for line in told["story"]} == {"", "138****0001"}
    assert [each.id for each in page["items"]] == [message.id]
    assert dead["items"] == []
    context = CallContext(caller=Caller(kind="member", id=member))
    for sms in (False, True, False):
        with store.on_behalf_of(context).work() as work:
            topics = [{"topic": "news", "sms": sms}]
            chosen = preferences.set_my_preferences(work, topics=topics, quiet=NEVER)
    assert {"topic": "news", "sms": False, "digest": False} in chosen["topics"]
    with store.work() as work:
        receipts.forget(work)
    store.database.close()


def test_offices_and_a_second_provider_work_on_postgresql(postgres):
    postgres.create(["notify"])
    store = Store(
        database=Database(postgres.url_of("notify")), messaging=messaging, clock=SystemClock()
    )
    officer = Caller(kind="staff", id="account-7", roles=(Role("federation"),))
    ours = store.on_behalf_of(CallContext(caller=officer))
    with ours.work() as work:
        target = targets.set_target(
            work,
            district="",
            topic="messages",
            channel="wecom",
            name="市总工会",
            address="12345678-key",
            secret="",
            personal=PersonalData("personal-secret-for-tests-only-0123456789"),
            offered={"wecom"},
            schemas=(),
        )
    with ours.work() as work:
        targets.test_target(work, target_id=target["id"])
        targets.report_died(work, offered={"wecom"})
    with ours.work() as work:
        targets.report_died(work, offered={"wecom"})
        (shown,) = targets.list_targets(work, district="", offered={"wecom"})["items"]
    assert shown["last_message"].state == "created"
    providers = [DemoPhone(store), DemoPhone(store)]
    providers[1].provider = "another"
    for expected in ("demo_phone", "another"):
        with store.work() as work:
            (message,) = use_cases.claim(
                work,
                channel="wecom",
                lane=Lane.REGULAR,
                providers=providers,
                health=Health(),
                limit=100,
                lease=timedelta(seconds=15),
                quiet=NEVER,
            ).messages
            assert message.provider == expected
            refused = Ended(Outcome(OutcomeKind.REFUSED, "no"))
            use_cases.record(
                work, [message], {message.id: refused}, providers=providers, jitter=0.0
            )
            work.session.execute(sa.update(Message).values(due_at=work.now))
    with ours.work() as work:
        targets.remove_target(work, target_id=target["id"])
    store.database.close()
