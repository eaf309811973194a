"""One service's database: engine, transactions, and what counts as being away for a moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from eventlet.semaphore import Semaphore
from sqlalchemy import orm
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_POSTGRES_LIMITS = (
    "-c statement_timeout=15000 -c lock_timeout=10000 "
    "-c idle_in_transaction_session_timeout=30000 -c timezone=UTC"
)
_PASSING_STATES = ("40001", "40P01", "55P03", "57P01", "57P02", "57P03", "53300", "08")


class Database:
    """Reads and writes of one service.

    SQLite's busy wait would block the only thread of an embedded run, so writing transactions
    take a green lock there; PostgreSQL needs none.
    """

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.engine = make_engine(url, pool_size=pool_size)
        self.sqlite = self.engine.dialect.name == "sqlite"
        self._writers = Semaphore(1) if self.sqlite else None
        self._writing = orm.sessionmaker(self.engine, expire_on_commit=False)
        reading = self.engine.execution_options(reading=True)
        self._reading = orm.sessionmaker(reading, expire_on_commit=False)

    @contextmanager
    def writing(self) -> Iterator[orm.Session]:
        """A session whose transaction the caller commits; what is not committed is undone."""
        if self._writers is None:
            with self._writing() as session:
                yield session
            return
        with self._writers, self._writing() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[orm.Session]:
        """A session for queries; nothing that it holds is ever committed."""
        with self._reading() as session:
            yield session

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def make_engine(url: str, *, pool_size: int = 10) -> sa.Engine:
    """An engine with limits on every wait; foreign keys and WAL on SQLite."""
    if not url.startswith("sqlite"):
        return sa.create_engine(
            url.replace("postgresql://", "postgresql+psycopg2://", 1),
            pool_size=pool_size,
            max_overflow=2,
            pool_timeout=5,
            pool_recycle=1800,
            connect_args={
                "connect_timeout": 5,
                "options": _POSTGRES_LIMITS,
                "keepalives_idle": 30,
                "keepalives_interval": 5,
                "keepalives_count": 3,
            },
        )
    engine = sa.create_engine(url, connect_args={"check_same_thread": False, "timeout": 5})

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        reading = connection.get_execution_options().get("reading")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def is_passing(error: BaseException) -> bool:
    """Whether a database error may be gone on the next try: connection, deadlock, restart."""
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    state = getattr(error.orig, "pgcode", None)
    if state is not None:
        return str(state).startswith(_PASSING_STATES)
    if isinstance(error, InterfaceError):
        return True
    message = str(error.orig)
    return isinstance(error, OperationalError) and not message.startswith(("no such", "near "))
