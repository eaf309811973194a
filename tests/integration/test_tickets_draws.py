"""A draw of many entries on PostgreSQL, with a process that is killed amid it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from chassis.clock import rfc3339
from chassis.context import CallContext, Caller, Role
from chassis.ids import uuid7
from services.tickets.draws import proof
from tests.integration.test_tickets_concurrency import OPENS, Process, Processes, claim_of
from tests.support.component import ENVIRON, ROOT

pytestmark = pytest.mark.postgres

ENTRIES, STOCK = 20_000, 3_000
OFFICERS = [
    Caller(kind="staff", id=name, roles=(Role("federation"),)) for name in ("first", "second")
]
# A ticket process whose only work is this draw, at the moment that it is told.
DRAWER = """
import sys
from datetime import datetime
from chassis.clock import SettableClock
from chassis.database import Database
from chassis.work import Store
from services.tickets.database import messaging
from services.tickets.draws import drawing
clock = SettableClock(datetime.fromisoformat(sys.argv[2]))
drawing.draw_due(Store(database=Database(sys.argv[1]), messaging=messaging, clock=clock))
"""


@pytest.fixture
def processes(postgres):
    made = Processes(postgres)
    yield made
    for process in made.all:
        process.database.close()


def tick(process: Process, name: str) -> None:
    from services.tickets.service import Tickets

    service = Tickets()
    service.db = process.store.on_behalf_of(CallContext())
    getattr(service, name)()


def proof_of(process: Process, release_id: str) -> str:
    text, number = "", 0
    while number is not None:
        piece: dict[str, Any] = process.call("draw_proof", release_id=release_id, piece=number)
        text, number = text + piece["text"], piece["next_piece"]
    return text


def test_twenty_thousand_entries_are_drawn_once_though_the_first_process_is_killed(
    processes, postgres
):
    release = processes.release(
        stock=STOCK, mode="ballot", draw={"source": "s", "fallback": "f"}, waiting_list=True
    )
    one, other = processes.all[:2]
    for _ in range(0, ENTRIES, 1000):
        batch = [claim_of(release, uuid7(), "a") for _ in range(1000)]
        outcomes = one.call("claim_batch", claims=batch)["outcomes"]
        assert {outcome["outcome"] for outcome in outcomes} == {"entered"}
    processes.clock.set(OPENS + timedelta(days=1, seconds=10))
    for process in processes.all:
        tick(process, "freeze_draws")
    assert processes.query("SELECT entries FROM draws") == [(ENTRIES,)]
    for officer in OFFICERS:
        one.call("propose_draw_value", caller=officer, release_id=release["id"], value="31 07 22")

    command = [
        sys.executable,
        "-c",
        DRAWER,
        postgres.url_of("tickets"),
        rfc3339(processes.clock.now()),
    ]
    killed = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **ENVIRON})
    deadline = time.monotonic() + 60
    while processes.query("SELECT placed FROM draws") == [(0,)]:
        assert killed.poll() is None, "it ended before it placed anybody"
        assert time.monotonic() < deadline
    killed.send_signal(signal.SIGKILL)
    killed.wait(timeout=10)
    ((placed,),) = processes.query("SELECT placed FROM draws")
    assert 0 < placed < ENTRIES
    assert_the_ledger_adds_up(processes)

    processes.clock.advance(timedelta(seconds=61))
    tick(other, "make_draws")
    told = one.call("get_draw", release_id=release["id"])
    assert (told["state"], told["won"], told["waiting"]) == ("drawn", STOCK, ENTRIES - STOCK)
    assert_the_ledger_adds_up(processes)
    rows = processes.query("SELECT count(*), count(DISTINCT member_id) FROM tickets")
    assert rows == [(STOCK, STOCK)]
    winners = Counter(event["member_id"] for event in processes.events("ticket_claimed"))
    assert len(winners) == winners.total() == STOCK
    assert processes.query(
        "SELECT count(*), count(DISTINCT rank), min(rank), max(rank) FROM waiting_places"
    ) == [(ENTRIES - STOCK, ENTRIES - STOCK, STOCK + 1, ENTRIES)]
    assert processes.query(
        "SELECT count(*) FROM draw_entries e LEFT JOIN draw_results r ON r.id = e.id"
        " LEFT JOIN tickets t ON t.claim_id = e.id"
        " WHERE r.rank IS NULL OR (r.rank <= %s) <> (t.id IS NOT NULL)",
        STOCK,
    ) == [(0,)]
    assert len(proof.verify(proof_of(one, release["id"])).order) == ENTRIES
    assert len(processes.events("draw_finished")) == 1


def assert_the_ledger_adds_up(processes: Processes) -> None:
    assert processes.query(
        "SELECT r.stock - r.remaining - (SELECT count(*) FROM tickets),"
        " r.waiting - (SELECT count(*) FROM waiting_places) FROM releases r"
    ) == [(0, 0)]
