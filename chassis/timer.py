"""``tick``: something to do every so many seconds, which may be done once too often."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from nameko.extensions import register_entrypoint
from nameko.timer import Timer

from chassis.context import SYSTEM, CallContext
from chassis.entry import entry
from chassis.ids import uuid7


def tick(*, seconds: float) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Call ``method(self, store)`` every ``seconds``.

    Every process of a service ticks, and after a pause missed ticks come in a burst, so what it
    does must be idempotent and must take its rows with a lock. An error is logged; the next tick
    tries again.
    """

    def decorate(method: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(method)
        def run(service: Any) -> None:
            context = CallContext(caller=SYSTEM, correlation_id=uuid7())
            with entry(service=service.name, name=method.__name__, context=context):
                method(service, service.db.on_behalf_of(context))

        register_entrypoint(run, Timer(interval=seconds, eager=True))
        return run

    return decorate
