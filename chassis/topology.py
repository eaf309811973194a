"""The names and arguments of exchanges and queues, in one place.

RabbitMQ refuses to declare a queue again with other arguments, so these never change in place:
a change means a new queue name and an ADR.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any

import kombu

DELIVERY_LIMIT = 3  # redeliveries; the fourth failure goes to the dead letters
DEAD_LETTERS = kombu.Exchange("dead-letters", type="direct", durable=True)


def event_exchange(service: str) -> kombu.Exchange:
    """nameko's own name and type, so that plain nameko handlers can listen."""
    return kombu.Exchange(f"{service}.events", type="topic", durable=True)


def event_queue(*, consumer: str, event_type: str) -> kombu.Queue:
    """The queue of one consumer for one event type; its name outlives any method's name."""
    name = f"{consumer}.on.{event_type}"
    return kombu.Queue(
        name,
        exchange=event_exchange(event_type.partition(".")[0]),
        routing_key=event_type,
        durable=True,
        queue_arguments={
            "x-queue-type": "quorum",
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-dead-letter-exchange": DEAD_LETTERS.name,
            "x-dead-letter-routing-key": name,
            "x-dead-letter-strategy": "at-least-once",
            "x-overflow": "reject-publish",
        },
    )


def dead_letter_queue(queue_name: str) -> kombu.Queue:
    """Where messages of a queue end that could not be handled."""
    return kombu.Queue(
        f"{queue_name}.dead",
        exchange=DEAD_LETTERS,
        routing_key=queue_name,
        durable=True,
        queue_arguments={"x-queue-type": "quorum"},
    )


def subscriptions(service_class: type[Any]) -> list[tuple[str, str]]:
    """(consumer, event type) of each event handler of a service class."""
    from chassis.events import EventHandler  # not above: the gateway has no nameko

    found = []
    for _, method in inspect.getmembers(service_class, inspect.isfunction):
        for entrypoint in getattr(method, "nameko_entrypoints", ()):
            if isinstance(entrypoint, EventHandler):
                found.append((service_class.name, entrypoint.event_type))
    return sorted(found)


def declare(amqp_uri: str, service_classes: Iterable[type[Any]]) -> None:
    """Declare every exchange and queue before the first event is published.

    An event that finds no queue is lost; so the consumers' queues must be there before their
    services have ever started.
    """
    with kombu.Connection(amqp_uri, connect_timeout=5) as connection:
        channel = connection.default_channel
        DEAD_LETTERS(channel).declare()
        for service_class in service_classes:
            event_exchange(service_class.name)(channel).declare()
            for consumer, event_type in subscriptions(service_class):
                queue = event_queue(consumer=consumer, event_type=event_type)
                queue(channel).declare()
                dead_letter_queue(queue.name)(channel).declare()
