"""The broker of the embedded run: kombu's in-memory transport without its polling.

Differences from RabbitMQ that matter here are closed: a consumer sleeps until a message is put
(kombu polls), messages carry a content type where nameko looks for it, and a queue's delivery
limit and dead letters are kept. Nothing survives the process: the outbox does.
"""

from __future__ import annotations

import time
from queue import Empty
from typing import Any

import kombu.transport
from kombu.transport import memory, virtual

from chassis.bell import Bell


class _Message(virtual.Message):
    def __init__(self, payload: Any, channel: Any = None, **kwargs: Any) -> None:
        super().__init__(payload, channel=channel, **kwargs)
        # nameko's responder reads the content type from the properties, as AMQP has it.
        self.properties.setdefault("content_type", self.content_type)


class _Channel(memory.Channel):
    Message = _Message
    arguments: dict[str, dict[str, Any]] = {}  # noqa: RUF012 - one broker a process

    def _new_queue(self, queue: str, **kwargs: Any) -> None:
        self.arguments[queue] = kwargs.get("arguments") or {}
        super()._new_queue(queue, **kwargs)

    def _put(self, queue: str, message: Any, **kwargs: Any) -> None:
        super()._put(queue, message, **kwargs)
        _Transport.ring_all()

    def basic_ack(self, delivery_tag: Any, multiple: bool = False) -> None:
        super().basic_ack(delivery_tag, multiple)
        self.connection.bell.ring()  # there may be room for a message that waits

    def basic_reject(self, delivery_tag: Any, requeue: bool = False) -> None:
        message = self.qos.get(delivery_tag)
        queue = message.delivery_info["queue"]
        arguments = self.arguments.get(queue, {})
        limit = arguments.get("x-delivery-limit")
        raw = message.serializable()
        deliveries = int(raw["headers"].get("x-delivery-count", 0)) + 1
        raw["headers"]["x-delivery-count"] = deliveries
        self.qos.reject(delivery_tag, requeue=False)
        if requeue and (limit is None or deliveries <= limit):
            self._put(queue, raw)
        elif exchange := arguments.get("x-dead-letter-exchange"):
            for dead in self._lookup(exchange, arguments.get("x-dead-letter-routing-key", "")):
                self._put(dead, raw)
        self.connection.bell.ring()

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        raw = super()._get(queue, timeout)
        raw["properties"]["delivery_info"]["queue"] = queue
        return raw


class _Transport(memory.Transport):
    Channel = _Channel
    bells: set[Bell] = set()  # noqa: RUF012 - one broker a process

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        self.bell = Bell()
        self.bells.add(self.bell)

    @classmethod
    def ring_all(cls) -> None:
        for bell in list(cls.bells):  # a greenthread that wakes may connect
            bell.ring()

    def drain_events(self, connection: Any, timeout: float | None = None) -> None:
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            try:
                self.cycle.get(self._deliver, timeout=0)
                return
            except Empty:
                left = None if deadline is None else deadline - time.monotonic()
                if (left is not None and left <= 0) or not self.bell.wait(left):
                    raise TimeoutError from None

    def close_connection(self, connection: Any) -> None:
        self.bells.discard(self.bell)
        super().close_connection(connection)


def register() -> None:
    """Make ``embedded://…`` known to kombu."""
    kombu.transport.TRANSPORT_ALIASES["embedded"] = "chassis.embedded:_Transport"


def reset() -> None:
    """An empty broker; for tests that share a process."""
    _Channel.queues.clear()
    _Channel.arguments.clear()
    memory.Transport.global_state.clear()
