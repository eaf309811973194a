"""Statements that PostgreSQL and SQLite both know but SQLAlchemy spells per dialect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session


def insert_new(
    session: Session, table: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]]
) -> int:
    """Insert rows, leaving out those whose key is taken; how many went in."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert if on_sqlite else postgresql.insert
    # The table, and a row a statement: so it is written out once, and not for each row again.
    target: Any = table.__table__
    statement = insert(target).on_conflict_do_nothing()
    results: list[Any] = [session.execute(statement, row) for row in rows]
    return sum(result.rowcount for result in results)
