"""What every adapter of ``gateway.services.Services`` promises, and a plain nameko service to
promise it with.

Each check is a coroutine over a started adapter. They run against RabbitMQ in
``tests/integration/test_gateway_amqp.py`` and in one process in ``test_embedded.py``.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from nameko.events import EventDispatcher
from nameko.extensions import DependencyProvider
from nameko.rpc import rpc

from chassis.context import ANONYMOUS, CallContext, Caller, Role
from chassis.errors import Conflict
from gateway.services import ServiceError, Services

TOLD = "plain.told.v1"


class NoneLeft(Conflict):
    """An error that is an answer."""


class Context(DependencyProvider):
    """What travelled beside the call."""

    def get_dependency(self, worker_ctx: Any) -> dict[str, Any]:
        return dict(worker_ctx.data)


class Plain:
    """As nameko's own documentation writes services: it knows nothing of our chassis."""

    name = "plain"
    context = Context()
    dispatch = EventDispatcher()
    slept = 0

    @rpc
    def echo(self, **payload: Any) -> dict[str, Any]:
        return {"payload": payload, "context": self.context}

    @rpc
    def refuse(self) -> None:
        raise NoneLeft("none left", stock=5)

    @rpc
    def fail(self) -> None:
        raise RuntimeError("the secret is 42")

    @rpc
    def sleep(self, seconds: float) -> int:
        import eventlet

        eventlet.sleep(seconds)
        Plain.slept += 1
        return Plain.slept

    @rpc
    def tell(self, number: int) -> None:
        self.dispatch(TOLD, {"number": number})


async def ask(
    services: Services,
    method: str,
    *,
    service: str = "plain",
    timeout: float = 5.0,
    context: CallContext | None = None,
    **payload: Any,
) -> Any:
    """One call."""
    return await services.call(
        service, method, payload, context=context or CallContext(), timeout=timeout
    )


async def error_of(call: Awaitable[Any]) -> ServiceError:
    """The error with which a call ends."""
    try:
        await call
    except ServiceError as error:
        return error
    raise AssertionError("the call succeeded")


async def values_come_back_as_they_went(services: Services) -> None:
    payload = {"text": "工会 🎫", "number": 7, "list": [1.5, None, True], "nested": {"a": {}}}
    assert (await ask(services, "echo", **payload))["payload"] == payload


async def identity_and_deadline_arrive(services: Services) -> None:
    context = CallContext(
        caller=Caller(kind="staff", id="s1", roles=(Role("venue", "chaoyang"),)),
        correlation_id="c-1",
        deadline=time.time() + 5,
        idempotency_key="k-1",
    )
    answer = await ask(services, "echo", context=context)
    assert CallContext.from_data(answer["context"]) == context
    nobody = await ask(services, "echo")
    assert CallContext.from_data(nobody["context"]).caller == ANONYMOUS


async def an_error_keeps_its_name(services: Services) -> None:
    error = await error_of(ask(services, "refuse"))
    assert (error.kind, error.code, error.message) == ("conflict", "none_left", "none left")
    assert error.facts == {"stock": "5"}


async def an_accident_tells_nothing(services: Services) -> None:
    for method in ("fail", "no_such_method"):
        error = await error_of(ask(services, method))
        assert error.kind == "internal"
        assert "42" not in str(error)


async def a_slow_call_ends_in_time_and_holds_up_nobody(services: Services) -> None:
    started = time.monotonic()
    error = await error_of(ask(services, "sleep", seconds=1.0, timeout=0.2))
    assert error.kind == "timeout"
    assert time.monotonic() - started < 0.9
    assert (await ask(services, "echo", a=1))["payload"] == {"a": 1}
    # Begun later, as long: when it has ended, the answer that nobody waits for has come before.
    await ask(services, "sleep", seconds=1.0, timeout=10.0)
    assert (await ask(services, "echo", a=2))["payload"] == {"a": 2}


async def a_service_that_is_not_there_is_unavailable(services: Services) -> None:
    error = await error_of(ask(services, "echo", service="nowhere", timeout=0.5))
    assert error.passing


async def answers_find_their_calls(services: Services) -> None:
    answers = await asyncio.gather(*(ask(services, "echo", number=n) for n in range(200)))
    assert [answer["payload"]["number"] for answer in answers] == list(range(200))


async def a_call_that_is_given_up_leaves_nothing_behind(services: Services) -> None:
    call = asyncio.create_task(ask(services, "sleep", seconds=0.3))
    while not services._waiting:  # type: ignore[attr-defined]
        await asyncio.sleep(0)
    call.cancel()
    await asyncio.gather(call, return_exceptions=True)
    assert not services._waiting  # type: ignore[attr-defined]


CHECKS: list[Callable[[Services], Awaitable[None]]] = [
    values_come_back_as_they_went,
    identity_and_deadline_arrive,
    an_error_keeps_its_name,
    an_accident_tells_nothing,
    a_slow_call_ends_in_time_and_holds_up_nobody,
    a_service_that_is_not_there_is_unavailable,
    answers_find_their_calls,
    a_call_that_is_given_up_leaves_nothing_behind,
]


class Ear:
    """Subscribes to ``TOLD`` before the adapter starts; remembers what it hears."""

    def __init__(self, services: Services) -> None:
        self.heard: list[Any] = []
        self.interruptions = 0
        self._services = services
        services.subscribe([TOLD], self.heard.append, interrupted=self._interrupted)

    def _interrupted(self) -> None:
        self.interruptions += 1

    async def hears(self, number: int) -> None:
        """Events reach this process."""
        await ask(self._services, "tell", number=number)
        async with asyncio.timeout(5):
            while {"number": number} not in self.heard:
                await asyncio.sleep(0.01)
