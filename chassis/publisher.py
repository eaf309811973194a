"""Publishing batches of events with one wait for all confirms."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import eventlet
import kombu

from chassis.topology import event_exchange

_CONFIRM_SECONDS = 10.0
_AT_ONCE = 8  # events; then whoever waits in this process has a turn, such as claims


@dataclass(frozen=True, slots=True)
class Sealed:
    """An event as it leaves: its type, its envelope as JSON text, what it was caused with."""

    type: str
    body: str
    correlation_id: str


class NotConfirmed(Exception):
    """The broker did not confirm all events in time."""


class Publisher:
    """Sends events of one service to its exchange.

    kombu waits for each confirm in turn; here the whole batch is on its way before the first
    wait, which is what makes the relay fast.
    """

    def __init__(self, *, amqp_uri: str, service: str) -> None:
        self._uri = amqp_uri
        self._exchange = event_exchange(service)
        self._connection: kombu.Connection | None = None
        self._producer: kombu.Producer | None = None
        self._confirming = False
        self._outstanding: dict[int, int] = {}  # delivery tag: position in the batch
        self._last_tag = 0
        self._refused: set[int] = set()

    def publish(self, events: Sequence[Sealed]) -> frozenset[int]:
        """Publish persistently, each by its type, and return when all are answered.

        Returns the positions that at least one queue refused, because it is full; every queue
        that has room holds those events too. Raises ``NotConfirmed`` or the transport's own
        errors; then none may be marked as sent.
        """
        producer = self._open()
        self._refused = set()
        for position, event in enumerate(events):
            if position % _AT_ONCE == _AT_ONCE - 1:
                eventlet.sleep(0)
            producer.publish(
                event.body,
                exchange=self._exchange.name,
                routing_key=event.type,
                content_type="application/json",
                content_encoding="utf-8",
                delivery_mode="persistent",
                headers={"nameko.correlation_id": event.correlation_id},
            )
            if self._confirming:
                self._last_tag += 1
                self._outstanding[self._last_tag] = position
        self._await_confirms()
        return frozenset(self._refused)

    def _open(self) -> kombu.Producer:
        if self._producer is not None:
            return self._producer
        self._connection = kombu.Connection(self._uri, connect_timeout=5)
        channel = self._connection.channel()
        self._last_tag, self._outstanding = 0, {}
        self._confirming = hasattr(channel, "confirm_select")
        if self._confirming:  # the embedded broker has what publish() returned from
            channel.confirm_select()
            channel.events["basic_ack"].add(self._on_ack)
            channel.events["basic_nack"].add(self._on_nack)
        self._exchange(channel).declare()
        self._producer = kombu.Producer(channel, auto_declare=False)
        return self._producer

    def _on_ack(self, delivery_tag: int, multiple: bool) -> None:
        self._answered(delivery_tag, multiple)

    def _on_nack(self, delivery_tag: int, multiple: bool) -> None:
        self._refused |= self._answered(delivery_tag, multiple)

    def _answered(self, delivery_tag: int, multiple: bool) -> set[int]:
        """The positions of a batch that a confirm is about; they are waited for no longer."""
        if multiple:
            tags = [tag for tag in self._outstanding if tag <= delivery_tag]
        else:
            tags = [delivery_tag] if delivery_tag in self._outstanding else []
        return {self._outstanding.pop(tag) for tag in tags}

    def _await_confirms(self) -> None:
        deadline = time.monotonic() + _CONFIRM_SECONDS
        while self._outstanding:
            left = deadline - time.monotonic()
            if left <= 0 or self._connection is None:
                raise NotConfirmed(f"{len(self._outstanding)} events not confirmed in time")
            self._connection.drain_events(timeout=left)

    def close(self) -> None:
        """Drop the connection; the next batch opens a new one."""
        connection, self._connection, self._producer = self._connection, None, None
        if connection is not None:
            connection.release()
