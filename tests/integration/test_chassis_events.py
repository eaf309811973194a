"""What the chassis promises about events, on real RabbitMQ and PostgreSQL.

Each test names the trap of nameko or of the broker that it holds closed.
"""

from __future__ import annotations

import kombu
import pytest
from nameko.exceptions import RpcTimeout

from chassis.clock import SystemClock
from chassis.envelope import Event, seal
from chassis.ids import uuid7
from chassis.topology import event_exchange
from tests.support.house import NOTED, create_tables
from tests.support.needs import amqp_uri_of
from tests.support.proxy import Proxy
from tests.support.waiting import eventually

pytestmark = [pytest.mark.rabbitmq, pytest.mark.postgres]
QUEUE = f"beta.on.{NOTED}"


def publish(house, envelope, *, times=1):
    """Put an envelope on alpha's exchange as the relay does."""
    with kombu.Connection(house.installation.amqp_uri) as connection:
        producer = connection.Producer()
        for _ in range(times):
            producer.publish(
                envelope,
                exchange=event_exchange("alpha"),
                routing_key=NOTED,
                serializer="json",
                delivery_mode="persistent",
            )


def envelope_of(text):
    return seal(
        Event(NOTED, text, {"text": text}),
        at=SystemClock().now(),
        correlation_id=uuid7(),
        causation_id="",
    )


def test_a_change_reaches_its_consumer(house):
    house.serve("alpha", "beta")
    assert house.call("alpha", "note", text="hello") == {"count": 1}
    eventually(lambda: house.notes("beta", "hello") == 1, what="beta has heard")


def test_an_event_published_before_its_consumer_ever_ran_is_kept(house):
    """Trap: an event that finds no queue is dropped by the broker without a word."""
    house.serve("alpha")
    house.call("alpha", "note", text="early")
    eventually(lambda: house.waiting(QUEUE) == 1, what="the event waits")
    house.serve("beta")
    eventually(lambda: house.notes("beta", "early") == 1, what="beta has heard")


def test_an_event_delivered_again_changes_nothing(house):
    house.serve("beta")
    envelope = envelope_of("again")
    publish(house, envelope, times=5)
    publish(house, envelope_of("after"))
    eventually(lambda: house.notes("beta", "after") == 1, what="beta is through")
    assert house.notes("beta", "again") == 1


def test_a_poisonous_event_ends_in_the_dead_letters_after_four_tries(house):
    """Trap: nameko acknowledges a failed event, or requeues it for ever."""
    beta = house.serve("beta")
    publish(house, envelope_of("poison"))
    eventually(lambda: house.waiting(f"{QUEUE}.dead") == 1, what="it lies in the dead letters")
    assert beta.log.read_text().count('"text": "poison"') == 4
    publish(house, envelope_of("healthy"))
    eventually(lambda: house.notes("beta", "healthy") == 1, what="others go on")


@pytest.mark.parametrize("envelope", [{"no": "envelope"}, [1, 2], "text"])
def test_a_message_that_is_no_event_ends_in_the_dead_letters_at_once(house, envelope):
    house.serve("beta")
    publish(house, envelope)
    eventually(lambda: house.waiting(f"{QUEUE}.dead") == 1, what="it lies in the dead letters")


def test_a_domain_error_ends_in_the_dead_letters_at_once(house):
    beta = house.serve("beta")
    publish(house, envelope_of("refused"))
    eventually(lambda: house.waiting(f"{QUEUE}.dead") == 1, what="it lies in the dead letters")
    assert beta.log.read_text().count('"text": "refused"') == 1


def test_a_normal_stop_handles_nothing_twice(house):
    """Trap: nameko closes the connection under a busy worker; its message is handled again."""
    first = house.serve("beta")
    publish(house, envelope_of("slow"))
    eventually(lambda: '"text": "slow"' in first.log.read_text(), what="the handler is busy")
    assert first.stop() == 0
    assert house.notes("beta", "slow") == 1
    assert house.waiting(QUEUE) == 0


def test_a_killed_process_loses_nothing(house):
    first = house.serve("beta")
    publish(house, envelope_of("slow-and-killed"))
    eventually(lambda: "slow-and-killed" in first.log.read_text(), what="the handler is busy")
    first.kill()
    assert house.notes("beta", "slow-and-killed") == 0
    house.serve("beta")
    eventually(lambda: house.notes("beta", "slow-and-killed") == 1, what="handled by the second")


@pytest.fixture
def network(house):
    """The way to the broker, to be cut."""
    from urllib.parse import urlsplit

    parts = urlsplit(amqp_uri_of(house.installation.vhost))
    proxy = Proxy(parts.hostname, parts.port or 5672)
    host = f"{parts.username}:{parts.password}@127.0.0.1:{proxy.port}"
    house.amqp_uri = parts._replace(netloc=host).geturl()
    yield proxy
    proxy.close()


def test_a_change_is_made_and_told_although_the_broker_goes_away(house, network):
    """Traps: dispatching blocks and raises without a broker; an answer that cannot be sent kills
    the whole service."""
    alpha = house.serve("alpha")
    house.call("alpha", "note", text="before")
    with pytest.raises(RpcTimeout):
        _call_and_cut(house, network)
    eventually(lambda: house.notes("alpha", "cut") == 1, what="the change is committed")
    network.mend()
    eventually(lambda: house.waiting(QUEUE) == 2, what="both events were published", seconds=30)
    eventually(alpha.healthy, what="alpha consumes again", seconds=30)
    assert house.call("alpha", "note", text="later") == {"count": 1}


def _call_and_cut(house, network):
    import threading

    timer = threading.Timer(0.4, network.cut)
    timer.start()
    house.call("alpha", "note", text="cut", pause=1.0, timeout=3)


def test_several_relays_publish_each_event_once_and_in_order(house):
    store = create_tables(house.installation.databases.url_of("alpha"))
    expected = [f"n{number:05d}" for number in range(4000)]
    with store.work() as work:
        for text in expected:
            work.emit(Event(NOTED, text, {"text": text}))
    store.database.close()
    relays = [house.serve("alpha", wait=False) for _ in range(3)]
    for relay in relays:
        eventually(relay.healthy, what="alpha consumes", seconds=30)
    eventually(lambda: house.waiting(QUEUE) >= 4000, what="all are published")
    with kombu.Connection(house.installation.amqp_uri) as connection:
        queue = connection.SimpleQueue(kombu.Queue(QUEUE, no_declare=True), no_ack=True)
        published = [queue.get(timeout=5).payload["data"]["text"] for _ in range(queue.qsize())]
    assert published == expected
