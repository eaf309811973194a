"""Modes, rules of eligibility, draw entries, the waiting list, parts of the stock."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, Json, UtcDateTime

revision = "0002"
down_revision = "0001"

_LIVE = sa.text("state IN ('waiting', 'offered')")


def upgrade() -> None:
    _columns()
    _draw_entries()
    _waiting_places()
    _allocations()


def _columns() -> None:
    releases = (
        sa.Column("mode", sa.String(16), nullable=False, server_default="first_come"),
        sa.Column("entries_until", UtcDateTime),
        sa.Column("drawn_at", UtcDateTime),
        sa.Column("event_starts_at", UtcDateTime),
        sa.Column("event_ends_at", UtcDateTime),
        sa.Column("return_until", UtcDateTime),
        sa.Column("eligibility", Json, nullable=False, server_default="{}"),
        sa.Column("recent_releases", Json, nullable=False, server_default="[]"),
        sa.Column("allocated", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("has_waiting_list", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("offer_minutes", sa.Integer, nullable=False, server_default="0"),
        sa.Column("waiting", sa.Integer, nullable=False, server_default="0"),
    )
    for column in releases:
        op.add_column("releases", column)
    claims = (
        sa.Column("companions", Json, nullable=False, server_default="[]"),
        sa.Column("channel", sa.String(10), nullable=False, server_default="web"),
        sa.Column("asked_by", sa.String(64)),
        sa.Column("asked_because", sa.String(500)),
    )
    for column in claims:
        op.add_column("claims", column)
    op.add_column("tickets", sa.Column("pool", sa.String(60), nullable=False, server_default=""))
    op.add_column("tickets", sa.Column("companions", Json, nullable=False, server_default="[]"))


def _draw_entries() -> None:
    op.create_table(
        "draw_entries",
        sa.Column("id", Id, nullable=False),
        sa.Column("release_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("pools", sa.String(200), nullable=False),
        sa.Column("places", sa.Integer, nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("commitment", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draw_entries"),
        sa.UniqueConstraint("release_id", "member_id", name="uq_draw_entries_release_id_member_id"),
        sa.CheckConstraint("places > 0", name="ck_draw_entries_places"),
    )


def _waiting_places() -> None:
    op.create_table(
        "waiting_places",
        sa.Column("id", Id, nullable=False),
        sa.Column("release_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("rank", sa.BigInteger, nullable=False),
        sa.Column("pools", sa.String(200), nullable=False),
        sa.Column("places", sa.Integer, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("pool", sa.String(60)),
        sa.Column("offered_at", UtcDateTime),
        sa.Column("offer_until", UtcDateTime),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("ticket_id", Id),
        sa.PrimaryKeyConstraint("id", name="pk_waiting_places"),
        sa.CheckConstraint("places > 0", name="ck_waiting_places_places"),
    )
    op.create_index(
        "uq_waiting_places_release_id_member_id_live",
        "waiting_places",
        ["release_id", "member_id"],
        unique=True,
        postgresql_where=_LIVE,
        sqlite_where=_LIVE,
    )
    op.create_index(
        "ix_waiting_places_release_id_state_rank",
        "waiting_places",
        ["release_id", "state", "rank"],
    )
    op.create_index("ix_waiting_places_member_id", "waiting_places", ["member_id"])
    op.create_index(
        "ix_waiting_places_state_offer_until", "waiting_places", ["state", "offer_until"]
    )


def _allocations() -> None:
    op.create_table(
        "allocations",
        sa.Column("release_id", Id, nullable=False),
        sa.Column("pool", sa.String(60), nullable=False),
        sa.Column("stock", sa.Integer, nullable=False),
        sa.Column("remaining", sa.Integer, nullable=False),
        sa.Column("rolls_over_at", UtcDateTime),
        sa.Column("rolled_over_at", UtcDateTime),
        sa.Column("rolled_over", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("release_id", "pool", name="pk_allocations"),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name="fk_allocations_release_id"),
        sa.CheckConstraint(
            "remaining >= 0 AND remaining <= stock", name="ck_allocations_remaining"
        ),
    )
    op.create_index(
        "ix_allocations_rolled_over_at_rolls_over_at",
        "allocations",
        ["rolled_over_at", "rolls_over_at"],
    )
