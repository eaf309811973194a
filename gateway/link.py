"""One connection to the broker that comes back by itself (pika on the running asyncio loop)."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

import pika
from pika.adapters.asyncio_connection import AsyncioConnection

from chassis.log import get_logger

_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0  # seconds between two tries
_STEP = 10.0  # seconds that the broker has for one step
_FAREWELL = 2.0  # and for hearing that we go
_log = get_logger(__name__)


class BrokerAway(Exception):
    """The connection was lost, or a step of it was refused."""


class Link:
    """Keeps a connection open. ``opened`` prepares each new one; ``lost`` hears of its end."""

    def __init__(
        self,
        amqp_uri: str,
        *,
        opened: Callable[[AsyncioConnection], Awaitable[None]],
        lost: Callable[[], None],
    ) -> None:
        self._parameters = pika.URLParameters(amqp_uri)
        self._parameters.heartbeat = 20
        self._parameters.blocked_connection_timeout = 60
        self._parameters.socket_timeout = self._parameters.stack_timeout = _STEP - 2
        self._parameters.client_properties = {"connection_name": "unionhall gateway"}
        self._opened = opened
        self._lost = lost
        self._task: asyncio.Task[None] | None = None
        self.blocked = False  # the broker takes no messages now

    def start(self) -> None:
        """Begin to connect."""
        self._task = asyncio.create_task(self._stay_connected())

    async def stop(self) -> None:
        """Close, and stay closed."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _stay_connected(self) -> None:
        pause = _FIRST_PAUSE
        while True:
            try:
                connection, closed = await self._connect()
                try:
                    await self._opened(connection)
                    _log.info("connected to the broker")
                    pause = _FIRST_PAUSE
                    await asyncio.wait([closed])
                    raise closed.result()
                finally:
                    self._lost()
                    if connection.is_open:
                        connection.close()
                        await asyncio.wait([closed], timeout=_FAREWELL)
            except (BrokerAway, TimeoutError) as error:
                _log.warning("broker away", error=str(error) or "no answer in time")
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _connect(self) -> tuple[AsyncioConnection, asyncio.Future[BrokerAway]]:
        loop = asyncio.get_running_loop()
        is_open: asyncio.Future[None] = loop.create_future()
        closed: asyncio.Future[BrokerAway] = loop.create_future()
        connection = AsyncioConnection(
            self._parameters,
            on_open_callback=lambda _: _succeed(is_open, None),
            on_open_error_callback=lambda _, error: _fail(is_open, error),
            on_close_callback=lambda _, error: _succeed(closed, BrokerAway(repr(error))),
            custom_ioloop=loop,
        )
        self.blocked = False
        connection.add_on_connection_blocked_callback(lambda *_: self._block(True))
        connection.add_on_connection_unblocked_callback(lambda *_: self._block(False))
        async with asyncio.timeout(_STEP):
            await is_open
        return connection, closed

    def _block(self, blocked: bool) -> None:
        self.blocked = blocked
        _log.warning("broker blocks publishers" if blocked else "broker takes messages again")


async def open_channel(connection: AsyncioConnection) -> Any:
    """A new channel. Raises ``BrokerAway`` or ``TimeoutError``."""
    opened: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    try:
        connection.channel(on_open_callback=lambda channel: _succeed(opened, channel))
    except pika.exceptions.AMQPError as error:
        raise BrokerAway(repr(error)) from error
    async with asyncio.timeout(_STEP):
        return await opened


async def ask(channel: Any, method: str, **arguments: Any) -> Any:
    """What the broker answers to one method of a channel.

    Raises ``BrokerAway`` when it closes the channel instead, or ``TimeoutError``.
    """
    answered: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    channel.add_on_close_callback(lambda _, error: _fail(answered, error))
    try:
        getattr(channel, method)(**arguments, callback=lambda frame: _succeed(answered, frame))
    except pika.exceptions.AMQPError as error:
        raise BrokerAway(repr(error)) from error
    async with asyncio.timeout(_STEP):
        return await answered


def _succeed(future: asyncio.Future[Any], value: Any) -> None:
    if not future.done():
        future.set_result(value)


def _fail(future: asyncio.Future[Any], error: BaseException) -> None:
    if not future.done():
        future.set_exception(BrokerAway(repr(error)))
