"""The entrypoints of broadcasts."""

from __future__ import annotations

import random
from typing import Any

from chassis.context import SYSTEM, CallContext
from chassis.rpc import command, errand, query
from chassis.timer import tick
from chassis.work import Reading, Store, Work
from services.notify import schemas
from services.notify.broadcasts import looking, use_cases
from services.notify.broadcasts.audiences import Audiences
from services.notify.broadcasts.checking import Checker
from services.notify.broadcasts.digest import send_digests
from services.notify.broadcasts.expanding import Expander
from services.notify.broadcasts.gate import BulkGate
from services.notify.broadcasts.previewing import Previewer
from services.notify.contacts.directory import Directory
from services.notify.messages.classes import Lane
from services.notify.messages.sender import Sender
from services.notify.messages.to_phones import Phones

_LOOK_SECONDS = 0.2


class BroadcastDoors:
    """Drawing up, approving, pausing; making the messages and sending them."""

    channels: Any
    settings: Any
    members: Any
    tickets: Any
    _personal: Any

    @command(schemas.CreateBroadcast, schemas.Broadcast)
    def create_broadcast(self, work: Work, request: dict[str, Any]) -> Any:
        return looking.shown(use_cases.create_broadcast(work, **request))

    @command(schemas.BroadcastRef, schemas.Broadcast)
    def approve_broadcast(self, work: Work, request: dict[str, Any]) -> Any:
        return looking.shown(use_cases.approve_broadcast(work, **request))

    @command(schemas.BroadcastRef, schemas.Broadcast)
    def pause_broadcast(self, work: Work, request: dict[str, Any]) -> Any:
        return looking.shown(use_cases.pause_broadcast(work, **request))

    @command(schemas.BroadcastRef, schemas.Broadcast)
    def resume_broadcast(self, work: Work, request: dict[str, Any]) -> Any:
        return looking.shown(use_cases.resume_broadcast(work, **request))

    @command(schemas.CancelBroadcast, schemas.Broadcast)
    def cancel_broadcast(self, work: Work, request: dict[str, Any]) -> Any:
        return looking.shown(use_cases.cancel_broadcast(work, **request))

    @query(schemas.ListBroadcasts, schemas.BroadcastPage)
    def list_broadcasts(self, reading: Reading, request: dict[str, Any]) -> Any:
        return looking.list_broadcasts(reading, **request)

    @query(schemas.BroadcastRef, schemas.BroadcastProgress)
    def get_broadcast(self, reading: Reading, request: dict[str, Any]) -> Any:
        return looking.get_broadcast(reading, **request)

    @query(schemas.ListBroadcastFaults, schemas.BroadcastFaultPage)
    def list_broadcast_faults(self, reading: Reading, request: dict[str, Any]) -> Any:
        return looking.list_faults(reading, **request)

    @errand(schemas.BroadcastRef, schemas.BroadcastPreview)
    def preview_broadcast(self, store: Store, request: dict[str, Any]) -> Any:
        return Previewer(
            store=store, audiences=self._audiences(store), price=self.channels.bulk.price
        ).show(**request)

    @tick(seconds=1)
    def check_files(self, store: Store) -> None:
        Checker(store=store, audiences=self._audiences(store)).run()

    @tick(seconds=_LOOK_SECONDS)
    def expand_broadcasts(self, store: Store) -> None:
        Expander(store=store, audiences=self._audiences(store)).run()

    @tick(seconds=_LOOK_SECONDS)
    def send_bulk(self, store: Store) -> None:
        Sender(
            store=store,
            channel="sms",
            providers=self.channels.sms(store),
            health=self.channels.health,
            reach=Phones(
                store=store,
                directory=Directory(self.members, store.context),
                personal=self._personal,
                patience=self.settings.rpc_timeout,
                caps=self.channels.bulk.caps,
            ),
            quiet=self.channels.quiet,
            random=random.random,
            gate=BulkGate(self.channels.bulk.rates),
        ).run(Lane.BULK)

    @tick(seconds=60)
    def make_digests(self, store: Store) -> None:
        send_digests(store)

    @tick(seconds=3600)
    def forget_lines(self, store: Store) -> None:
        with store.work() as work:
            use_cases.forget_lines(work)

    def _audiences(self, store: Store) -> Audiences:
        # Other services tell only a service whom they know, whoever asked for the preview.
        context = CallContext(
            caller=SYSTEM,
            correlation_id=store.context.correlation_id,
            deadline=store.context.deadline,
        )
        return Audiences(store=store, members=self.members, tickets=self.tickets, context=context)
