"""The relay: takes committed events from the outbox to the broker, in order, at least once."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

import eventlet
import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.bell import Bell
from chassis.log import get_logger
from chassis.metrics import OUTBOX, PUBLISHED, REFUSED
from chassis.publisher import Publisher, Sealed
from chassis.refusals import Lane
from chassis.work import Store

BATCH = 500
_IDLE_SECONDS = 1.0
_LONGEST_PAUSE = 5.0
_LOOK_SECONDS = 30.0  # between two looks for what another process had refused
_LOCK = 0x554E494F  # one relay at a time keeps a service's events in the order of its outbox
_log = get_logger(__name__)


class Relay:
    """Publishes what waits in one service's outbox.

    Woken by the bell at each commit and once a second. Several processes may run one each: on
    PostgreSQL an advisory lock lets one work while the others skip their turn. A row is marked
    only after the broker has confirmed it, so a crash in between publishes it again; consumers
    are once-only.

    What a full queue refuses is set aside, so that the rest goes on: the queues with room have it
    already, and it is tried again with back-off. It is never given up, because only this row
    knows of it; ``unionhall_outbox_refused`` is the alarm.
    """

    def __init__(self, *, service: str, store: Store, publisher: Publisher, bell: Bell) -> None:
        self._service = service
        self._store = store
        self._publisher = publisher
        self._bell = bell
        self._stopping = False
        self._lanes: dict[str, Lane] = {}
        self._look_at = 0.0

    def stop(self) -> None:
        """End after the batch at hand."""
        self._stopping = True
        self._bell.ring()

    def run(self) -> None:
        """Publish until stopped; a broker or database that is away is waited for."""
        pause = 0.1
        while not self._stopping:
            try:
                full = self.flush()
                pause = 0.1
            except Exception as error:
                _log.warning("relay waits", service=self._service, error=repr(error)[:300])
                self._publisher.close()
                eventlet.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
                continue
            if not full:
                self._bell.wait(_IDLE_SECONDS)
        self._publisher.close()

    def flush(self) -> bool:
        """Publish one batch, and of what was refused what is due; whether more waits already."""
        full = self._turn(self._waiting(refused=False).limit(BATCH)) == BATCH
        if time.monotonic() >= self._look_at:
            self._look()
        for event_type in self._due():
            self._try_again(event_type)
        return full or bool(self._due())

    def _due(self) -> list[str]:
        now = time.monotonic()
        return [event_type for event_type, lane in self._lanes.items() if lane.due <= now]

    def _look(self) -> None:
        """Find what is set aside, also by a process that ended since or by another one."""
        outbox = self._store.messaging.outbox.c
        with self._store.database.reading() as session:
            counts = session.execute(
                sa.select(outbox.type, sa.func.count())
                .where(outbox.published_at.is_(None), outbox.refused_at.is_not(None))
                .group_by(outbox.type)
            ).all()
        self._lanes = {event_type: self._lanes.get(event_type, Lane()) for event_type, _ in counts}
        REFUSED.labels(self._service).set(sum(count for _, count in counts))
        self._look_at = time.monotonic() + _LOOK_SECONDS

    def _try_again(self, event_type: str) -> None:
        lane = self._lanes[event_type]
        waiting = self._waiting(refused=True).where(
            self._store.messaging.outbox.c.type == event_type
        )
        if lane.batch == 1:
            # A quorum queue tells a channel that it refused of new room only when a message is
            # taken from it, not when its limit is raised; a new channel hears it at once.
            self._publisher.close()
        if not self._turn(waiting.limit(lane.batch)):
            self._look()
        elif self._lanes[event_type] is lane:  # the broker refused none of them
            self._lanes[event_type] = lane.taken(now=time.monotonic(), most=BATCH)

    def _turn(self, wanted: sa.Select[Any]) -> int:
        """Publish and mark the rows of a query; how many there were."""
        return (
            self._turn_sqlite(wanted)
            if self._store.database.sqlite
            else self._turn_postgres(wanted)
        )

    def _turn_postgres(self, wanted: sa.Select[Any]) -> int:
        with self._store.database.writing() as session:
            if not session.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(_LOCK))):
                return 0
            rows = session.execute(wanted).all()
            if rows:
                self._mark(session, rows, refused=self._publish(rows))
                session.commit()
            return len(rows)

    def _turn_sqlite(self, wanted: sa.Select[Any]) -> int:
        with self._store.database.reading() as session:
            rows = session.execute(wanted).all()
        if rows:
            refused = self._publish(rows)  # outside the writing lock: no remote call inside it
            with self._store.database.writing() as session:
                self._mark(session, rows, refused=refused)
                session.commit()
        return len(rows)

    def _waiting(self, *, refused: bool) -> sa.Select[Any]:
        outbox = self._store.messaging.outbox.c
        aside = outbox.refused_at
        return (
            sa.select(
                outbox.sequence,
                outbox.type,
                # As text: nobody reads it on the way, and to read and write it costs as much as
                # to send it.
                sa.cast(outbox.envelope, sa.Text).label("envelope"),
                outbox.envelope["correlationid"].as_string().label("correlation_id"),
            )
            .where(outbox.published_at.is_(None))
            .where(aside.is_not(None) if refused else aside.is_(None))
            .order_by(outbox.sequence)
        )

    def _mark(self, session: Session, rows: Any, *, refused: frozenset[int]) -> None:
        outbox = self._store.messaging.outbox
        now = self._store.clock.now()
        for column, found in (
            (outbox.c.published_at, [r.sequence for n, r in enumerate(rows) if n not in refused]),
            (outbox.c.refused_at, [r.sequence for n, r in enumerate(rows) if n in refused]),
        ):
            if found:
                chosen = sa.update(outbox).where(outbox.c.sequence.in_(found))
                session.execute(chosen.values({column: now}))

    def _publish(self, rows: Any) -> frozenset[int]:
        """Send rows; the positions that a full queue refused."""
        OUTBOX.labels(self._service).set(len(rows))
        refused = self._publisher.publish(
            [Sealed(row.type, row.envelope, row.correlation_id) for row in rows]
        )
        PUBLISHED.labels(self._service).inc(len(rows) - len(refused))
        OUTBOX.labels(self._service).set(0)
        for event_type in {rows[position].type for position in refused}:
            lane = self._lanes.get(event_type, Lane()).refused(now=time.monotonic())
            self._lanes[event_type] = lane
            _log.warning(
                "a queue is full, tried again",
                service=self._service,
                type=event_type,
                seconds=lane.pause,
            )
        if refused:
            REFUSED.labels(self._service).inc(len(refused))
            self._look_at = min(self._look_at, time.monotonic() + 1.0)
        return refused


def forget(store: Store, *, before: datetime) -> None:
    """Delete what messages and answers no longer need: published, received or answered before."""
    tables = store.messaging
    with store.database.writing() as session:
        session.execute(sa.delete(tables.outbox).where(tables.outbox.c.published_at < before))
        session.execute(sa.delete(tables.received).where(tables.received.c.received_at < before))
        session.execute(sa.delete(tables.answers).where(tables.answers.c.answered_at < before))
        session.commit()
