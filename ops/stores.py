"""A service's store for an operator's command, which runs without the service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from chassis.clock import SystemClock
from chassis.config import Settings
from chassis.context import SYSTEM, CallContext
from chassis.database import Database
from chassis.ids import uuid7
from chassis.work import Store


@contextmanager
def store_of(name: str, settings: Settings) -> Iterator[Store]:
    """The store of a service; its events wait in the outbox until the service runs."""
    database = Database(settings.database_of(name), pool_size=2)
    try:
        yield Store(
            database=database,
            messaging=import_module(f"services.{name}.database").messaging,
            clock=SystemClock(),
            context=CallContext(caller=SYSTEM, correlation_id=uuid7()),
        )
    finally:
        database.close()
