"""Broadcasts on PostgreSQL: killed amid 5,000 recipients, paced, capped, from a file."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chassis.database import Database
from chassis.work import Store
from tests.component.notify.bulk import SECOND, Office
from tests.component.notify.conftest import as_member
from tests.component.notify.fakes import sms_gateway
from tests.integration.broadcast_process import member_id
from tests.support.component import ROOT, Component
from tests.support.databases import Databases
from tests.support.waiting import eventually

pytestmark = pytest.mark.postgres
EVENING = datetime(2026, 4, 25, 10, 0, tzinfo=UTC)  # 18:00 in Shanghai
MANY = 5000


@pytest.fixture
def component(postgres: Databases, tmp_path: Path) -> Any:
    """Makes a component on PostgreSQL."""
    postgres.create(["notify"])
    made: list[Component] = []

    def make(service: type[Any], *, dependencies: Any) -> Component:
        component = Component(service, tmp_path, dependencies=dependencies)
        component.database.close()
        component.database = Database(postgres.url_of("notify"))
        component.store = Store(
            database=component.database, messaging=service.db.messaging, clock=component.clock
        )
        made.append(component)
        return component

    yield make
    for component in made:
        component.close()


def test_a_process_killed_amid_a_broadcast_leaves_nobody_out_and_tells_nobody_twice(
    component: Callable[..., Component], postgres: Databases
):
    office = Office(component)
    office.clock.set(datetime.now(UTC))
    office.template()
    broadcast_id = office.approved(channels=["inbox"])

    def made() -> int:
        ((count,),) = postgres.query("notify", "SELECT count(*) FROM messages")
        return int(count)

    def begin() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.integration.broadcast_process"]
        return subprocess.Popen([*command, postgres.url_of("notify"), str(MANY)], cwd=ROOT)

    process = begin()
    eventually(lambda: made() > 0, what="a page is made", seconds=30)
    process.kill()
    process.wait()
    killed_at = made()
    assert 0 < killed_at < MANY
    assert begin().wait(60) == 0
    told = Counter(
        str(member) for (member,) in postgres.query("notify", "SELECT member_id FROM inbox_entries")
    )
    assert told == Counter(member_id(number) for number in range(MANY))
    ((published,),) = postgres.query(
        "notify", "SELECT count(*) FROM outbox WHERE type = 'notify.message_created.v1'"
    )
    assert (published, made()) == (MANY, MANY)
    told_of = office.progress(broadcast_id)["broadcast"]
    assert (told_of["state"], told_of["recipients"]) == ("finished", MANY)


def test_files_rates_pauses_caps_and_digests_work_on_postgresql(
    component: Callable[..., Component],
):
    with sms_gateway() as gateway:
        office = Office(component, BULK_RATE="2", QUIET_HOURS="none", **gateway.environ)
        office.template()
        people = office.people(4)
        for number, member in enumerate(people):
            office.union.cards[f"100000000000000{number}"] = (member, "chaoyang")
        office.notify.call(
            "set_my_preferences",
            caller=as_member(people[0]),
            topics=[{"topic": "news", "sms": True, "digest": True}],
        )
        rows = [f"100000000000000{number},健步走,2026-05-09" for number in range(4)]
        file = "\n".join(["card_no,title,starts", *rows, "1000000000000009,x,2026-05-09"])
        broadcast_id = office.draw_up(values={}, audience={"csv": file}, skip_bad_lines=True)
        for _ in range(2):
            office.notify.tick("check_files")
        office.act("approve", broadcast_id, SECOND)
        office.run()
        assert sum(m.state == "created" for m in office.messages()) == 2
        office.act("pause", broadcast_id)
        office.clock.advance(timedelta(seconds=1))
        office.run()
        office.act("resume", broadcast_id)
        for _ in range(3):
            office.clock.advance(timedelta(seconds=1))
            office.run()
        told = office.progress(broadcast_id)
        assert (told["broadcast"]["state"], told["broadcast"]["bad_lines"]) == ("finished", 1)
        assert told["messages"] == [
            {"channel": "sms", "state": "sent", "count": 3},
            {"channel": "sms", "state": "suppressed", "count": 1},
        ]
        for title in ("二", "三"):
            office.approved(title=title)
            for _ in range(4):
                office.clock.advance(timedelta(seconds=1))
                office.run()
        reasons = Counter(message.reason for message in office.messages())
        assert reasons == {"": 6, "often enough": 3, "for the digest": 3}
        office.clock.set(EVENING)
        for _ in range(2):
            office.notify.tick("make_digests")
            office.run()
        assert "今日3条通知：健步走通知; 二; 三" in gateway.arrived[-1][1]
        assert len(gateway.arrived) == 7
