"""Notify's database: the base of its tables and its messaging tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session

from chassis.tables import messaging_tables, new_metadata


class Base(DeclarativeBase):
    """Base of notify's tables."""

    metadata = new_metadata()


messaging = messaging_tables(Base.metadata)


def insert_new(
    session: Session, table: type[Base], rows: Sequence[dict[str, Any]], *, key: Any
) -> set[Any]:
    """Insert the rows that break no unique constraint, a thousand a statement; the ``key`` column
    of those that went in."""
    if not rows:
        return set()
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    insert: Any = sqlite.insert if on_sqlite else postgresql.insert
    statement = insert(table.__table__).on_conflict_do_nothing().returning(key)
    return set(session.scalars(statement, rows))
