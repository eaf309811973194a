"""What the chassis promises about calls, on real RabbitMQ and PostgreSQL."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pika
import pytest
from nameko.exceptions import RemoteError

from tests.support.component import ENVIRON, ROOT
from tests.support.ports import free_port

pytestmark = [pytest.mark.rabbitmq, pytest.mark.postgres]


def test_errors_travel_by_name_with_their_details(house):
    house.serve("alpha")
    with pytest.raises(RemoteError) as caught:
        house.call("alpha", "note", text="twice")
    assert caught.value.exc_type == "AlreadyNoted"


def test_bad_input_changes_nothing_and_names_the_field(house):
    house.serve("alpha")
    with pytest.raises(RemoteError) as caught:
        house.call("alpha", "note", text="fine", colour="red")
    assert caught.value.exc_type == "InvalidInput"
    assert house.notes("alpha", "fine") == 0


def test_the_same_key_gets_the_first_answer_and_changes_once(house):
    house.serve("alpha")
    context = {"idempotency_key": "k1", "caller": '{"kind":"member","id":"m1","roles":[]}'}
    answers = [house.call("alpha", "note", text="once", context=context) for _ in range(3)]
    assert answers == [{"count": 1}] * 3
    assert house.notes("alpha", "once") == 1
    with pytest.raises(RemoteError, match="Idempotency-Key"):
        house.call("alpha", "note", text="other", context=context)


def test_the_same_key_at_the_same_moment_changes_once(house):
    house.serve("alpha")
    context = {"idempotency_key": "k2", "caller": '{"kind":"member","id":"m1","roles":[]}'}

    def call(_):
        return house.call("alpha", "note", text="race", pause=0.2, context=context)

    with ThreadPoolExecutor(5) as pool:
        assert list(pool.map(call, range(5))) == [{"count": 1}] * 5
    assert house.notes("alpha", "race") == 1


def test_a_call_that_nobody_waits_for_is_not_made(house):
    """Trap: a call to a stopped service waits in its queue and is made long after."""
    house.serve("alpha")
    with pytest.raises(RemoteError) as caught:
        house.call("alpha", "note", text="late", context={"deadline": str(time.time() - 1)})
    assert caught.value.exc_type == "DeadlineExceeded"
    assert house.notes("alpha", "late") == 0


def test_calling_a_service_that_does_not_answer_ends_in_time(house):
    """Trap: nameko's RPC has no time-out."""
    house.serve("alpha", RPC_TIMEOUT="0.5")
    with pytest.raises(RemoteError) as caught:
        house.call("alpha", "ask_beta", text="hello", timeout=10)
    assert caught.value.exc_type == "Unavailable"
    house.serve("beta")
    with pytest.raises(RemoteError) as caught:
        house.call("alpha", "ask_beta", text="hello", pause=2.0, timeout=10)
    assert caught.value.exc_type == "Unavailable"
    assert house.call("alpha", "ask_beta", text="hello") == {"count": 0}


def test_the_database_does_not_block_other_work(house):
    """Trap: a driver that is not green stops the whole process while it waits."""
    house.serve("alpha")
    with ThreadPoolExecutor(5) as pool:
        counts = list(
            pool.map(lambda _: house.call("alpha", "sleep_in_database")["count"], range(5))
        )
    assert max(counts) >= 2


def test_answers_are_not_written_to_disk(house):
    """Trap: nameko's answers are persistent and confirmed."""
    house.serve("alpha")
    connection = pika.BlockingConnection(pika.URLParameters(house.installation.amqp_uri))
    channel = connection.channel()
    reply_to = channel.queue_declare("", exclusive=True).method.queue
    channel.queue_bind(reply_to, "nameko-rpc", reply_to)
    channel.basic_publish(
        "nameko-rpc",
        "alpha.count",
        json.dumps({"args": [], "kwargs": {"text": "x"}}).encode(),
        pika.BasicProperties(
            reply_to=reply_to,
            content_type="application/json",
            content_encoding="utf-8",
            correlation_id="1",
        ),
    )
    for _, properties, body in channel.consume(reply_to, inactivity_timeout=10, auto_ack=True):
        assert json.loads(body) == {"result": {"count": 0}, "error": None}
        assert properties.delivery_mode == 1
        break
    connection.close()


def test_a_database_that_went_away_for_a_moment_is_asked_again(house):
    house.serve("alpha")
    assert house.call("alpha", "note", text="first") == {"count": 1}
    house.installation.databases.interrupt()
    assert house.call("alpha", "note", text="second") == {"count": 1}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AMQP_URI", "amqp://guest:guest@127.0.0.1:{port}/"),
        ("DATABASE_URL", "postgresql://postgres@127.0.0.1:{port}/{{service}}"),
    ],
)
def test_a_start_without_broker_or_database_waits_and_then_says_so(house, name, value):
    """Trap: nameko dies at once or waits for ever."""
    environ = {
        **os.environ,
        **ENVIRON,
        "AMQP_URI": house.installation.amqp_uri,
        "DATABASE_URL": house.installation.databases.url,
        "START_TIMEOUT": "1",
        name: value.format(port=free_port()),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.house", "alpha"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode != 0
    assert "did not answer within 1 s" in done.stderr
    assert "guest:guest" not in done.stderr.splitlines()[-1]
