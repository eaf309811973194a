"""The gateway's own AMQP against a real broker and a service that knows nothing of our chassis."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pika
import pytest

from gateway.amqp import AmqpServices
from tests.component.gateway.adapters import CHECKS, TOLD, Ear, ask, error_of
from tests.support.component import ROOT
from tests.support.proxy import Proxy

pytestmark = [pytest.mark.rabbitmq, pytest.mark.anyio]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@contextmanager
def plain_service(amqp_uri: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.integration.gateway_plain", amqp_uri],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(timeout=10)


@pytest.fixture
def plain(rabbitmq):
    with plain_service(rabbitmq) as process:
        yield process


@pytest.fixture
async def services(rabbitmq):
    made = AmqpServices(rabbitmq, names=["plain"])
    await made.start()
    yield made
    await made.stop()


async def until(look, *, seconds=20.0):
    """Wait until an awaitable answers with something true."""
    async with asyncio.timeout(seconds):
        while not (found := await look()):
            await asyncio.sleep(0.05)
        return found


async def is_ready(services):
    return all((await services.ready()).values())


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
async def test_the_adapter_keeps_its_promises(check, services, plain):
    await until(lambda: is_ready(services))
    await check(services)


async def test_events_are_heard(rabbitmq, plain):
    services = AmqpServices(rabbitmq, names=["plain"])
    ear = Ear(services)
    await services.start()
    await until(lambda: is_ready(services))
    await ear.hears(1)
    await services.stop()
    assert ear.heard == [{"number": 1}]


async def test_a_service_that_has_never_run_is_known_at_once(services):
    """Trap: a call that no queue takes is dropped by the broker, and its caller waits."""
    await until(lambda: _has_broker(services))
    started = time.monotonic()
    error = await error_of(ask(services, "echo", service="nowhere", timeout=5))
    assert error.kind == "unavailable"
    assert time.monotonic() - started < 2


async def _has_broker(services):
    return (await services.ready())["broker"]


async def test_ready_tells_who_consumes(services, rabbitmq):
    await until(lambda: _has_broker(services))
    assert await services.ready() == {"broker": True, "plain": False}
    with plain_service(rabbitmq):
        await until(lambda: is_ready(services))

    async def is_gone():
        return not (await services.ready())["plain"]

    await until(is_gone)
    assert (await services.ready())["broker"] is True


async def test_a_call_is_transient_and_ends_with_its_caller(services, rabbitmq):
    """Traps: nameko's calls are written to disk, and wait for a stopped service for ever."""
    await until(lambda: _has_broker(services))
    with _channel(rabbitmq) as channel:
        channel.queue_declare("rpc-plain", durable=True)
        channel.queue_bind("rpc-plain", "nameko-rpc", "plain.*")
        error = await error_of(ask(services, "echo", timeout=0.3, a=1))
        assert error.kind == "timeout"

        async def is_empty():
            return channel.queue_declare("rpc-plain", passive=True).method.message_count == 0

        await until(is_empty, seconds=5)
        call = asyncio.create_task(error_of(ask(services, "echo", timeout=2, a=2)))

        async def arrived():
            return channel.basic_get("rpc-plain", auto_ack=True)[1:]

        async def message():
            found = await arrived()
            return found if found[0] is not None else None

        properties, body = await until(message, seconds=2)
        assert properties.delivery_mode == 1
        assert properties.expiration == "2000"
        assert json.loads(body) == {"args": [], "kwargs": {"a": 2}}
        await call


@contextmanager
def _channel(amqp_uri):
    connection = pika.BlockingConnection(pika.URLParameters(amqp_uri))
    yield connection.channel()
    connection.close()


async def test_calls_in_flight_are_bounded(rabbitmq, plain):
    services = AmqpServices(rabbitmq, names=["plain"], most_in_flight=5)
    await services.start()
    await until(lambda: is_ready(services))
    calls = [asyncio.create_task(ask(services, "sleep", seconds=0.5)) for _ in range(5)]
    await asyncio.sleep(0.1)
    error = await error_of(ask(services, "echo"))
    assert (error.kind, error.code) == ("unavailable", "busy")
    await asyncio.gather(*calls)
    await ask(services, "echo")
    await services.stop()


@pytest.fixture
def network(rabbitmq):
    """The way to the broker, to be cut, and the URI that goes along it."""
    parts = urlsplit(rabbitmq)
    proxy = Proxy(parts.hostname, parts.port or 5672)
    host = f"{parts.username}:{parts.password}@127.0.0.1:{proxy.port}"
    proxy.uri = parts._replace(netloc=host).geturl()
    yield proxy
    proxy.close()


async def test_a_lost_connection_fails_what_is_in_flight_and_comes_back(network, plain):
    services = AmqpServices(network.uri, names=["plain"])
    ear = Ear(services)
    await services.start()
    await until(lambda: is_ready(services))
    call = asyncio.create_task(error_of(ask(services, "sleep", seconds=30, timeout=30)))
    await asyncio.sleep(0.2)
    network.cut()
    async with asyncio.timeout(5):
        assert (await call).kind == "unavailable"
    assert ear.interruptions == 1
    started = time.monotonic()
    assert (await error_of(ask(services, "echo"))).kind == "unavailable"
    assert time.monotonic() - started < 0.5, "nobody waits for a broker that is away"
    assert (await services.ready())["broker"] is False

    network.mend()
    await until(lambda: is_ready(services))
    assert (await ask(services, "echo", a=1))["payload"] == {"a": 1}
    await ear.hears(7)
    await services.stop()


async def test_a_broker_that_comes_late_is_waited_for(network, plain):
    network.cut()
    services = AmqpServices(network.uri, names=["plain"])
    await services.start()
    assert (await error_of(ask(services, "echo"))).kind == "unavailable"
    await asyncio.sleep(0.5)
    network.mend()
    await until(lambda: is_ready(services))
    await services.stop()


async def test_news_that_nobody_takes_do_not_pile_up(rabbitmq):
    """The queue of a gateway is its own, short, and gone with its connection."""
    services = AmqpServices(rabbitmq, names=[])
    Ear(services)
    await services.start()
    await until(lambda: _has_broker(services))
    await services.stop()
    with _channel(rabbitmq) as channel:
        channel.confirm_delivery()
        with pytest.raises(pika.exceptions.UnroutableError):
            channel.basic_publish("plain.events", TOLD, b"{}", mandatory=True)
