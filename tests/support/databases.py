"""PostgreSQL databases for one test, copied from templates migrated once a run."""

from __future__ import annotations

import functools
import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from psycopg2 import sql

from chassis import migration
from tests.support.component import migrations_of
from tests.support.needs import DATABASE_URL

_RUN = f"uht_{os.getpid()}_{uuid.uuid4().hex[:6]}"
_templates: list[tuple[str, str]] = []


@contextmanager
def _administration(admin: str) -> Iterator[Any]:
    connection = psycopg2.connect(admin, connect_timeout=5)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


@functools.cache
def _template(admin: str, service: str) -> str:
    name = f"{_RUN}_template_{service}"
    url = f"{admin.rsplit('/', 1)[0]}/{name}"
    migration.migrate(url, migrations=migrations_of(service))
    _templates.append((admin, name))
    return name


class Databases:
    """A set of databases, one a service, with one URL that holds ``{service}``."""

    def __init__(self, admin: str = DATABASE_URL) -> None:
        self._admin = admin
        self._prefix = f"{_RUN}_{uuid.uuid4().hex[:6]}"
        self._made: list[str] = []
        self.url = f"{admin.rsplit('/', 1)[0]}/{self._prefix}_{{service}}"

    def url_of(self, service: str) -> str:
        """The URL of one service's database."""
        return self.url.replace("{service}", service)

    def create(self, services: Iterable[str]) -> None:
        """Create migrated, empty databases."""
        for service in services:
            name = f"{self._prefix}_{service}"
            with _administration(self._admin) as cursor:
                cursor.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                        sql.Identifier(name), sql.Identifier(_template(self._admin, service))
                    )
                )
            self._made.append(name)

    def create_empty(self, service: str) -> None:
        """Create a database without tables."""
        name = f"{self._prefix}_{service}"
        with _administration(self._admin) as cursor:
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        self._made.append(name)

    def query(self, service: str, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of one service's database, for a test's own count."""
        connection = psycopg2.connect(self.url_of(service), connect_timeout=5)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement, values)
                return list(cursor.fetchall())
        finally:
            connection.close()

    def interrupt(self) -> None:
        """End every session of these databases, as a restart of the server does to clients."""
        with _administration(self._admin) as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE %s",
                (f"{self._prefix}\\_%",),
            )

    def drop(self) -> None:
        """Remove the databases."""
        _drop((self._admin, name) for name in self._made)


def drop_templates() -> None:
    """Remove what ``Databases`` copied from; once at the end of a run."""
    _drop(template for template in _templates if template[0] == DATABASE_URL)
    _templates.clear()


def _drop(databases: Iterable[tuple[str, str]]) -> None:
    for admin, name in databases:
        with _administration(admin) as cursor:
            cursor.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )
