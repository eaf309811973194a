"""``python -m tests.component.gateway.embedded_house``: the embedded adapter's checks, in the one
process in which services and coroutines share eventlet's asyncio hub. Prints what held."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")
    import eventlet
    import eventlet.hubs

    eventlet.hubs.use_hub("eventlet.hubs.asyncio")
    eventlet.monkey_patch()

import sys
import traceback

import eventlet.asyncio
from nameko.runners import ServiceRunner

from chassis import embedded
from gateway.embedded import EmbeddedServices
from tests.component.gateway.adapters import CHECKS, Ear, Plain
from tests.support.component import settings


async def main() -> None:
    services = EmbeddedServices(settings(), names=["plain"])
    ear = Ear(services)
    await services.start()
    for check in CHECKS:
        await _report(check.__name__, check(services))
    await _report("events_are_heard", ear.hears(1))
    await _report("ready", _ready(services))
    await services.stop()


async def _ready(services: EmbeddedServices) -> None:
    assert await services.ready() == {"broker": True, "plain": True}
    assert await EmbeddedServices(settings(), names=["nowhere"]).ready() == {
        "broker": True,
        "nowhere": False,
    }


async def _report(name: str, check: object) -> None:
    try:
        await check  # type: ignore[misc]
        sys.stdout.write(f"held: {name}\n")
    except Exception:
        sys.stdout.write(f"broken: {name}\n{traceback.format_exc()}\n")


if __name__ == "__main__":
    embedded.register()
    runner = ServiceRunner({"AMQP_URI": "embedded://", "HEARTBEAT": 0})
    runner.add_service(Plain)
    runner.start()
    eventlet.asyncio.spawn_for_awaitable(main()).wait()
    runner.kill()
