"""Notify with a members service beside it, and an SMS gateway where one is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from chassis.clock import rfc3339
from chassis.context import Caller
from chassis.envelope import Event
from chassis.ids import uuid7
from chassis.personal import PersonalData
from services.notify.channels.selection import Channels
from services.notify.messages.tables import Attempt, Message
from services.notify.service import Notify
from tests.component.notify.fakes import Members, SmsGateway, sms_gateway
from tests.support.component import Component, settings


@pytest.fixture
def gateway() -> Iterator[SmsGateway]:
    """An SMS gateway of the test's own."""
    with sms_gateway() as made:
        yield made


class House:
    """Notify, the members it may ask about, and shorthands for what tests say often."""

    def __init__(self, component: Callable[..., Component], **environ: str) -> None:
        self.settings = settings(**environ)
        self.members = Members({})
        self.dependencies: dict[str, Any] = {
            "settings": self.settings,
            "members": self.members,
            "channels": Channels(self.settings),
        }
        self.notify = component(Notify, dependencies=self.dependencies)
        self.clock = self.notify.clock

    def member(self, phone: str = "13800000001") -> str:
        """A new member with a phone."""
        member_id = uuid7()
        self.members.phones[member_id] = phone
        return member_id

    def ticket(self, winner: str, **changes: Any) -> Event:
        """A member has won."""
        data = {
            "ticket_id": uuid7(),
            "short_code": "7K3M9QX2",
            "release_id": uuid7(),
            "release_code": "MAY-CLIMB",
            "title": "室内攀岩亲子专场",
            "member_id": winner,
            "district": "chaoyang",
            "claimed_at": rfc3339(self.clock.now()),
        }
        return Event("tickets.ticket_claimed.v1", data["ticket_id"], data | changes)

    def login_code(self, member_id: str, code: str = "482913", *, ends: Any = None) -> Event:
        """A member has asked for a code."""
        sealed = PersonalData(self.settings.personal_data_secret).seal(code, purpose="login-code")
        return Event(
            "members.login_code_issued.v1",
            member_id,
            {
                "login_code_id": uuid7(),
                "member_id": member_id,
                "sealed_code": sealed,
                "expires_at": rfc3339(ends or self.clock.now()),
            },
        )

    def send(self) -> None:
        """Both senders look once."""
        self.notify.tick("send_urgent")
        self.notify.tick("send_regular")

    def sms(self) -> Message:
        """The only message by SMS there is."""
        (message,) = self.all_sms()
        return message

    def all_sms(self) -> list[Message]:
        """All messages by SMS, oldest first."""
        select = sa.select(Message).where(Message.channel == "sms").order_by(Message.id)
        with self.notify.database.reading() as session:
            return list(session.scalars(select))

    def attempts(self) -> list[Attempt]:
        """All attempts in their order."""
        select = sa.select(Attempt).order_by(Attempt.message_id, Attempt.number)
        with self.notify.database.reading() as session:
            return list(session.scalars(select))

    def send_when_due(self) -> None:
        """Let the time pass that the message waits for, and look."""
        due = self.sms().due_at
        assert due is not None
        self.clock.set(max(due, self.clock.now()))
        self.send()

    def phone(self, number: str = "13800000001") -> list[str]:
        """The texts on the demonstration's phone, newest first."""
        answer = self.notify.call("demo_phone", number=number)
        return [message["text"] for message in answer["messages"]]

    def inbox(self, member_id: str, **page: Any) -> Any:
        """One page of a member's inbox."""
        return self.notify.call("list_my_messages", caller=as_member(member_id), **page)


def as_member(member_id: str) -> Caller:
    """A member as the gateway states them."""
    return Caller(kind="member", id=member_id, union="chaoyang/jianwai/u0001")


@pytest.fixture
def house(component: Callable[..., Component]) -> House:
    """Notify with the demonstration's phone."""
    return House(component)


@pytest.fixture
def kannel_house(component: Callable[..., Component], gateway: SmsGateway) -> House:
    """Notify with an SMS gateway."""
    return House(component, **gateway.environ)
