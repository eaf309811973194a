"""The services of the same process: greenthreads on eventlet's asyncio hub, one embedded broker.

The only module of the gateway that knows eventlet. Everything on the broker happens in
greenthreads; coroutines see asyncio futures, which those set.
"""

from __future__ import annotations

import asyncio
import itertools
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import eventlet
import kombu

from chassis import embedded
from chassis.config import Settings
from chassis.context import CallContext
from chassis.log import get_logger
from gateway import wire
from gateway.metrics import timed_call
from gateway.services import NAMES, Heard, ServiceError

_log = get_logger(__name__)


class EmbeddedServices:
    """Calls over kombu's embedded transport: the same messages as on RabbitMQ."""

    def __init__(self, settings: Settings, *, names: Iterable[str] = NAMES) -> None:
        embedded.register()
        self._names = tuple(names)
        self._connection = kombu.Connection(settings.amqp_uri)
        self._exchange = kombu.Exchange(wire.RPC_EXCHANGE, type="topic", durable=True)
        self._replies = f"gateway.replies.{uuid.uuid4()}"
        self._numbers = itertools.count(1)
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._subscriptions: list[tuple[frozenset[str], Heard]] = []
        self._consuming: Any = None

    async def start(self) -> None:
        self._producer = self._connection.Producer(serializer="json")
        self._consuming = eventlet.spawn(self._consume)

    async def stop(self) -> None:
        if self._consuming is not None:
            self._consuming.kill()
        for reply in self._waiting.values():
            if not reply.done():
                reply.set_exception(ServiceError("unavailable", message="the house closes"))

    def subscribe(
        self, types: Iterable[str], heard: Heard, *, interrupted: Callable[[], None]
    ) -> None:
        # The broker lives as long as this process, so nothing ever interrupts.
        self._subscriptions.append((frozenset(types), heard))

    async def call(
        self,
        service: str,
        method: str,
        payload: Mapping[str, Any],
        *,
        context: CallContext,
        timeout: float,
    ) -> Any:
        name = f"{service}.{method}"
        with timed_call(name):
            answer = await self._ask(name, payload, context=context, timeout=timeout)
            return wire.result_of(answer, call=name)

    async def _ask(
        self, name: str, payload: Mapping[str, Any], *, context: CallContext, timeout: float
    ) -> Any:
        number = str(next(self._numbers))
        reply = self._waiting[number] = asyncio.get_running_loop().create_future()
        eventlet.spawn_n(self._publish, name, payload, context, number)
        try:
            async with asyncio.timeout(timeout):
                return await reply
        except TimeoutError as error:
            raise ServiceError("timeout", message=f"{name} did not answer in time") from error
        finally:
            del self._waiting[number]

    async def ready(self) -> Mapping[str, bool]:
        channel = self._connection.default_channel
        known = {name: wire.rpc_queue(name) in channel.queues for name in self._names}
        return {"broker": True, **known}

    def _publish(
        self, name: str, payload: Mapping[str, Any], context: CallContext, number: str
    ) -> None:
        try:
            self._producer.publish(
                wire.call_body(payload),
                exchange=self._exchange,
                routing_key=name,
                reply_to=self._replies,
                correlation_id=number,
                headers=wire.call_headers(context),
            )
        except Exception as error:
            _log.exception("call not published", call=name)
            reply = self._waiting.get(number)
            if reply is not None and not reply.done():
                reply.set_exception(ServiceError("unavailable", message=type(error).__name__))

    def _consume(self) -> None:
        replies = kombu.Queue(
            self._replies, exchange=self._exchange, routing_key=self._replies, exclusive=True
        )
        news = kombu.Queue(
            f"gateway.news.{uuid.uuid4()}",
            exclusive=True,
            bindings=[
                kombu.binding(
                    kombu.Exchange(wire.event_exchange(each), type="topic", durable=True),
                    routing_key=each,
                )
                for types, _ in self._subscriptions
                for each in types
            ],
        )
        with (
            self._connection.Consumer([replies], callbacks=[self._replied], no_ack=True),
            self._connection.Consumer([news], callbacks=[self._heard], no_ack=True),
        ):
            while True:
                self._connection.drain_events()

    def _replied(self, body: Any, message: kombu.Message) -> None:
        reply = self._waiting.get(message.properties.get("correlation_id", ""))
        if reply is not None and not reply.done():  # else its caller has stopped waiting
            reply.set_result(body)

    def _heard(self, body: Any, message: kombu.Message) -> None:
        for types, heard in self._subscriptions:
            if message.delivery_info["routing_key"] in types:
                heard(body)
