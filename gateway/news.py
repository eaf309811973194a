"""Events from RabbitMQ for this process: a queue of its own that is short and dies with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from gateway import wire
from gateway.link import ask
from gateway.repeats import Repeats
from gateway.services import Heard

_MOST = 10_000  # events that wait; the oldest go first


class News:
    """Who wants to hear what, on whichever connection there is; each event once."""

    def __init__(self) -> None:
        self._subscriptions: list[tuple[frozenset[str], Heard, Callable[[], None]]] = []
        self._repeats = Repeats()

    def subscribe(
        self, types: Iterable[str], heard: Heard, *, interrupted: Callable[[], None]
    ) -> None:
        """As ``gateway.services.Services`` has it."""
        self._subscriptions.append((frozenset(types), heard, interrupted))

    async def listen(self, channel: Any) -> None:
        """Hear everything subscribed to. Raises ``BrokerAway`` or ``TimeoutError``."""
        declared = await ask(
            channel,
            "queue_declare",
            queue="",
            exclusive=True,
            arguments={"x-max-length": _MOST, "x-overflow": "drop-head"},
        )
        queue = declared.method.queue
        for event_type in sorted({each for types, _, _ in self._subscriptions for each in types}):
            exchange = wire.event_exchange(event_type)
            await ask(
                channel,
                "exchange_declare",
                exchange=exchange,
                exchange_type="topic",
                durable=True,
            )
            await ask(channel, "queue_bind", queue=queue, exchange=exchange, routing_key=event_type)
        await ask(
            channel, "basic_consume", queue=queue, auto_ack=True, on_message_callback=self._heard
        )

    def interrupted(self) -> None:
        """The connection is gone."""
        for _, _, interrupted in self._subscriptions:
            interrupted()

    def _heard(self, _channel: Any, method: Any, _properties: Any, body: bytes) -> None:
        envelope = decoded(body)
        if self._repeats.again(envelope):
            return
        for types, heard, _ in self._subscriptions:
            if method.routing_key in types:
                heard(envelope)


def decoded(body: bytes) -> Any:
    """The JSON of a message; None if it is none."""
    try:
        return json.loads(body)
    except ValueError:
        return None
