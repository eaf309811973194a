"""Members whose data was erased, and indexes by which a member's and old rows are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, UtcDateTime

revision = "0051"
down_revision = "0050"

_ASKED = sa.text("asked_because <> ''")


def upgrade() -> None:
    op.create_table(
        "erased_members",
        sa.Column("member_id", Id, nullable=False),
        sa.Column("erasure_id", Id, nullable=False),
        sa.Column("erased_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("member_id", name="pk_erased_members"),
    )
    op.create_index("ix_appeals_member_id", "appeals", ["member_id"])
    op.create_index("ix_children_changed_at", "children", ["changed_at"])
    op.create_index("ix_class_attendance_child_id", "class_attendance", ["child_id"])
    # Those that staff made: a claim of a member's own pays nothing for it.
    op.create_index(
        "ix_claims_decided_at_asked",
        "claims",
        ["decided_at"],
        postgresql_where=_ASKED,
        sqlite_where=_ASKED,
    )
