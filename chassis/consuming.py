"""Consuming that survives a lost broker and stops without handling anything twice."""

from __future__ import annotations

from typing import Any

from amqp.exceptions import ConnectionError as AmqpConnectionError
from nameko.messaging import QueueConsumer

from chassis.log import get_logger

_log = get_logger(__name__)
_BROKEN = (AmqpConnectionError, OSError)


class DrainingQueueConsumer(QueueConsumer):
    """nameko's consumer, but its connection outlives its consumers until all work is acknowledged.

    nameko closes the connection as soon as no consumer is left; a worker that is still busy then
    cannot acknowledge, and its message is handled again by somebody else.
    """

    def __init__(self) -> None:
        super().__init__()
        self._in_hand: set[tuple[int, Any]] = set()
        self.consuming = False

    def run(self) -> None:
        # How soon a stop is noticed when no message comes.
        super().run(safety_interval=0.25)

    @staticmethod
    def _key(message: Any) -> tuple[int, Any]:
        return (id(message.channel), message.delivery_tag)

    def handle_message(self, provider: Any, body: Any, message: Any) -> None:
        self._in_hand.add(self._key(message))
        super().handle_message(provider, body, message)

    def on_iteration(self) -> None:
        self._cancel_consumers_if_requested()
        self.should_stop = not self._consumers and not self._in_hand

    def on_connection_revived(self) -> None:
        # What was in hand on the old connection has gone back to the broker.
        self._in_hand.clear()

    def on_consume_ready(
        self, connection: Any, channel: Any, consumers: Any, **kwargs: Any
    ) -> None:
        super().on_consume_ready(connection, channel, consumers, **kwargs)
        self.consuming = True

    def on_consume_end(self, connection: Any, channel: Any) -> None:
        self.consuming = False

    def on_connection_error(self, exc: Exception, interval: float) -> None:
        self.consuming = False
        _log.warning("broker away", error=repr(exc), retry_in=interval)

    def on_decode_error(self, message: Any, exc: Exception) -> None:
        # Nobody can read it: to the dead letters, where a person can.
        _log.error("undecodable message", error=repr(exc))
        self.settle(message, "reject")

    def ack_message(self, message: Any) -> None:
        self.settle(message, "ack")

    def requeue_message(self, message: Any) -> None:
        self.settle(message, "requeue")

    def settle(self, message: Any, how: str) -> None:
        """``ack``, ``requeue`` or ``reject`` a message; on a lost connection the broker already
        has it back."""
        self._in_hand.discard(self._key(message))
        if not message.channel or not message.channel.connection:
            return
        try:
            getattr(message, how)()
        except _BROKEN as error:
            _log.warning("not settled, will come again", how=how, error=repr(error))
