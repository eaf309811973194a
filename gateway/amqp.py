"""The services over RabbitMQ: nameko's RPC spoken by pika, without nameko and eventlet."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pika
from pika.adapters.asyncio_connection import AsyncioConnection

from chassis.context import CallContext
from chassis.log import get_logger
from gateway import wire
from gateway.link import BrokerAway, Link, ask, open_channel
from gateway.metrics import timed_call
from gateway.news import News, decoded
from gateway.services import NAMES, Heard, ServiceError

MOST_IN_FLIGHT = 1000
_READY_SECONDS = 1.0  # how long an answer of ``ready`` is good
_TRANSIENT = 1
_log = get_logger(__name__)


class AmqpServices:
    """One connection with a channel for calls and one for news.

    A call is a transient message with the time-out as its expiration, so that a service that was
    away is not busy with what nobody waits for. Calls in flight fail when the connection is lost.
    """

    def __init__(
        self,
        amqp_uri: str,
        *,
        most_in_flight: int = MOST_IN_FLIGHT,
        names: Iterable[str] = NAMES,
    ) -> None:
        self._link = Link(amqp_uri, opened=self._prepare, lost=self._lose)
        self._most = most_in_flight
        self._names = tuple(names)
        self._connection: AsyncioConnection | None = None
        self._calls: Any = None
        self._replies = f"gateway.replies.{uuid.uuid4()}"
        self._numbers = itertools.count(1)
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._news = News()
        self._ready: tuple[float, dict[str, bool]] = (0.0, {})

    async def start(self) -> None:
        self._link.start()

    async def stop(self) -> None:
        await self._link.stop()

    def subscribe(
        self, types: Iterable[str], heard: Heard, *, interrupted: Callable[[], None]
    ) -> None:
        self._news.subscribe(types, heard, interrupted=interrupted)

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
        if self._calls is None or self._link.blocked:
            raise ServiceError("unavailable", message="the broker is away for a moment")
        if len(self._waiting) >= self._most:
            raise ServiceError("unavailable", code="busy", message="too many calls are in flight")
        number = str(next(self._numbers))
        reply = self._waiting[number] = asyncio.get_running_loop().create_future()
        try:
            self._publish(name, payload, context=context, timeout=timeout, number=number)
            async with asyncio.timeout(timeout):
                return await reply
        except TimeoutError as error:
            raise ServiceError("timeout", message=f"{name} did not answer in time") from error
        finally:
            del self._waiting[number]

    async def ready(self) -> Mapping[str, bool]:
        at, known = self._ready
        if time.monotonic() - at > _READY_SECONDS:
            connection = self._connection
            found = await asyncio.gather(
                *(_has_consumers(connection, wire.rpc_queue(name)) for name in self._names)
            )
            known = {
                "broker": self._calls is not None,
                **dict(zip(self._names, found, strict=True)),
            }
            self._ready = (time.monotonic(), known)
        return known

    def _publish(
        self,
        name: str,
        payload: Mapping[str, Any],
        *,
        context: CallContext,
        timeout: float,
        number: str,
    ) -> None:
        properties = pika.BasicProperties(
            content_type="application/json",
            content_encoding="utf-8",
            headers=wire.call_headers(context),
            delivery_mode=_TRANSIENT,
            reply_to=self._replies,
            correlation_id=number,
            expiration=str(int(timeout * 1000)),
        )
        body = json.dumps(wire.call_body(payload), ensure_ascii=False, separators=(",", ":"))
        try:
            self._calls.basic_publish(
                wire.RPC_EXCHANGE, name, body.encode(), properties, mandatory=True
            )
        except pika.exceptions.AMQPError as error:
            raise ServiceError("unavailable", message="the broker is away") from error

    async def _prepare(self, connection: AsyncioConnection) -> None:
        """Declare what calls and news need on a new connection."""
        await self._news.listen(await open_channel(connection))
        calls = await open_channel(connection)
        calls.add_on_return_callback(self._returned)
        calls.add_on_close_callback(lambda *_: connection.is_open and connection.close())
        await ask(
            calls,
            "exchange_declare",
            exchange=wire.RPC_EXCHANGE,
            exchange_type="topic",
            durable=True,
        )
        await ask(calls, "queue_declare", queue=self._replies, exclusive=True)
        await ask(
            calls,
            "queue_bind",
            queue=self._replies,
            exchange=wire.RPC_EXCHANGE,
            routing_key=self._replies,
        )
        await ask(
            calls,
            "basic_consume",
            queue=self._replies,
            auto_ack=True,
            on_message_callback=self._replied,
        )
        self._connection, self._calls = connection, calls

    def _lose(self) -> None:
        self._connection = self._calls = None
        self._ready = (0.0, {})
        for reply in self._waiting.values():
            if not reply.done():
                reply.set_exception(ServiceError("unavailable", message="the broker went away"))
        self._news.interrupted()

    def _replied(self, _channel: Any, _method: Any, properties: Any, body: bytes) -> None:
        reply = self._waiting.get(properties.correlation_id)
        if reply is not None and not reply.done():  # else its caller has stopped waiting
            reply.set_result(decoded(body))

    def _returned(self, _channel: Any, method: Any, properties: Any, _body: bytes) -> None:
        reply = self._waiting.get(properties.correlation_id)
        if reply is not None and not reply.done():
            service = method.routing_key.partition(".")[0]
            reply.set_exception(ServiceError("unavailable", message=f"{service} does not run"))


async def _has_consumers(connection: AsyncioConnection | None, queue: str) -> bool:
    """Whether somebody takes from a queue; a channel of its own, since a refusal closes it."""
    if connection is None:
        return False
    try:
        channel = await open_channel(connection)
        declared = await ask(channel, "queue_declare", queue=queue, passive=True)
        channel.close()
    except (BrokerAway, TimeoutError):
        return False
    return bool(declared.method.consumer_count)
