"""The house's way: a broadcast, approved, made into messages and sent."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from benchmarks.notify.sink import Members, Sink
from chassis.clock import SystemClock
from chassis.context import SYSTEM, CallContext, Caller
from chassis.database import Database
from chassis.personal import PersonalData
from chassis.work import Store
from services.notify.broadcasts import looking, use_cases
from services.notify.broadcasts.audiences import Audiences
from services.notify.broadcasts.expanding import Expander
from services.notify.broadcasts.gate import BulkGate
from services.notify.channels.failover import Health
from services.notify.contacts.directory import Directory
from services.notify.database import messaging
from services.notify.messages import pacing
from services.notify.messages.classes import Lane
from services.notify.messages.quiet import NEVER
from services.notify.messages.sender import Sender
from services.notify.messages.to_phones import Phones
from services.notify.templates import use_cases as templates

_TEMPLATE: dict[str, Any] = {
    "name": "benchmark",
    "variables": [
        {"name": "title", "kind": "text", "most": 20},
        {"name": "day", "kind": "day", "most": 20},
    ],
    "contents": {
        "sms": {
            "text": {
                "zh-CN": "【市总工会】{title}将于{day}举行，欢迎参加。退订回T",
                "en": "Trade Union: {title} begins on {day}. Reply T to opt out",
            }
        }
    },
}


def run(url: str, count: int, *, sink: Sink) -> Iterator[None]:
    """Tell so many, from the approval to the end; a step is what one look of each tick does."""
    database = Database(url)
    plain = Store(database=database, messaging=messaging, clock=SystemClock())
    store = plain.on_behalf_of(CallContext(caller=SYSTEM))
    members = Members(count)
    audiences = Audiences(store=store, members=members, tickets=members, context=store.context)
    expander = Expander(store=store, audiences=audiences)
    sender = Sender(
        store=store,
        channel="sms",
        providers=[sink],
        health=Health(),
        reach=Phones(
            store=store,
            directory=Directory(members, store.context),
            personal=PersonalData("a secret for this run only, 0123456789"),
            patience=1.0,
            caps=pacing.configured({}),
        ),
        quiet=NEVER,
        random=random.random,
        gate=BulkGate({}),
    )
    broadcast_id = _drawn_up(plain)
    yield
    with plain.on_behalf_of(_officer("second")).work() as work:
        use_cases.approve_broadcast(work, broadcast_id=broadcast_id)
    while True:
        expander.run()
        sender.run(Lane.BULK)
        with store.reading() as reading:
            if looking.readable(reading, broadcast_id).state == "finished":
                break
        yield
    database.close()


def _drawn_up(store: Store) -> str:
    with store.on_behalf_of(_officer("author")).work() as work:
        templates.write_template(work, **_TEMPLATE, price=5)
        made = use_cases.create_broadcast(
            work,
            office="",
            title="benchmark",
            template="benchmark",
            version=1,
            language="zh-CN",
            channels=["sms"],
            values={"title": "春季健步走", "day": "2026-05-09"},
            audience={"unions": [""]},
            send_at=None,
            skip_bad_lines=False,
        )
        return made.id


def _officer(name: str) -> CallContext:
    return CallContext(caller=Caller(kind="system", id=name))
