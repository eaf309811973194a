"""The tables that every service's database has, and the column types that all of them share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

Id = sa.Uuid(as_uuid=False)
Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
Sequence = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets zones; a time without one is refused on the way in."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def new_metadata() -> sa.MetaData:
    """Metadata whose constraints have predictable names, as migrations need them."""
    return sa.MetaData(naming_convention=_NAMES)


@dataclass(frozen=True, slots=True)
class MessagingTables:
    """The three tables behind reliable messages and repeated requests."""

    outbox: sa.Table
    received: sa.Table
    answers: sa.Table


def messaging_tables(metadata: sa.MetaData) -> MessagingTables:
    """Add outbox, received messages and answers to a service's metadata."""
    outbox = sa.Table(
        "outbox",
        metadata,
        sa.Column("sequence", Sequence, primary_key=True, autoincrement=True),
        sa.Column("type", sa.String(120), nullable=False),
        sa.Column("envelope", Json, nullable=False),
        sa.Column("published_at", UtcDateTime),
        sa.Column("refused_at", UtcDateTime),
    )
    waiting = sa.text("published_at IS NULL")
    sa.Index("ix_outbox_waiting", outbox.c.sequence, postgresql_where=waiting, sqlite_where=waiting)
    received = sa.Table(
        "received_messages",
        metadata,
        sa.Column("consumer", sa.String(160), primary_key=True),
        sa.Column("message_id", sa.String(64), primary_key=True),
        sa.Column("received_at", UtcDateTime, nullable=False, index=True),
    )
    answers = sa.Table(
        "answers",
        metadata,
        sa.Column("caller", sa.String(64), primary_key=True),
        sa.Column("operation", sa.String(80), primary_key=True),
        sa.Column("key", sa.String(128), primary_key=True),
        sa.Column("request_hash", sa.String(64), nullable=False),
        sa.Column("answer", Json, nullable=False),
        sa.Column("answered_at", UtcDateTime, nullable=False, index=True),
    )
    return MessagingTables(outbox=outbox, received=received, answers=answers)
