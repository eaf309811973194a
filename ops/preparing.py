"""Getting databases, queues and demonstration data ready."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from chassis import log, migration, topology
from chassis.config import Settings
from chassis.waiting import wait_for_broker, wait_for_database
from ops import house
from ops.stores import store_of

_log = log.get_logger(__name__)


def migrate(settings: Settings, names: Iterable[str]) -> None:
    """Create what is missing and bring every database to the newest revision."""
    if not settings.database_url.startswith("sqlite"):
        server = settings.database_url.rsplit("/", 1)[0] + "/postgres"
        wait_for_database(server, seconds=settings.start_timeout)
    for name in names:
        migration.migrate(settings.database_of(name), migrations=house.migrations_of(name))
        _log.info("migrated", service=name)


def declare(settings: Settings) -> None:
    """Declare all queues, so that no event is published before its consumers' queues exist."""
    if settings.embedded:
        return
    wait_for_broker(settings.amqp_uri, seconds=settings.start_timeout)
    topology.declare(settings.amqp_uri, [house.service_class(name) for name in house.NAMES])


def load_demo(settings: Settings, services: Iterable[str]) -> None:
    """Load services' demonstration data; what is there already stays as it is."""
    for name in services:
        with store_of(name, settings) as store:
            import_module(f"services.{name}.demo").load(store, settings)
