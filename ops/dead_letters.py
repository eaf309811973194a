"""Messages that nobody could handle: look at them, and put them back once the cause is mended."""

from __future__ import annotations

import json

import kombu

from chassis.config import Settings
from chassis.topology import dead_letter_queue, event_queue, subscriptions
from ops import house

_MOST = 1000


def act(settings: Settings, *, action: str, queue: str | None) -> int:
    """List all dead-letter queues, show one's messages, or put them back into their queue."""
    with kombu.Connection(settings.amqp_uri, connect_timeout=5) as connection:
        if action == "list":
            return _list(connection)
        assert queue is not None
        return _take(connection, queue.removesuffix(".dead"), put_back=action == "retry")


def _list(connection: kombu.Connection) -> int:
    for name in house.NAMES:
        for consumer, event_type in subscriptions(house.service_class(name)):
            dead = dead_letter_queue(event_queue(consumer=consumer, event_type=event_type).name)
            with connection.channel() as channel:
                count = channel.queue_declare(dead.name, passive=True).message_count
            print(f"{count:8d}  {dead.name}")
    return 0


def _take(connection: kombu.Connection, queue: str, *, put_back: bool) -> int:
    dead = dead_letter_queue(queue)(connection.default_channel)
    producer = connection.Producer()
    taken: list[kombu.Message] = []
    while len(taken) < _MOST and (message := dead.get(no_ack=False)) is not None:
        taken.append(message)
        if put_back:
            # Confirmed by the queue before it leaves the dead letters: never in neither.
            producer.publish(
                message.payload, routing_key=queue, delivery_mode="persistent", serializer="json"
            )
            message.ack()
        else:
            print(json.dumps(message.payload, ensure_ascii=False))
    print(f"{len(taken)} messages {'put back' if put_back else 'shown'}")
    return 0
