"""Creating and migrating one service's database with Alembic."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from chassis.database import make_engine
from chassis.tables import Json, Sequence, UtcDateTime

_LOCK = 0x4D494752  # two migrations of one database at the same time wait for each other


def migrate(url: str, *, migrations: Path) -> None:
    """Create the database if need be and bring it to the newest revision. Safe to repeat."""
    _create(url)
    config = Config()
    config.set_main_option("script_location", str(migrations))
    script = ScriptDirectory.from_config(config)
    head = script.get_current_head()
    engine = make_engine(url, pool_size=1)
    try:
        with engine.connect() as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            _upgrade(connection, config, script, head)
    finally:
        engine.dispose()


def _upgrade(
    connection: sa.Connection, config: Config, script: ScriptDirectory, head: str | None
) -> None:
    def steps(revision: str, _context: MigrationContext) -> object:
        return script._upgrade_revs(head or "heads", revision)

    with EnvironmentContext(config, script, fn=steps, destination_rev=head) as environment:
        environment.configure(connection=connection, render_as_batch=True)
        environment.run_migrations()


def _create(url: str) -> None:
    target = sa.make_url(url)
    if target.get_backend_name() == "sqlite":
        if target.database:
            Path(target.database).parent.mkdir(parents=True, exist_ok=True)
        return
    server = target.set(database="postgres").render_as_string(hide_password=False)
    engine = sa.create_engine(
        server.replace("postgresql://", "postgresql+psycopg2://", 1),
        isolation_level="AUTOCOMMIT",
        connect_args={"connect_timeout": 5},
    )
    try:
        with engine.connect() as connection:
            known = sa.text("SELECT 1 FROM pg_database WHERE datname = :name")
            if not connection.scalar(known, {"name": target.database}):
                name = connection.dialect.identifier_preparer.quote(str(target.database))
                connection.exec_driver_sql(f"CREATE DATABASE {name}")
    finally:
        engine.dispose()


def add_refusals() -> None:
    """A step of every service: when a full queue refused an event; none while that never was."""
    op.add_column("outbox", sa.Column("refused_at", UtcDateTime))


def create_messaging_tables() -> None:
    """The first step of every service's first migration; never changes once released."""
    op.create_table(
        "outbox",
        sa.Column("sequence", Sequence, autoincrement=True),
        sa.Column("type", sa.String(120), nullable=False),
        sa.Column("envelope", Json, nullable=False),
        sa.Column("published_at", UtcDateTime),
        sa.PrimaryKeyConstraint("sequence", name="pk_outbox"),
    )
    waiting = sa.text("published_at IS NULL")
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["sequence"],
        postgresql_where=waiting,
        sqlite_where=waiting,
    )
    op.create_table(
        "received_messages",
        sa.Column("consumer", sa.String(160), nullable=False),
        sa.Column("message_id", sa.String(64), nullable=False),
        sa.Column("received_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("consumer", "message_id", name="pk_received_messages"),
    )
    op.create_index("ix_received_messages_received_at", "received_messages", ["received_at"])
    op.create_table(
        "answers",
        sa.Column("caller", sa.String(64), nullable=False),
        sa.Column("operation", sa.String(80), nullable=False),
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("request_hash", sa.String(64), nullable=False),
        sa.Column("answer", Json, nullable=False),
        sa.Column("answered_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("caller", "operation", "key", name="pk_answers"),
    )
    op.create_index("ix_answers_answered_at", "answers", ["answered_at"])
