"""The whole way of an SMS: notify, real Kannel, a carrier of our own, and back by our gateway."""

from __future__ import annotations

import sys
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path
from typing import Any

import kombu

from chassis.clock import SystemClock, rfc3339
from chassis.envelope import Event, seal
from chassis.ids import uuid7
from chassis.personal import PersonalData
from chassis.topology import event_exchange
from tests.integration.notify_house import phone_of
from tests.support import needs
from tests.support.component import ENVIRON
from tests.support.installation import Installation, Process
from tests.support.kannel import Kannel, environ_of
from tests.support.ports import free_port
from tests.support.proxy import Proxy
from tests.support.smsc.carrier import Carrier
from tests.support.waiting import eventually


class SmsWay:
    """Processes of notify and members, a gateway, Kannel, and the carrier."""

    def __init__(self, folder: Path) -> None:
        self.carrier = Carrier()
        self.kannel = Kannel(folder, self.carrier)
        self.proxy = Proxy("127.0.0.1", self.kannel.port)
        self._port = free_port()
        self._address = f"http://127.0.0.1:{self._port}"
        receipts = f"{self._address}/v1/sms/receipts"
        self.installation = Installation(
            folder=folder,
            environ={
                **environ_of(self.kannel.port, receipts),
                "RPC_TIMEOUT": "1",  # of the gateway, when notify is gone
                "SMS_TIMEOUT": "3",
            },
        )

    def open(self) -> None:
        """Start all of it."""
        needs.add_vhost(self.installation.vhost)
        self.installation.databases.create(["notify"])
        self.installation.databases.create_empty("members")
        gateway, _ = self.installation.gateway(wait=False, port=self._port)
        gateway.health = f"{self._address}/healthz"  # it is never ready: most services are not here
        members = self._begin("members")
        self.notify = self._begin("notify")
        self.start_kannel()
        for process in (gateway, members, self.notify):
            eventually(process.healthy, what=f"{process.name} runs", seconds=30)

    def start_kannel(self) -> None:
        self.kannel.start(inbound=f"{self._address}/v1/sms/inbound")

    def serve(self, name: str, **environ: str) -> Process:
        process = self._begin(name, **environ)
        eventually(process.healthy, what=f"{name} consumes", seconds=30)
        return process

    def _begin(self, name: str, **environ: str) -> Process:
        port = free_port()
        return self.installation.spawn(
            name,
            [sys.executable, "-m", "tests.integration.notify_house", name],
            health=f"http://127.0.0.1:{port}/healthz",
            **{"STATUS_PORT": str(port), "RPC_TIMEOUT": "5", **environ},
        )

    def serve_notify_without_answers(self) -> Process:
        """A notify in the other's place whose requests reach Kannel, and that hears nothing."""
        self.notify.stop()
        self.proxy.silence()
        address = f"http://127.0.0.1:{self.proxy.port}/cgi-bin/sendsms"
        return self.serve("notify", SMS_GATEWAY_URL=address, SMS_TIMEOUT="30")

    def close(self) -> None:
        self.kannel.stop()
        self.carrier.close()
        self.proxy.close()
        self.installation.close()

    def win(self, count: int) -> list[str]:
        """So many members win; their ids."""
        members = [uuid7() for _ in range(count)]
        now = rfc3339(SystemClock().now())
        for member in members:
            self._tell(
                "tickets.ticket_claimed.v1",
                {
                    "ticket_id": uuid7(),
                    "short_code": "7K3M9QX2",
                    "release_id": uuid7(),
                    "release_code": "MAY-CLIMB",
                    "title": "室内攀岩亲子专场",
                    "member_id": member,
                    "district": "chaoyang",
                    "claimed_at": now,
                },
            )
        return members

    def ask_for_a_code(self, lasts: timedelta) -> str:
        """A member asks for a login code that is valid so long; the member's id."""
        member = uuid7()
        sealed = PersonalData(ENVIRON["PERSONAL_DATA_SECRET"]).seal("482913", purpose="login-code")
        self._tell(
            "members.login_code_issued.v1",
            {
                "login_code_id": uuid7(),
                "member_id": member,
                "sealed_code": sealed,
                "expires_at": rfc3339(SystemClock().now() + lasts),
            },
        )
        return member

    def remind(self, *, venue: str) -> str:
        """A member is reminded of an event at a venue; the member's id."""
        member = uuid7()
        self._tell(
            "tickets.ticket_reminder_due.v1",
            {
                "ticket_id": uuid7(),
                "short_code": "7K3M9QX2",
                "release_id": uuid7(),
                "title": "室内攀岩亲子专场",
                "venue": venue,
                "member_id": member,
                "event_starts_at": rfc3339(SystemClock().now() + timedelta(hours=20)),
            },
        )
        return member

    def _tell(self, event_type: str, data: dict[str, Any]) -> None:
        event = Event(event_type, data["member_id"], data)
        envelope = seal(event, at=SystemClock().now(), correlation_id=uuid7(), causation_id="")
        with kombu.Connection(self.installation.amqp_uri) as connection:
            connection.Producer().publish(
                envelope,
                exchange=event_exchange(event_type.partition(".")[0]),
                routing_key=event_type,
                serializer="json",
                delivery_mode="persistent",
            )

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.installation.databases.query("notify", statement, *values)

    def states(self, members: Collection[str]) -> dict[str, int]:
        """How many of these members' messages by SMS stand where."""
        return dict(
            self.rows(
                "SELECT state, count(*) FROM messages WHERE channel = 'sms' "
                "AND recipient::text = ANY(%s) GROUP BY state",
                list(members),
            )
        )

    def become(self, members: Collection[str], *, seconds: float = 20, **states: int) -> None:
        """Wait until the messages stand so."""

        def reached() -> bool:
            now = self.states(members)
            if now != states:
                raise AssertionError(now)
            return True

        eventually(reached, what=f"messages are {states}", seconds=seconds)

    def texts(self, members: Collection[str]) -> dict[str, list[str]]:
        """What lies on each member's phone."""
        return {member: self.carrier.texts(phone_of(member)) for member in members}

    def reached(self, members: Collection[str]) -> int:
        """How many of these members' phones have got something."""
        return sum(bool(texts) for texts in self.texts(members).values())

    def refused(self, members: Collection[str]) -> int:
        """How many of these members' messages were refused at least once."""
        select = "SELECT count(*) FROM messages WHERE refusals > 0 AND recipient::text = ANY(%s)"
        return int(self.rows(select, list(members))[0][0])

    def attempts(self, members: Collection[str]) -> list[tuple[Any, ...]]:
        """Number, outcome and parts of every attempt for these members."""
        return self.rows(
            "SELECT a.number, a.outcome, a.parts FROM attempts a "
            "JOIN messages m ON m.id = a.message_id WHERE m.recipient::text = ANY(%s)",
            list(members),
        )
