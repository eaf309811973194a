"""The ends of the audit's chains as they were told each day; triggers refuse to change them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.create_table(
        "audit_published_heads",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("chain", sa.String(60), nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("day", "chain", name="pk_audit_published_heads"),
        sa.ForeignKeyConstraint(
            ["day"], ["audit_publications.day"], name="fk_audit_published_heads_day"
        ),
    )
    if op.get_bind().dialect.name == "postgresql":
        for name, when, each in (
            ("audit_published_heads_stay", "UPDATE OR DELETE", "ROW"),
            ("audit_published_heads_stay_all", "TRUNCATE", "STATEMENT"),
        ):
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {when} ON audit_published_heads "
                f"FOR EACH {each} EXECUTE FUNCTION audit_entries_stay()"
            )
    else:
        for what in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_published_heads_no_{what.lower()} "
                f"BEFORE {what} ON audit_published_heads "
                "BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END"
            )
