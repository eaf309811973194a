"""Releases, claims, tickets, what is kept of others' events, and the messaging tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.migration import create_messaging_tables
from chassis.tables import Id, Json, UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_messaging_tables()
    _releases()
    _ledger()
    _projections()


def _releases() -> None:
    op.create_table(
        "releases",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("venue", sa.String(200), nullable=False),
        sa.Column("service_id", Id),
        sa.Column("districts", Json, nullable=False),
        sa.Column("stock", sa.Integer, nullable=False),
        sa.Column("remaining", sa.Integer, nullable=False),
        sa.Column("requests", sa.BigInteger, nullable=False),
        sa.Column("opens_at", UtcDateTime, nullable=False),
        sa.Column("closes_at", UtcDateTime, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("created_by", sa.String(64), nullable=False),
        sa.Column("scheduled_at", UtcDateTime),
        sa.Column("scheduled_by", sa.String(64)),
        sa.Column("cancelled_at", UtcDateTime),
        sa.Column("cancelled_by", sa.String(64)),
        sa.Column("cancel_reason", sa.String(500)),
        sa.PrimaryKeyConstraint("id", name="pk_releases"),
        sa.UniqueConstraint("code", name="uq_releases_code"),
        sa.CheckConstraint("remaining >= 0 AND remaining <= stock", name="ck_releases_remaining"),
        sa.CheckConstraint("closes_at > opens_at", name="ck_releases_times"),
    )
    op.create_index("ix_releases_opens_at_id", "releases", ["opens_at", "id"])
    op.create_table(
        "release_districts",
        sa.Column("release_id", Id, nullable=False),
        sa.Column("district", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("release_id", "district", name="pk_release_districts"),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name="fk_release_districts_release_id"
        ),
    )
    op.create_index("ix_release_districts_district", "release_districts", ["district"])
    op.create_table(
        "announcements",
        sa.Column("release_id", Id, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("remaining", sa.Integer, nullable=False),
        sa.Column("announced_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("release_id", name="pk_announcements"),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name="fk_announcements_release_id"
        ),
    )
    op.create_index("ix_announcements_state", "announcements", ["state"])


def _ledger() -> None:
    op.create_table(
        "claims",
        sa.Column("id", Id, nullable=False),
        sa.Column("release_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("union_path", sa.String(120), nullable=False),
        sa.Column("places", sa.Integer, nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("ticket_id", Id),
        sa.Column("decided_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_claims"),
        sa.UniqueConstraint(
            "release_id", "member_id", "key", name="uq_claims_release_id_member_id_key"
        ),
        sa.CheckConstraint("places > 0", name="ck_claims_places"),
    )
    op.create_table(
        "tickets",
        sa.Column("id", Id, nullable=False),
        sa.Column("release_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("claim_id", Id, nullable=False),
        sa.Column("short_code", sa.String(16), nullable=False),
        sa.Column("places", sa.Integer, nullable=False),
        sa.Column("issued_at", UtcDateTime, nullable=False),
        sa.Column("used_at", UtcDateTime),
        sa.Column("used_by", sa.String(64)),
        sa.Column("cancelled_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
        sa.UniqueConstraint("short_code", name="uq_tickets_short_code"),
        sa.CheckConstraint("places > 0", name="ck_tickets_places"),
        sa.CheckConstraint("used_at IS NULL OR cancelled_at IS NULL", name="ck_tickets_one_end"),
    )
    live = sa.text("cancelled_at IS NULL")
    op.create_index(
        "uq_tickets_release_id_member_id_live",
        "tickets",
        ["release_id", "member_id"],
        unique=True,
        postgresql_where=live,
        sqlite_where=live,
    )
    op.create_index("ix_tickets_member_id_issued_at", "tickets", ["member_id", "issued_at"])


def _projections() -> None:
    op.create_table(
        "known_services",
        sa.Column("service_id", Id, nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("told_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("service_id", name="pk_known_services"),
    )
    op.create_table(
        "card_states",
        sa.Column("member_id", Id, nullable=False),
        sa.Column("suspended", sa.Boolean, nullable=False),
        sa.Column("told_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("member_id", name="pk_card_states"),
    )
