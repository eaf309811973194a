"""The embedded broker keeps what services rely on."""

from __future__ import annotations

import eventlet
import kombu
import pytest

from chassis import embedded
from chassis.topology import DEAD_LETTERS, DELIVERY_LIMIT, dead_letter_queue, event_queue

TYPE = "alpha.noted.v1"


@pytest.fixture
def connection():
    embedded.register()
    embedded.reset()
    with kombu.Connection("embedded://localhost") as made:
        yield made
    embedded.reset()


@pytest.fixture
def queue(connection):
    made = event_queue(consumer="beta", event_type=TYPE)
    for entity in (DEAD_LETTERS, made.exchange, made, dead_letter_queue(made.name)):
        entity(connection.default_channel).declare()
    return made


def publish(connection, queue, body):
    connection.Producer().publish(
        body, exchange=queue.exchange, routing_key=TYPE, serializer="json"
    )


def test_a_consumer_wakes_when_a_message_is_put(connection, queue):
    """Trap: kombu's in-memory transport polls once a second, or burns the processor."""
    got = []
    with kombu.Connection("embedded://localhost") as other:
        consumer = other.Consumer(queue, callbacks=[lambda body, m: (got.append(body), m.ack())])
        consumer.consume()
        waiter = eventlet.spawn(other.drain_events, timeout=30)
        eventlet.sleep(0)
        publish(connection, queue, {"n": 1})
        with eventlet.Timeout(1):
            waiter.wait()
    assert got == [{"n": 1}]


def test_messages_carry_the_content_type_where_nameko_looks(connection, queue):
    """Trap: the virtual message lacks it and the first RPC answer crashes."""
    publish(connection, queue, {"n": 1})
    message = queue(connection.default_channel).get()
    assert message.properties["content_type"] == "application/json"


def test_a_message_given_back_too_often_ends_in_the_dead_letters(connection, queue):
    publish(connection, queue, {"n": 1})
    bound = queue(connection.default_channel)
    for _ in range(DELIVERY_LIMIT + 1):
        message = bound.get()
        assert message.payload == {"n": 1}
        message.requeue()
    assert bound.get() is None
    assert dead_letter_queue(queue.name)(connection.default_channel).get().payload == {"n": 1}


def test_a_refused_message_ends_in_the_dead_letters_at_once(connection, queue):
    publish(connection, queue, {"n": 1})
    queue(connection.default_channel).get().reject()
    assert queue(connection.default_channel).get() is None
    assert dead_letter_queue(queue.name)(connection.default_channel).get() is not None
