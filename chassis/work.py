"""The unit of work: one transaction that holds a change, its events and its answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import orm

from chassis.bulk import insert_many
from chassis.clock import Clock
from chassis.context import CallContext, Caller
from chassis.database import Database
from chassis.envelope import Event, seal
from chassis.tables import MessagingTables


class Reading:
    """What a query may use: a session, the caller and the moment."""

    def __init__(self, *, session: orm.Session, context: CallContext, now: datetime) -> None:
        self.session = session
        self.context = context
        self.now = now

    @property
    def caller(self) -> Caller:
        """On whose behalf this runs."""
        return self.context.caller


class Work(Reading):
    """What a command, a handler or a tick may use: a query's means, and events."""

    def __init__(
        self,
        *,
        session: orm.Session,
        context: CallContext,
        now: datetime,
        outbox: sa.Table,
    ) -> None:
        super().__init__(session=session, context=context, now=now)
        self._outbox = outbox
        self._events: list[Event] = []
        self.published = False
        self.commit_tried = False

    def emit(self, event: Event) -> None:
        """Publish a fact if, and only if, this work is committed."""
        self._events.append(event)

    def undo(self) -> None:
        """Forget what was changed and published so far; what follows stands for itself."""
        self.session.rollback()
        self._events = []

    def commit(self) -> None:
        """Write events to the outbox and commit. The block's end does this by itself; call it
        only where a change must last although an error follows."""
        if self._events:
            rows = [
                {
                    "type": event.type,
                    "envelope": seal(
                        event,
                        at=self.now,
                        correlation_id=self.context.correlation_id,
                        causation_id=self.context.causation_id,
                    ),
                }
                for event in self._events
            ]
            self._events = []
            self.session.flush()
            insert_many(self.session, self._outbox, rows)
            self.published = True
        self.session.flush()
        self.commit_tried = True
        self.session.commit()


class Store:
    """Opens units of work and readings on one service's database."""

    def __init__(
        self,
        *,
        database: Database,
        messaging: MessagingTables,
        clock: Clock,
        committed: Callable[[], None] = lambda: None,
        context: CallContext | None = None,
    ) -> None:
        self.database = database
        self.messaging = messaging
        self.clock = clock
        self.committed = committed
        self.context = context or CallContext()

    def on_behalf_of(self, context: CallContext) -> Store:
        """The same store for another call."""
        return Store(
            database=self.database,
            messaging=self.messaging,
            clock=self.clock,
            committed=self.committed,
            context=context,
        )

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One transaction: committed at the end of the block, undone if it raises."""
        with self.database.writing() as session:
            work = Work(
                session=session,
                context=self.context,
                now=self.clock.now(),
                outbox=self.messaging.outbox,
            )
            try:
                yield work
                work.commit()
            finally:
                session.rollback()
        if work.published:
            self.committed()

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """A look at the data; changes nothing."""
        with self.database.reading() as session:
            yield Reading(session=session, context=self.context, now=self.clock.now())
