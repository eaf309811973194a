"""What nobody could handle is listed, looked at and put back by hand."""

from __future__ import annotations

import json
from typing import Any

import kombu
import pytest

from chassis import topology
from ops import house
from ops.__main__ import main
from tests.support.component import ENVIRON
from tests.support.waiting import eventually

pytestmark = pytest.mark.rabbitmq
QUEUE = "notify.on.tickets.ticket_claimed.v1"
ENVELOPE = {"id": "event-1", "type": "tickets.ticket_claimed.v1", "data": {"title": "攀岩"}}


@pytest.fixture
def broker(rabbitmq, monkeypatch):
    """Every queue of the house, and one dead letter of notify's."""
    for name, value in (ENVIRON | {"AMQP_URI": rabbitmq}).items():
        monkeypatch.setenv(name, value)
    topology.declare(rabbitmq, [house.service_class(name) for name in house.NAMES])
    with kombu.Connection(rabbitmq) as connection:
        connection.Producer().publish(
            ENVELOPE, exchange=topology.DEAD_LETTERS, routing_key=QUEUE, serializer="json"
        )
        yield connection


def waiting(connection: kombu.Connection, queue: str) -> int:
    with connection.channel() as channel:
        return int(channel.queue_declare(queue, passive=True).message_count)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert main(["dead-letters", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


def test_a_dead_letter_is_listed_shown_and_put_back(broker: Any, capsys: Any) -> None:
    eventually(lambda: waiting(broker, f"{QUEUE}.dead") == 1, what="it lies there")
    listed = said(capsys, "list")
    assert f"       1  {QUEUE}.dead" in listed
    assert sum(not line.startswith("       0 ") for line in listed) == 1
    # Looking takes nothing away, by either name.
    for name in (QUEUE, f"{QUEUE}.dead"):
        shown = said(capsys, "show", name)
        assert json.loads(shown[0]) == ENVELOPE
        eventually(lambda: waiting(broker, f"{QUEUE}.dead") == 1, what="it lies there again")
    assert said(capsys, "retry", QUEUE) == ["1 messages put back"]
    eventually(lambda: waiting(broker, QUEUE) == 1, what="its queue has it")
    assert waiting(broker, f"{QUEUE}.dead") == 0
    again = kombu.Queue(QUEUE)(broker.default_channel).get(no_ack=True)
    assert again is not None
    assert again.payload == ENVELOPE


def test_a_queue_has_to_be_named(broker: Any, capsys: Any) -> None:
    assert main(["dead-letters", "retry"]) != 0
    assert "name the queue" in capsys.readouterr().err
    assert waiting(broker, QUEUE) == 0
