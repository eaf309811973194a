"""Migrations make the tables that the code expects, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from chassis import migration
from chassis.database import make_engine
from tests.support.component import ENVIRON, ROOT, migrations_of

SERVICES = sorted(p.parent.name for p in (ROOT / "services").glob("*/database.py"))


def differences(url: str, service: str) -> list[object]:
    """What Alembic would still change after all migrations."""
    for path in sorted((ROOT / "services" / service).rglob("tables.py")):
        module = path.relative_to(ROOT).with_suffix("")
        import_module(".".join(module.parts))
    base = import_module(f"services.{service}.database").Base
    engine = make_engine(url, pool_size=1)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"compare_type": _compare_type, "include_object": _include}
            )
            return list(compare_metadata(context, base.metadata))
    finally:
        engine.dispose()


def _compare_type(_context, _inspected_column, _column, inspected, expected):
    # SQLite has no types to compare; on PostgreSQL the families must agree.
    if _context.dialect.name == "sqlite":
        return False
    expected = expected.dialect_impl(_context.dialect)
    return inspected._type_affinity is not expected._type_affinity


def _include(_object, name, kind, _reflected, _compared):
    return not (kind == "table" and name == "alembic_version")


@pytest.mark.parametrize("service", SERVICES)
def test_migrations_match_the_tables_on_sqlite(service, tmp_path: Path):
    url = f"sqlite:///{tmp_path}/x.db"
    migration.migrate(url, migrations=migrations_of(service))
    migration.migrate(url, migrations=migrations_of(service))  # safe to repeat
    assert differences(url, service) == []


@pytest.mark.postgres
@pytest.mark.parametrize("service", SERVICES)
def test_migrations_match_the_tables_on_postgresql(service, postgres):
    postgres.create([service])
    assert differences(postgres.url_of(service), service) == []


@pytest.mark.postgres
def test_two_migrations_at_the_same_time_do_no_harm(postgres):
    postgres.create_empty("catalog")
    url = postgres.url_of("catalog")
    environ = {**os.environ, **ENVIRON, "DATABASE_URL": postgres.url}
    command = [sys.executable, "-m", "ops", "migrate", "catalog"]
    running = [subprocess.Popen(command, cwd=ROOT, env=environ) for _ in range(3)]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0]
    engine = make_engine(url, pool_size=1)
    assert sa.inspect(engine).has_table("outbox")
    engine.dispose()
