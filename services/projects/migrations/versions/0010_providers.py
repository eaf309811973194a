"""Social organisations, and who acts for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, UtcDateTime

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "providers",
        sa.Column("id", Id, nullable=False),
        sa.Column("credit_code", sa.String(18), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("has_union", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("bank_sealed", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("applied_by", sa.String(64), nullable=False),
        sa.Column("applied_at", UtcDateTime, nullable=False),
        sa.Column("decided_by", sa.String(64)),
        sa.Column("decided_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_providers"),
    )
    live = sa.text("state != 'refused'")
    op.create_index(
        "uq_providers_credit_code_live",
        "providers",
        ["credit_code"],
        unique=True,
        postgresql_where=live,
        sqlite_where=live,
    )
    op.create_index("ix_providers_state_name", "providers", ["state", "name"])
    op.create_table(
        "provider_users",
        sa.Column("account_id", sa.String(64), nullable=False),
        sa.Column("provider_id", Id, nullable=False),
        sa.Column("added_by", sa.String(64), nullable=False),
        sa.Column("added_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_provider_users"),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["providers.id"], name="fk_provider_users_provider_id"
        ),
    )
    op.create_index("ix_provider_users_provider_id", "provider_users", ["provider_id"])
    op.create_table(
        "provider_invitations",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("provider_id", Id, nullable=False),
        sa.Column("invited_by", sa.String(64), nullable=False),
        sa.Column("valid_until", UtcDateTime, nullable=False),
        sa.Column("used_by", sa.String(64)),
        sa.PrimaryKeyConstraint("code_hash", name="pk_provider_invitations"),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["providers.id"], name="fk_provider_invitations_provider_id"
        ),
    )
