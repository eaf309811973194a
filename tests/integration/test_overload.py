"""More than can be decided in time: receipts, outcomes afterwards, and nothing lost or doubled."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg2
import pytest
from nameko.standalone.rpc import ClusterRpcProxy

from chassis.context import SYSTEM, Caller
from chassis.tokens import Tokens
from tests.support import needs
from tests.support.component import ENVIRON
from tests.support.crowd import claim_all
from tests.support.installation import Installation
from tests.support.waiting import eventually

pytestmark = [pytest.mark.rabbitmq, pytest.mark.postgres]
UNION = "chaoyang/jianwai/u0001"


class Counter:
    """Tickets and a gateway, and nothing else: what a claim needs."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        installation.prepare(demo=())
        installation.serve("tickets")
        # Its health waits for the services that do not run here.
        self.process, self.address = installation.gateway(wait=False)
        self.tokens = Tokens(ENVIRON["TOKEN_SECRET"])

    def release(self, *, stock: int) -> str:
        """One that is open now."""
        now = datetime.now(UTC)
        with ClusterRpcProxy(
            {"AMQP_URI": self.installation.amqp_uri},
            context_data={"caller": SYSTEM.to_json()},
            timeout=10,
        ) as rpc:
            made = rpc.tickets.create_release(
                title="儿童剧",
                districts=["chaoyang"],
                stock=stock,
                opens_at=(now - timedelta(seconds=1)).isoformat(),
                closes_at=(now + timedelta(hours=2)).isoformat(),
            )
        return str(made["id"])

    def bearer(self, member_id: str) -> str:
        """What a member's page sends."""
        caller = Caller(kind="member", id=member_id, union=UNION, session_id="test")
        return f"Bearer {self.tokens.issue(caller, now=datetime.now(UTC))}"

    @contextmanager
    def stalled(self, release_id: str) -> Iterator[None]:
        """Nobody can decide a claim for a release: its row is locked."""
        url = self.installation.databases.url_of("tickets")
        connection = psycopg2.connect(url)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM releases WHERE id = %s FOR UPDATE", (release_id,))
            yield
        finally:
            connection.close()

    def tickets(self, release_id: str) -> tuple[int, int]:
        """Tickets given, and to how many members."""
        ((given, people),) = self.installation.databases.query(
            "tickets",
            "SELECT count(*), count(DISTINCT member_id) FROM tickets WHERE release_id = %s",
            release_id,
        )
        return given, people


@pytest.fixture
def counter(tmp_path: Path, _postgres_templates: None) -> Iterator[Counter]:
    for problem in (needs.rabbitmq_problem(), needs.postgres_problem()):
        if problem:
            needs.missing(problem)
    installation = Installation(folder=tmp_path, vhost=f"uht-{uuid.uuid4().hex[:12]}")
    try:
        yield Counter(installation)
    finally:
        installation.close()


async def _ask(http: httpx.AsyncClient, counter: Counter, release_id: str, who: str) -> Any:
    return await http.post(
        f"/v1/releases/{release_id}/claims",
        headers={"Authorization": counter.bearer(who), "Idempotency-Key": who},
    )


async def _poll(http: httpx.AsyncClient, counter: Counter, location: str, who: str) -> Any:
    """Ask at the address on the receipt until it says how the claim ended."""
    async with asyncio.timeout(30):
        while True:
            answer = await http.get(location, headers={"Authorization": counter.bearer(who)})
            if answer.status_code == 200:
                return answer.json()
            assert answer.status_code == 202, answer.text
            await asyncio.sleep(0.1)


def test_a_stalled_service_gives_receipts_and_then_exact_outcomes(counter: Counter) -> None:
    release_id = counter.release(stock=40)
    members = [str(uuid.uuid4()) for _ in range(120)]

    async def run() -> list[dict[str, Any]]:
        limits = httpx.Limits(max_connections=200)
        async with httpx.AsyncClient(
            base_url=counter.address, timeout=10, limits=limits, trust_env=False
        ) as http:
            async with asyncio.timeout(30):
                while (await http.get("/healthz")).status_code != 200:
                    await asyncio.sleep(0.1)
            with counter.stalled(release_id):
                receipts = await asyncio.gather(
                    *(_ask(http, counter, release_id, who) for who in members)
                )
                assert {answer.status_code for answer in receipts} == {202}
                assert all(answer.json()["queued"] for answer in receipts)
                assert counter.tickets(release_id) == (0, 0)
            return await asyncio.gather(
                *(
                    _poll(http, counter, answer.headers["location"], who)
                    for answer, who in zip(receipts, members, strict=True)
                )
            )

    _listening(counter)
    outcomes = asyncio.run(run())
    assert [o["outcome"] for o in outcomes].count("won") == 40
    assert len({o["claim_id"] for o in outcomes}) == 120
    assert counter.tickets(release_id) == (40, 40)


def test_a_gateway_that_dies_with_its_queue_loses_nothing(counter: Counter) -> None:
    """The clients come again with the same keys, as after any broken connection."""
    release_id = counter.release(stock=30)
    members = [(str(uuid.uuid4()), UNION) for _ in range(60)]
    port = int(counter.address.rpartition(":")[2])
    _listening(counter)

    async def run() -> Any:
        loop = asyncio.get_running_loop()
        with counter.stalled(release_id):
            crowd = asyncio.create_task(
                claim_all([counter.address], release_id, members, requests=2)
            )
            await asyncio.sleep(1)  # not a wait for a result: the moment of the strike
            await loop.run_in_executor(None, counter.process.kill)
            counter.installation.gateway(wait=False, port=port)
            await asyncio.sleep(1)
        return await crowd

    seen = asyncio.run(run())
    assert seen.repeats > 0
    assert seen.contradictions() == []
    assert seen.outcomes()["won"] == 30
    assert counter.tickets(release_id) == (30, 30)


def _listening(counter: Counter) -> None:
    def look() -> bool:
        return httpx.get(f"{counter.address}/healthz", trust_env=False).status_code == 200

    eventually(look, what="the gateway listens", seconds=60)
