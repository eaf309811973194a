"""The members service on PostgreSQL when many do the same thing at the same moment."""

from __future__ import annotations

import base64
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from chassis.clock import SystemClock
from chassis.context import SYSTEM, CallContext, Caller
from chassis.database import Database
from chassis.ids import uuid7
from chassis.work import Store
from services.members import demo
from services.members.database import messaging
from services.members.imports.desk import Desk
from services.members.imports.processing import process
from services.members.security import Security
from services.members.service import Members
from tests.component.members.conftest import FEDERATION, at
from tests.component.members.files import csv_of, row
from tests.support.component import ROOT, settings
from tests.support.databases import Databases
from tests.support.waiting import eventually

pytestmark = pytest.mark.postgres
LIMITS = "codes_by_card=5/3600"


class Together:
    """One database, and as many service instances as there are calls."""

    def __init__(self, databases: Databases) -> None:
        self.databases = databases
        self.url = databases.url_of("members")
        self.security = Security.of(settings(MEMBERS_LIMITS=LIMITS))
        self.database = Database(self.url, pool_size=20)
        self.store = Store(database=self.database, messaging=messaging, clock=SystemClock())
        demo.load(self.store, settings())
        self.card = next(iter(demo._people())).card_no

    def call(self, method: str, *, caller: Caller, **payload: Any) -> Any:
        service: Any = Members()
        context = CallContext(caller=caller, correlation_id=uuid7())
        service.db, service.security = self.store.on_behalf_of(context), self.security
        return getattr(service, method)(**payload)

    def at_once(self, times: int, method: str, **payload: Any) -> Counter[str]:
        """Call from so many threads; answers, or names of errors, with how often they came."""
        barrier = Barrier(times)

        def one(number: int) -> str:
            barrier.wait(timeout=10)
            try:
                answer = self.call(method, caller=at(f"10.0.0.{number}"), **payload)
            except Exception as error:
                return type(error).__name__
            return str(answer.get("refresh_token", "ok"))

        with ThreadPoolExecutor(times) as pool:
            return Counter(pool.map(one, range(times)))

    def code(self) -> str:
        """A fresh code for the card."""
        self.call("request_login_code", caller=at("10.1.0.1"), card_no=self.card)
        sealed = self.databases.query(
            "members",
            "SELECT envelope->'data'->>'sealed_code' FROM outbox"
            " WHERE type = 'members.login_code_issued.v1' ORDER BY sequence DESC LIMIT 1",
        )[0][0]
        return self.security.personal.open(sealed, purpose="login-code")

    def count(self, table: str) -> int:
        return int(self.databases.query("members", f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608


@pytest.fixture
def together(postgres: Databases) -> Iterator[Together]:
    postgres.create(["members"])
    made = Together(postgres)
    yield made
    made.database.close()


def test_wrong_codes_at_once_use_up_a_code_like_wrong_codes_in_turn(together):
    code = together.code()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    found = together.at_once(12, "log_in", card_no=together.card, code=wrong)
    assert found == {"LogInRefused": 12}
    assert together.databases.query("members", "SELECT tries FROM login_codes") == [(5,)]
    assert together.at_once(1, "log_in", card_no=together.card, code=code) == {"LogInRefused": 1}


def test_a_right_code_at_once_opens_one_session(together):
    found = together.at_once(5, "log_in", card_no=together.card, code=together.code())
    assert found["LogInRefused"] == 4
    assert together.count("sessions") == 1


def test_one_refresh_token_at_once_gives_one_successor(together):
    tokens = together.call(
        "log_in", caller=at("10.1.0.1"), card_no=together.card, code=together.code()
    )
    found = together.at_once(10, "refresh_session", refresh_token=tokens["refresh_token"])
    assert list(found.values()) == [10]
    (following,) = found
    assert len(following) == 43
    assert together.at_once(1, "refresh_session", refresh_token=following)["SessionEnded"] == 0


def test_a_limit_holds_at_once(together):
    found = together.at_once(20, "request_login_code", card_no=together.card)
    assert found == {"ok": 5, "TooManyTries": 15}


def test_two_processes_one_of_them_killed_import_everything_once(together):
    before = together.count("members")
    content = csv_of([row(n) for n in range(300)])
    call = {"caller": FEDERATION}
    job = together.call("begin_import", filename="m", format="csv", size=len(content), **call)
    data = base64.b64encode(content).decode()
    together.call("append_import", import_id=job["id"], index=0, data=data, **call)
    together.call("finish_import", import_id=job["id"], **call)
    command = [sys.executable, "-W", "ignore", "-m", "tests.component.members.reading_process"]
    readers = [subprocess.Popen([*command, together.url], cwd=ROOT) for _ in range(2)]

    def look() -> tuple[str, int, Any]:
        select = "SELECT worker, rows_read, finished_at FROM imports"
        worker, read, finished = together.databases.query("members", select)[0]
        return worker, read, finished

    try:
        eventually(lambda: look()[1] >= 50, what="a part of the file was read", seconds=30)
        for reader in readers:
            reader.send_signal(signal.SIGKILL)
        read = look()[1]
        assert 50 <= read < 300
        assert together.count("members") == before
        eventually(lambda: together.count("import_rows") == look()[1], what="nothing is half done")
        # What a minute would do: the dead process's hold is over.
        together.databases.query("members", "UPDATE imports SET held_until = now() RETURNING id")
        desk = Desk()
        eventually(
            lambda: process(together.store, together.security, desk) or look()[2],
            what="another process ends it",
        )
    finally:
        for reader in readers:
            reader.kill()
            reader.wait(timeout=10)
    assert together.count("members") == before + 300
    assert together.count("import_rows") == together.count("import_pieces") == 0
    published = "SELECT count(*) FROM outbox WHERE type = 'members.members_imported.v1'"
    assert together.databases.query("members", published) == [(1,)]


def test_segments_and_groups_are_found_on_postgresql(together):
    def asked(**more: Any) -> Any:
        return together.call("members_of_segment", caller=SYSTEM, unions=["chaoyang"], **more)

    everybody = asked(count=True, limit=1000)
    deaf = asked(audiences=["deaf"], count=True)
    together.call(
        "set_audiences",
        caller=FEDERATION,
        member_id=everybody["member_ids"][0],
        audiences=["volunteer", "deaf"],
        reason="核对",
    )
    assert everybody["total"] == len(everybody["member_ids"]) > 1
    assert everybody["member_ids"][0] in asked(audiences=["deaf"])["member_ids"]
    assert asked(audiences=["deaf"], count=True)["total"] in (deaf["total"], deaf["total"] + 1)
    second = asked(after=everybody["member_ids"][0], limit=1)
    assert second["member_ids"] == everybody["member_ids"][1:2]
