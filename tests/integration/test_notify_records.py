"""Notify's call list, retention and erasure on PostgreSQL, with processes at the same time."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from chassis.context import SYSTEM
from chassis.database import Database
from chassis.work import Store
from services.notify.inbound.tables import InboundSms
from services.notify.messages.tables import Message
from services.notify.reconciliation.tables import CallListEntry, Matter
from services.notify.service import Notify
from tests.component.notify.conftest import House
from tests.component.notify.test_privacy import erase, export
from tests.component.notify.test_reconciliation import OFFICER, calls, happened, offer, standings
from tests.component.notify.test_reminders import known, release, reminded, wish
from tests.support.component import Component

pytestmark = pytest.mark.postgres


@pytest.fixture
def house(postgres, tmp_path):
    """Notify on PostgreSQL, with the demonstration's phone."""
    postgres.create(["notify"])
    made: list[Component] = []

    def component(service: type[Any], **more: Any) -> Component:
        notify = Component(service, tmp_path, **more)
        notify.close()
        notify.database = Database(postgres.url_of("notify"))
        notify.store = Store(
            database=notify.database, messaging=Notify.db.messaging, clock=notify.clock
        )
        made.append(notify)
        return notify

    yield House(component)
    for each in made:
        each.close()


def together(count: int, work: Callable[[], Any]) -> None:
    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
        assert not thread.is_alive()


def test_processes_that_look_at_the_same_time_list_each_member_once(house):
    members = [house.member(f"138{number:08d}") for number in range(30)]
    for number, member in enumerate(members):
        ticket = house.ticket(member)
        house.notify.deliver(offer(house, member, release_id=ticket.data["release_id"]))
        house.notify.deliver(ticket)
        if number % 3 == 0:
            gone = {"ticket_id": ticket.data["ticket_id"]}
            house.notify.deliver(happened(house, "tickets.ticket_returned.v1", member, **gone))
    house.clock.advance(timedelta(hours=24))
    together(4, lambda: house.notify.tick("reconcile"))
    house.notify.tick("reconcile")
    assert standings(house) == {"ended": 10, "listed": 20}
    assert standings(house, "offer") == {"taken": 30}
    assert len(calls(house)) == 20


def test_a_member_is_given_out_erased_and_forgotten(house):
    member = house.member("13812345678")
    for text in ("我是赵小满", "谢谢"):
        house.notify.call("receive_sms", caller=SYSTEM, sender="13812345678", text=text)
    with house.notify.database.writing() as session:
        session.execute(
            sa.update(InboundSms).where(InboundSms.sequence == 1).values(member_id=member)
        )
        session.commit()
    house.notify.deliver(house.ticket(member))
    house.send()
    house.clock.advance(timedelta(hours=24))
    house.notify.tick("reconcile")
    (entry,) = calls(house)
    told = {"caller": OFFICER, "entry_id": entry["id"]}
    house.notify.call("tick_off_call", **told, outcome="reached", note="她在上夜班")
    assert json.loads(export(house, member))["sms"][0]["text"] == "我是赵小满"
    assert erase(house, member)["sms"] == 2
    text = export(house, member)
    assert json.loads(text)["calls"][0]["outcome"] == "reached"
    for gone in ("13812345678", "我是赵小满", "7K3M9QX2", "她在上夜班"):
        assert gone not in text
    house.clock.advance(timedelta(days=3 * 365))
    together(2, lambda: house.notify.tick("forget_old"))
    with house.notify.database.reading() as session:
        for table in (Message, Matter, CallListEntry, InboundSms):
            assert session.scalar(sa.select(sa.func.count()).select_from(table)) == 0


def test_processes_that_remind_at_the_same_time_remind_each_member_once(house):
    members = [house.member(f"138{number:08d}") for number in range(30)]
    release_id = known(house)
    for member in members:
        wish(house, member, release_id)
    house.notify.deliver(release(house, hours=4, release_id=release_id, after=1))
    house.clock.advance(timedelta(hours=3, minutes=30))
    together(4, lambda: house.notify.tick("remind_of_openings"))
    assert [len(reminded(house, member)) for member in members] == [1] * 30
