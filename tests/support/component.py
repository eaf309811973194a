"""One service with a real SQLite and no broker: what component tests drive."""

from __future__ import annotations

import functools
import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from chassis import config, migration
from chassis.clock import SettableClock
from chassis.context import ANONYMOUS, SYSTEM, CallContext, Caller
from chassis.database import Database
from chassis.envelope import Event, seal
from chassis.ids import uuid7
from chassis.work import Store

ROOT = Path(__file__).resolve().parents[2]
EPOCH = datetime(2026, 4, 25, 1, 0, tzinfo=UTC)
ENVIRON = {
    "AMQP_URI": "embedded://localhost",
    "DATABASE_URL": "sqlite:////nowhere/{service}.db",
    "TOKEN_SECRET": "token-secret-for-tests-only-0123456789",
    "PERSONAL_DATA_SECRET": "personal-secret-for-tests-only-0123456789",
    "TICKET_SIGNING_SEED": "ticket-signing-seed-for-tests-only-0123456789",
    "SMS_INBOUND_TOKEN": "sms-inbound-token-for-tests-only-0123456789",
    "DEMO": "true",
}


def settings(**environ: str) -> config.Settings:
    """Settings as an installation for tests has them."""
    return config.load(ENVIRON | environ)


def migrations_of(service: str) -> Path:
    """Where a service's migrations lie."""
    return ROOT / "services" / service / "migrations"


@functools.cache
def _template(service: str) -> Path:
    """A migrated, empty database file; made once a process and copied for each test."""
    path = Path(tempfile.mkdtemp(prefix="unionhall-")) / f"{service}.db"
    migration.migrate(f"sqlite:///{path}", migrations=migrations_of(service))
    return path


class Component:
    """A service instance on its own database, called as nameko would call it.

    ``dependencies`` replace what reaches outside (other services, gateways); they must be fakes
    that keep the real one's contract, not mocks.
    """

    def __init__(
        self,
        service_class: type[Any],
        folder: Path,
        *,
        at: datetime = EPOCH,
        dependencies: Mapping[str, Any] | None = None,
    ) -> None:
        self._class = service_class
        self._dependencies = dict(dependencies or {})
        self.clock = SettableClock(at)
        self.settings = settings()
        path = folder / f"{service_class.name}.db"
        shutil.copy(_template(service_class.name), path)
        self.database = Database(f"sqlite:///{path}")
        self.store = Store(
            database=self.database, messaging=service_class.db.messaging, clock=self.clock
        )

    def _instance(self, context: CallContext) -> Any:
        service = self._class()
        service.db = self.store.on_behalf_of(context)
        for name, dependency in self._dependencies.items():
            setattr(service, name, dependency)
        return service

    def use(self, **dependencies: Any) -> None:
        """Go on with other dependencies, as after a restart."""
        self._dependencies.update(dependencies)

    def call(
        self,
        method: str,
        *,
        caller: Caller = ANONYMOUS,
        key: str = "",
        deadline: float | None = None,
        **payload: Any,
    ) -> Any:
        """Call a command or query as ``caller``, with an Idempotency-Key if given."""
        context = CallContext(
            caller=caller, correlation_id=uuid7(), idempotency_key=key, deadline=deadline
        )
        return getattr(self._instance(context), method)(**payload)

    def tick(self, method: str) -> None:
        """Let one tick happen."""
        getattr(self._instance(CallContext(caller=SYSTEM)), method)()

    def deliver(self, event: Event | Mapping[str, Any]) -> Mapping[str, Any]:
        """Hand an event (or an envelope from before) to its handler; returns the envelope."""
        if isinstance(event, Event):
            envelope: Mapping[str, Any] = seal(
                event, at=self.clock.now(), correlation_id=uuid7(), causation_id=""
            )
        else:
            envelope = event
        for name in dir(self._class):
            for entrypoint in getattr(getattr(self._class, name), "nameko_entrypoints", ()):
                if getattr(entrypoint, "event_type", None) == envelope["type"]:
                    getattr(self._instance(CallContext()), name)(envelope)
                    return envelope
        raise LookupError(f"{self._class.name} has no handler for {envelope['type']}")

    def events(self, event_type: str | None = None) -> list[dict[str, Any]]:
        """Envelopes in the outbox, oldest first."""
        outbox = self.store.messaging.outbox
        with self.database.reading() as session:
            rows = session.scalars(sa.select(outbox.c.envelope).order_by(outbox.c.sequence)).all()
        return [row for row in rows if event_type in (None, row["type"])]

    def close(self) -> None:
        """Release the database."""
        self.database.close()
