"""Notify as members reach it by SMS, with a real ticket service beside it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from chassis.clock import rfc3339
from chassis.context import SYSTEM, CallContext, Caller, Role
from chassis.errors import DomainError, Unavailable
from chassis.ids import uuid7
from chassis.remote import RemoteFailure
from services.notify.channels.selection import Channels
from services.notify.inbound.tables import InboundSms
from services.notify.messages.tables import Message
from services.notify.service import Notify
from services.tickets.service import Tickets
from tests.support.component import Component, settings

PHONE = "13800000001"
OFFICER = Caller(kind="staff", id="a-officer", roles=(Role("federation", ""),))


class PhoneBook:
    """``members.members_by_phone`` and ``contacts_of`` with cards from a list."""

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []
        self.away = False

    def call(self, method: str, *, context: CallContext, **payload: Any) -> Any:
        assert context.caller.kind == "system"
        if self.away:
            raise Unavailable("members did not answer in time")
        if method == "contacts_of":
            return {
                "items": [
                    {"member_id": item["member_id"], "phone": item["phone"], "name": "会员"}
                    for item in self.items
                    if item["member_id"] in payload["member_ids"]
                ]
            }
        assert method == "members_by_phone"
        return {"items": [item for item in self.items if item["phone"] in payload["phones"]]}


class TicketOffice:
    """The ticket service, called as another service would call it."""

    def __init__(self, component: Component, now: Callable[[], Any]) -> None:
        self._component = component
        self._now = now
        self.away = False
        self.deaf = False  # does what it is asked for, and its answer is lost
        self.claims: list[dict[str, str]] = []

    def call(self, method: str, *, context: CallContext, **payload: Any) -> Any:
        if self.away:
            raise Unavailable("tickets did not answer in time")
        self._component.clock.set(self._now())
        try:
            answer = self._component.call(
                method, caller=context.caller, key=context.idempotency_key, **payload
            )
        except DomainError as error:
            raise RemoteFailure(method, error=type(error).__name__) from error
        if method == "claim_batch":
            self.claims += payload["claims"]
            if self.deaf:
                raise Unavailable("tickets did not answer in time")
        return answer


class SmsHouse:
    """Short words for what these tests do again and again."""

    def __init__(self, component: Callable[..., Component]) -> None:
        environ = settings()
        self.phones = PhoneBook()
        self.notify = component(
            Notify,
            dependencies={
                "settings": environ,
                "members": self.phones,
                "channels": Channels(environ),
            },
        )
        self.clock = self.notify.clock
        self._tickets = component(Tickets, dependencies={"settings": environ})
        self._heard = 0
        self.office = TicketOffice(self._tickets, self.clock.now)
        self.notify._dependencies["tickets"] = self.office

    def card(self, card_no: str, phone: str = PHONE, **changes: Any) -> str:
        """A member with a card; the member's id."""
        member_id = uuid7()
        self.phones.items.append(
            {
                "phone": phone,
                "member_id": member_id,
                "union": "chaoyang/jianwai/u0001",
                "card_no": card_no,
                "card_state": "active",
            }
            | changes
        )
        return member_id

    def release(self, **changes: Any) -> dict[str, Any]:
        """A release that is open."""
        now = self.clock.now()
        made: dict[str, Any] = self.office.call(
            "create_release",
            context=CallContext(caller=OFFICER),
            **{
                "title": "儿童剧《小马过河》",
                "districts": ["chaoyang"],
                "stock": 2,
                "opens_at": rfc3339(now),
                "closes_at": rfc3339(now + timedelta(days=1)),
            }
            | changes,
        )
        return made

    def arrive(self, text: str, *, sender: str = PHONE, gateway_id: str = "") -> bool:
        """The SMS gateway hands an SMS over; whether it had come before."""
        answer = self.notify.call(
            "receive_sms", caller=SYSTEM, id=gateway_id or uuid7(), sender=sender, text=text
        )
        return bool(answer["repeated"])

    def handle(self) -> None:
        """Handle what came in and send the answers."""
        self.notify.tick("handle_sms")
        self.notify.tick("send_regular")

    def say(self, text: str, *, phone: str = PHONE) -> str:
        """Send an SMS a minute later; the text that comes back, empty for none."""
        self.clock.advance(timedelta(minutes=1))
        before = len(self.texts(phone))
        self.arrive(text, sender=phone)
        self.handle()
        new = self.texts(phone)[: len(self.texts(phone)) - before]
        assert len(new) <= 1
        return new[0] if new else ""

    def texts(self, phone: str = PHONE) -> list[str]:
        """The texts on a phone, newest first."""
        answer = self.notify.call("demo_phone", number=phone)
        return [message["text"] for message in answer["messages"]]

    def tick(self, name: str) -> None:
        """Let a tick of the ticket service happen."""
        self._tickets.clock.set(self.clock.now())
        self._tickets.tick(name)

    def hear_tickets(self) -> None:
        """Hand over what the ticket service has told since the last time, as far as it is heard."""
        told = self._tickets.events()
        for envelope in told[self._heard :]:
            with suppress(LookupError):
                self.notify.deliver(envelope)
        self._heard = len(told)

    def tickets_of(self, member_id: str) -> list[dict[str, Any]]:
        """A member's tickets."""
        caller = Caller(kind="member", id=member_id, union="chaoyang/jianwai/u0001")
        answer = self.office.call("list_my_tickets", context=CallContext(caller=caller))
        items: list[dict[str, Any]] = answer["items"]
        return items

    def rows(self) -> list[InboundSms]:
        """All SMS that came in, in their order."""
        with self.notify.database.reading() as session:
            return list(session.scalars(sa.select(InboundSms).order_by(InboundSms.sequence)))

    def messages(self) -> list[Message]:
        """All messages, oldest first."""
        with self.notify.database.reading() as session:
            return list(session.scalars(sa.select(Message).order_by(Message.id)))
