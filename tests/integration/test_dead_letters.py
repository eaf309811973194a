"""What nobody could handle is listed, looked at and put back by hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import kombu
import pytest

from chassis import topology
from ops import house
from tests.support.component import ENVIRON, ROOT
from tests.support.waiting import eventually

pytestmark = pytest.mark.rabbitmq
QUEUE = "notify.on.tickets.ticket_claimed.v1"
ENVELOPE = {"id": "event-1", "type": "tickets.ticket_claimed.v1", "data": {"title": "攀岩"}}


@pytest.fixture
def broker(rabbitmq):
    """Every queue of the house, and one dead letter of notify's."""
    topology.declare(rabbitmq, [house.service_class(name) for name in house.NAMES])
    with kombu.Connection(rabbitmq) as connection:
        connection.Producer().publish(
            ENVELOPE, exchange=topology.DEAD_LETTERS, routing_key=QUEUE, serializer="json"
        )
        yield connection


def waiting(connection: kombu.Connection, queue: str) -> int:
    with connection.channel() as channel:
        return int(channel.queue_declare(queue, passive=True).message_count)


def run(broker: kombu.Connection, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, which it makes a green one."""
    return subprocess.run(
        [sys.executable, "-m", "ops", "dead-letters", *arguments],
        cwd=ROOT,
        env={**os.environ, **ENVIRON, "AMQP_URI": broker.as_uri(include_password=True)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def said(broker: kombu.Connection, *arguments: str) -> list[str]:
    done = run(broker, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_dead_letter_is_listed_shown_and_put_back(broker: Any) -> None:
    eventually(lambda: waiting(broker, f"{QUEUE}.dead") == 1, what="it lies there")
    listed = said(broker, "list")
    assert f"       1  {QUEUE}.dead" in listed
    assert sum(not line.startswith("       0 ") for line in listed) == 1
    # Looking takes nothing away, by either name.
    for name in (QUEUE, f"{QUEUE}.dead"):
        shown = said(broker, "show", name)
        assert json.loads(shown[0]) == ENVELOPE
        eventually(lambda: waiting(broker, f"{QUEUE}.dead") == 1, what="it lies there again")
    assert said(broker, "retry", QUEUE) == ["1 messages put back"]
    eventually(lambda: waiting(broker, QUEUE) == 1, what="its queue has it")
    assert waiting(broker, f"{QUEUE}.dead") == 0
    again = kombu.Queue(QUEUE)(broker.default_channel).get(no_ack=True)
    assert again is not None
    assert again.payload == ENVELOPE


def test_a_queue_has_to_be_named(broker: Any) -> None:
    refused = run(broker, "retry")
    assert refused.returncode != 0
    assert "name the queue" in refused.stderr
    assert waiting(broker, QUEUE) == 0
