"""Running services until asked to stop. The caller has monkey-patched before importing this."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import eventlet
from eventlet.event import Event
from nameko.runners import ServiceRunner

from chassis import embedded, log, status, topology
from chassis.clock import Clock
from chassis.config import Settings
from chassis.waiting import wait_for_broker, wait_for_database

_log = log.get_logger(__name__)


class Services:
    """Some services in this process, from start to drained stop."""

    def __init__(
        self, classes: Sequence[type[Any]], settings: Settings, *, clock: Clock | None = None
    ) -> None:
        self._classes = classes
        self._settings = settings
        if settings.embedded:
            embedded.register()
        self.runner = ServiceRunner(nameko_config(settings, clock=clock))
        for service_class in classes:
            self.runner.add_service(service_class)
        self._stop_status: Callable[[], None] = _nothing

    def start(self, *, known: Iterable[type[Any]] = ()) -> None:
        """Wait for broker and databases, declare the queues of ``known`` services, start.

        Raises ``ConfigurationError`` when something does not answer within the start time-out.
        """
        settings = self._settings
        wait_for_broker(settings.amqp_uri, seconds=settings.start_timeout)
        for service_class in self._classes:
            wait_for_database(
                settings.database_of(service_class.name), seconds=settings.start_timeout
            )
        topology.declare(settings.amqp_uri, {*known, *self._classes})
        self.runner.start()
        if settings.status_port:
            self._stop_status = status.serve(
                port=settings.status_port, containers=self.runner.containers
            )
        _log.info("serving", services=sorted(self.runner.service_names))

    def stop(self) -> None:
        """Take no more work, finish what is in hand, publish what was committed."""
        self.runner.stop()
        self._stop_status()
        _log.info("stopped", services=sorted(self.runner.service_names))


def _nothing() -> None:
    """What there is to stop when nothing was started."""


def nameko_config(settings: Settings, *, clock: Clock | None = None) -> dict[str, Any]:
    """What nameko reads, and our settings beside it."""
    return {
        "AMQP_URI": settings.amqp_uri,
        "HEARTBEAT": 0 if settings.embedded else 20,
        "max_workers": settings.max_workers,
        "settings": settings,
        "clock": clock,
    }


def serve_until_told(services: Services, *, known: Iterable[type[Any]] = ()) -> None:
    """Start, and stop cleanly on SIGTERM or SIGINT; raises if a service dies."""
    told = Event()

    def tell(_number: int, _frame: Any) -> None:
        if not told.ready():
            told.send(True)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, tell)
    services.start(known=known)

    def watch() -> None:
        try:
            services.runner.wait()
        except Exception as error:
            if not told.ready():
                told.send_exception(error)

    eventlet.spawn(watch)
    told.wait()
    services.stop()
