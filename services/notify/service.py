"""Notify's entrypoints."""

from __future__ import annotations

import random
from typing import Any

from chassis.envelope import ReceivedEvent
from chassis.events import event_handler
from chassis.personal import PersonalData
from chassis.provider import ServiceSettings, ServiceStore
from chassis.remote import Remote
from chassis.rpc import command, query
from chassis.schema import load
from chassis.timer import tick
from chassis.work import Reading, Store, Work
from services.notify import heard, schemas
from services.notify.broadcasts.doors import BroadcastDoors
from services.notify.channels import demo_phone
from services.notify.classes import ClassHandlers
from services.notify.database import messaging
from services.notify.errors import NoDemoPhone
from services.notify.inbound import receiving
from services.notify.inbound.asking import Asking
from services.notify.inbound.handler import Handler
from services.notify.inbound.replying import DirectoryWithSenders
from services.notify.inbox import use_cases as inbox
from services.notify.messages import notices, use_cases
from services.notify.messages.classes import Lane
from services.notify.messages.doors import PlaceDoors
from services.notify.messages.sender import Sender
from services.notify.messages.to_phones import Phones
from services.notify.preferences.doors import PreferenceDoors
from services.notify.privacy.doors import PrivacyDoors
from services.notify.purchases.doors import PurchaseDoors
from services.notify.purchases.reading import NoticeDoors
from services.notify.receipts.doors import ReceiptDoors
from services.notify.reconciliation import noting
from services.notify.reconciliation.doors import ReconciliationDoors
from services.notify.reminders.doors import ReminderDoors
from services.notify.retention.doors import RetentionDoors
from services.notify.support.doors import SupportDoors
from services.notify.targets.doors import TargetDoors
from services.notify.templates.doors import TemplateDoors

_LOOK_SECONDS = 0.2


class Notify(
    ClassHandlers,
    PlaceDoors,
    ReceiptDoors,
    ReconciliationDoors,
    ReminderDoors,
    RetentionDoors,
    PrivacyDoors,
    PreferenceDoors,
    SupportDoors,
    TargetDoors,
    TemplateDoors,
    BroadcastDoors,
    NoticeDoors,
    PurchaseDoors,
):
    """Messages to members, by inbox and phone, and to offices."""

    name = "notify"
    db = ServiceStore(messaging)
    settings = ServiceSettings()
    members = Remote("members")
    tickets = Remote("tickets")
    projects = Remote("projects")

    @event_handler("members.login_code_issued.v1")
    def on_login_code_issued(self, work: Work, event: ReceivedEvent) -> None:
        data = load(heard.LoginCodeIssued, dict(event.data))
        use_cases.tell(work, event_id=event.id, notices=[notices.login_code(data)])

    @event_handler("tickets.ticket_claimed.v1")
    def on_ticket_claimed(self, work: Work, event: ReceivedEvent) -> None:
        data = load(heard.TicketClaimed, dict(event.data))
        use_cases.tell(work, event_id=event.id, notices=[notices.ticket_claimed(data)])
        noting.ticket_claimed(work, event, data)

    @event_handler("tickets.ticket_reminder_due.v1")
    def on_ticket_reminder_due(self, work: Work, event: ReceivedEvent) -> None:
        data = load(heard.TicketReminderDue, dict(event.data))
        use_cases.tell(work, event_id=event.id, notices=[notices.ticket_reminder(data)])

    @tick(seconds=_LOOK_SECONDS)
    def send_urgent(self, store: Store) -> None:
        self._sender(store).run(Lane.URGENT)

    @tick(seconds=_LOOK_SECONDS)
    def send_regular(self, store: Store) -> None:
        self._sender(store).run(Lane.REGULAR)

    def _sender(self, store: Store) -> Sender:
        directory = DirectoryWithSenders(
            self.members, store.context, senders=store, personal=self._personal
        )
        return Sender(
            store=store,
            channel="sms",
            providers=self.channels.sms(store),
            health=self.channels.health,
            reach=Phones(
                store=store,
                directory=directory,
                personal=self._personal,
                patience=self.settings.rpc_timeout,
            ),
            quiet=self.channels.quiet,
            random=random.random,
        )

    @tick(seconds=_LOOK_SECONDS)
    def handle_sms(self, store: Store) -> None:
        Handler(
            store=store,
            asking=Asking(members=self.members, tickets=self.tickets, context=store.context),
            personal=self._personal,
            patience=2 * self.settings.rpc_timeout,
        ).run()

    # It is stored once by itself, so no answer is kept for a repeat.
    @command(schemas.ReceiveSms, schemas.SmsReceived, idempotent=False)
    def receive_sms(self, work: Work, request: dict[str, Any]) -> Any:
        return receiving.receive(work, personal=self._personal, **request)

    @query(schemas.ListMyMessages, schemas.InboxPage)
    def list_my_messages(self, reading: Reading, request: dict[str, Any]) -> Any:
        return inbox.list_my_messages(reading, **request)

    @command(schemas.MessageRef, schemas.InboxMessage)
    def mark_message_read(self, work: Work, request: dict[str, Any]) -> Any:
        return inbox.mark_message_read(work, **request)

    @query(schemas.DemoPhoneNumber, schemas.DemoPhoneMessages)
    def demo_phone(self, reading: Reading, request: dict[str, Any]) -> Any:
        self._require_demo()
        return {
            "messages": demo_phone.show(reading, **request),
            "sent": receiving.sent_by(reading, personal=self._personal, **request),
        }

    @command(schemas.DemoPhoneSms, schemas.SmsReceived)
    def send_from_demo_phone(self, work: Work, request: dict[str, Any]) -> Any:
        self._require_demo()
        return receiving.receive_from_phone(work, personal=self._personal, **request)

    def _require_demo(self) -> None:
        if not self.settings.demo:
            raise NoDemoPhone("this installation has no demonstration phone")

    @property
    def _personal(self) -> PersonalData:
        return PersonalData(self.settings.personal_data_secret)
