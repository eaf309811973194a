"""Returns, no-shows, cool-downs and appeals; holders are told of a cancellation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, UtcDateTime

revision = "0040"
down_revision = "0021"

_CALLED_OFF = sa.text("cancelled_because = 'release_cancelled'")


def upgrade() -> None:
    _tickets()
    _no_shows()
    _cool_downs()
    _appeals()


def _tickets() -> None:
    op.add_column("tickets", sa.Column("cancelled_because", sa.String(20)))
    op.create_index(
        "ix_tickets_release_id_id_called_off",
        "tickets",
        ["release_id", "id"],
        postgresql_where=_CALLED_OFF,
        sqlite_where=_CALLED_OFF,
    )
    op.create_table(
        "cancellations",
        sa.Column("release_id", Id, nullable=False),
        sa.Column("told_up_to", Id),
        sa.Column("finished_at", UtcDateTime),
        sa.PrimaryKeyConstraint("release_id", name="pk_cancellations"),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name="fk_cancellations_release_id"
        ),
    )
    op.create_index("ix_cancellations_finished_at", "cancellations", ["finished_at"])


def _no_shows() -> None:
    op.create_table(
        "no_shows",
        sa.Column("ticket_id", Id, nullable=False),
        sa.Column("release_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("district", sa.String(40), nullable=False),
        sa.Column("places", sa.Integer, nullable=False),
        sa.Column("event_at", UtcDateTime, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("cool_down_id", Id),
        sa.Column("excused_at", UtcDateTime),
        sa.Column("excused_by", sa.String(64)),
        sa.Column("excuse", sa.String(500)),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_no_shows"),
    )
    op.create_index("ix_no_shows_member_id_event_at", "no_shows", ["member_id", "event_at"])
    op.create_index("ix_no_shows_district_ticket_id", "no_shows", ["district", "ticket_id"])
    op.create_index("ix_no_shows_cool_down_id", "no_shows", ["cool_down_id"])
    op.create_table(
        "no_show_counts",
        sa.Column("release_id", Id, nullable=False),
        sa.Column("counted_at", UtcDateTime, nullable=False),
        sa.Column("checked_in", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("release_id", name="pk_no_show_counts"),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name="fk_no_show_counts_release_id"
        ),
    )


def _cool_downs() -> None:
    op.create_table(
        "cool_down_policies",
        sa.Column("id", Id, nullable=False),
        sa.Column("district", sa.String(40), nullable=False),
        sa.Column("no_shows", sa.Integer, nullable=False),
        sa.Column("within_days", sa.Integer, nullable=False),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("since", UtcDateTime, nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("set_at", UtcDateTime, nullable=False),
        sa.Column("set_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cool_down_policies"),
        sa.CheckConstraint(
            "no_shows > 0 AND within_days > 0 AND days >= 0",
            name="ck_cool_down_policies_numbers",
        ),
    )
    op.create_index(
        "ix_cool_down_policies_district_since", "cool_down_policies", ["district", "since"]
    )
    op.create_table(
        "cool_downs",
        sa.Column("id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("district", sa.String(40), nullable=False),
        sa.Column("policy_id", Id, nullable=False),
        sa.Column("no_shows", sa.Integer, nullable=False),
        sa.Column("within_days", sa.Integer, nullable=False),
        sa.Column("begun_at", UtcDateTime, nullable=False),
        sa.Column("until", UtcDateTime, nullable=False),
        sa.Column("lifted_at", UtcDateTime),
        sa.Column("lifted_by", sa.String(64)),
        sa.Column("lifted_because", sa.String(500)),
        sa.PrimaryKeyConstraint("id", name="pk_cool_downs"),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["cool_down_policies.id"], name="fk_cool_downs_policy_id"
        ),
    )
    op.create_index("ix_cool_downs_member_id_until", "cool_downs", ["member_id", "until"])


def _appeals() -> None:
    op.create_table(
        "appeals",
        sa.Column("id", Id, nullable=False),
        sa.Column("cool_down_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("district", sa.String(40), nullable=False),
        sa.Column("sealed_text", sa.Text, nullable=False),
        sa.Column("stated_at", UtcDateTime, nullable=False),
        sa.Column("decision", sa.String(10)),
        sa.Column("reason", sa.String(500)),
        sa.Column("decided_at", UtcDateTime),
        sa.Column("decided_by", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_appeals"),
        sa.ForeignKeyConstraint(
            ["cool_down_id"], ["cool_downs.id"], name="fk_appeals_cool_down_id"
        ),
        sa.UniqueConstraint("cool_down_id", name="uq_appeals_cool_down_id"),
    )
    op.create_index("ix_appeals_district_id", "appeals", ["district", "id"])
