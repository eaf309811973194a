"""Addresses of offices, and how far they were told of dead messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, UtcDateTime

revision = "0030"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "notice_targets",
        sa.Column("id", Id, nullable=False),
        sa.Column("district", sa.String(40), nullable=False),
        sa.Column("topic", sa.String(20), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("address_index", sa.String(64), nullable=False),
        sa.Column("address_sealed", sa.Text, nullable=False),
        sa.Column("address_masked", sa.String(260), nullable=False),
        sa.Column("secret_sealed", sa.Text),
        sa.Column("set_by", sa.String(64), nullable=False),
        sa.Column("set_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notice_targets"),
        sa.UniqueConstraint(
            "district",
            "topic",
            "channel",
            "address_index",
            name="uq_notice_targets_district_topic_channel_address_index",
        ),
    )
    op.create_table(
        "office_reports",
        sa.Column("topic", sa.String(20), nullable=False),
        sa.Column("told_until", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("topic", name="pk_office_reports"),
    )
