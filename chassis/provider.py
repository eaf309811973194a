"""Dependencies of every service: its store (with relay and housekeeping) and its settings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from nameko.extensions import DependencyProvider

from chassis.bell import Bell
from chassis.clock import Clock, SystemClock
from chassis.config import Settings
from chassis.context import CallContext
from chassis.database import Database
from chassis.log import get_logger
from chassis.outbox import Relay, forget
from chassis.publisher import Publisher
from chassis.tables import MessagingTables
from chassis.work import Store

_log = get_logger(__name__)
_KEEP = timedelta(days=7)
_HOUSEKEEPING_SECONDS = 3600.0


class ServiceStore(DependencyProvider):
    """The dependency ``db`` of every service: a ``Store`` bound to the call at hand."""

    def __init__(self, messaging: MessagingTables) -> None:
        self.messaging = messaging

    def setup(self) -> None:
        settings: Settings = self.container.config["settings"]
        clock: Clock = self.container.config.get("clock") or SystemClock()
        service = self.container.service_name
        database = Database(settings.database_of(service), pool_size=settings.max_workers + 2)
        self._closing = Bell()
        bell = Bell()
        self.store = Store(
            database=database, messaging=self.messaging, clock=clock, committed=bell.ring
        )
        publisher = Publisher(amqp_uri=settings.amqp_uri, service=service)
        self.relay = Relay(service=service, store=self.store, publisher=publisher, bell=bell)

    def start(self) -> None:
        self._running = self.container.spawn_managed_thread(self.relay.run)
        self.container.spawn_managed_thread(self._keep_house)

    def stop(self) -> None:
        self._closing.ring()
        self.relay.stop()
        self._running.wait()

    def get_dependency(self, worker_ctx: Any) -> Store:
        return self.store.on_behalf_of(CallContext.from_data(worker_ctx.data))

    def _keep_house(self) -> None:
        while not self._closing.wait(_HOUSEKEEPING_SECONDS):
            try:
                forget(self.store, before=self.store.clock.now() - _KEEP)
            except Exception as error:
                _log.warning("housekeeping failed, next in an hour", error=repr(error)[:300])


class ServiceSettings(DependencyProvider):
    """The dependency ``settings``: what this installation was started with."""

    def get_dependency(self, worker_ctx: Any) -> Settings:
        settings: Settings = worker_ctx.container.config["settings"]
        return settings
