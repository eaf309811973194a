"""Claims do not wait for what is slow or stopped beside them.

No clock is read: while the slow thing is shown to be still in progress, claims are decided.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import kombu
import psycopg2
import pytest
from nameko.standalone.rpc import ClusterRpcProxy

from chassis.context import SYSTEM
from tests.integration.test_overload import UNION, Counter, _listening, counter
from tests.support.crowd import Seen, claim_all
from tests.support.waiting import eventually

pytestmark = [pytest.mark.rabbitmq, pytest.mark.postgres]
MEMBERS, STOCK = 60, 30


def everybody_claims(counter: Counter, release_id: str) -> Seen:
    """Sixty members for thirty places, all decided when this returns."""
    members = [(str(uuid.uuid4()), UNION) for _ in range(MEMBERS)]
    seen = asyncio.run(claim_all([counter.address], release_id, members, requests=1, patience=30))
    assert seen.outcomes()["won"] == STOCK
    assert counter.tickets(release_id) == (STOCK, STOCK)
    return seen


def queue_of_notify(installation: Any) -> str:
    """The queue in which notify is told of tickets."""
    listed = subprocess.run(
        [
            *("rabbitmqctl", "-q", "list_bindings", "-p", installation.vhost),
            *("routing_key", "destination_name"),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    names = {
        line.split()[1]
        for line in listed.stdout.splitlines()
        if line.startswith("tickets.ticket_claimed.v1") and "notify" in line
    }
    assert len(names) == 1, listed.stdout
    return names.pop()


def waiting(installation: Any, queue: str) -> int:
    """Messages that wait in a queue."""
    with kombu.Connection(installation.amqp_uri) as connection:
        declared = connection.default_channel.queue_declare(queue, passive=True)
        return int(declared.message_count)


def test_notify_is_stopped_and_its_queue_grows(counter: Counter) -> None:
    """``counter`` runs no notify; its queue was declared when the installation was prepared."""
    queue = queue_of_notify(counter.installation)
    _listening(counter)
    everybody_claims(counter, counter.release(stock=STOCK))
    grown = eventually(
        lambda: waiting(counter.installation, queue) >= STOCK, what="the events wait for notify"
    )
    assert grown
    everybody_claims(counter, counter.release(stock=STOCK))


def policy(installation: Any, *arguments: str) -> None:
    """Set or clear a policy of this test's virtual host."""
    verb, *others = arguments
    subprocess.run(
        ["rabbitmqctl", "-q", verb, "-p", installation.vhost, *others],
        capture_output=True,
        timeout=60,
        check=True,
    )


@contextmanager
def hearing(installation: Any, event_type: str) -> Iterator[kombu.Queue]:
    """A consumer beside notify, with room in its queue."""
    name = f"beside.on.{event_type}"
    exchange = kombu.Exchange("tickets.events", type="topic", durable=True)
    with kombu.Connection(installation.amqp_uri) as connection:
        queue = kombu.Queue(name, exchange=exchange, routing_key=event_type)(
            connection.default_channel
        )
        queue.declare()
        yield queue


def taken(queue: kombu.Queue, into: list[str]) -> set[str]:
    """All ids of events of a queue so far; takes what waits there."""
    while message := queue.get(no_ack=True):
        into.append(message.payload["id"])
    return set(into)


def committed(counter: Counter) -> dict[str, tuple[bool, bool]]:
    """(sent, refused once) by id of the tickets' events in the outbox."""
    rows = counter.installation.databases.query(
        "tickets",
        "SELECT envelope->>'id', published_at IS NOT NULL, refused_at IS NOT NULL "
        "FROM outbox WHERE type = 'tickets.ticket_claimed.v1'",
    )
    return {event_id: (sent, refused) for event_id, sent, refused in rows}


def test_a_full_queue_of_notify_holds_up_nobody_else(counter: Counter) -> None:
    """Two queues get the same events; one refuses them until it is allowed to hold them."""
    installation = counter.installation
    full = queue_of_notify(installation)
    limit = '{"max-length": 1, "overflow": "reject-publish"}'
    policy(installation, "set_policy", "full", f"^{full}$", limit, "--apply-to", "queues")
    _listening(counter)
    heard: list[str] = []
    with hearing(installation, "tickets.ticket_claimed.v1") as queue:
        for _ in range(2):  # the second release comes behind what was refused
            everybody_claims(counter, counter.release(stock=STOCK))
        sent = set(committed(counter))
        assert len(sent) == 2 * STOCK
        eventually(lambda: taken(queue, heard) == sent, what="the other consumer hears of all")
        eventually(
            lambda: (False, True) in committed(counter).values(),
            what="what was refused is kept",
        )
        policy(installation, "clear_policy", "full")
        eventually(
            lambda: all(done for done, _ in committed(counter).values()),
            what="what was refused is taken once there is room",
            seconds=60,
        )
    with kombu.Connection(installation.amqp_uri) as connection:
        arrived: list[str] = []
        channel = connection.default_channel
        while message := channel.basic_get(full, no_ack=True):
            arrived.append(json.loads(message.body)["id"])
    assert sorted(arrived) == sorted(sent), "each once, none missing"


@contextmanager
def reports_in_progress(counter: Counter, release_id: str, *, count: int) -> Iterator[list[Any]]:
    """As many reports as a process has workers are asked for; none can be finished.

    They read the districts of the release first, which no claim does and which are locked here.
    """
    url = counter.installation.databases.url_of("tickets")
    connection = psycopg2.connect(url)

    def ask() -> Any:
        with ClusterRpcProxy(
            {"AMQP_URI": counter.installation.amqp_uri},
            context_data={"caller": SYSTEM.to_json()},
            timeout=60,
        ) as rpc:
            try:
                return rpc.tickets.release_report(release_id=release_id)
            except Exception as error:
                return error

    with ThreadPoolExecutor(count) as pool:
        try:
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE release_districts IN ACCESS EXCLUSIVE MODE")
            asked = [pool.submit(ask) for _ in range(count)]
            held = (
                "SELECT count(*) FROM pg_locks JOIN pg_class ON relation = pg_class.oid "
                "WHERE relname = 'release_districts' AND NOT granted"
            )
            eventually(
                lambda: counter.installation.databases.query("tickets", held)[0][0] > 0,
                what="a report waits",
            )
            yield asked
            assert counter.installation.databases.query("tickets", held)[0][0] > 0, (
                "a report was in progress all the time"
            )
        finally:
            connection.close()


def test_slow_reports_leave_workers_to_claims(counter: Counter) -> None:
    release_id = counter.release(stock=STOCK)
    _listening(counter)
    with reports_in_progress(counter, release_id, count=12) as asked:
        everybody_claims(counter, release_id)
    answers = [each.result(timeout=60) for each in asked]
    made = [answer for answer in answers if isinstance(answer, dict)]
    assert made, "what was slow is finished once it can be"
    assert {answer["code"] for answer in made}
    assert all(answer["accounting"]["adds_up"] for answer in made)


__all__ = ["counter"]
