"""Child-care classes: sites, seasons, classes, volunteers, applications, attendance."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, UtcDateTime

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    _sites()
    _classes()
    _people()
    _applications()
    _attendance()


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}")


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, UtcDateTime, nullable=nullable)


def _id(name: str) -> sa.Column[Any]:
    return sa.Column(name, Id, nullable=False)


def _sites() -> None:
    op.create_table(
        "class_sites",
        _id("id"),
        _text("name", 120),
        _text("setup", 20),
        _text("path", 120),
        _text("address", 200),
        _text("partner", 120),
        _moment("created_at"),
        _text("created_by", 64),
        sa.PrimaryKeyConstraint("id", name="pk_class_sites"),
    )
    op.create_index("ix_class_sites_path", "class_sites", ["path"])


def _classes() -> None:
    op.create_table(
        "class_seasons",
        _id("id"),
        _id("site_id"),
        _text("path", 120),
        _text("open_to", 120),
        _text("title", 120),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        _moment("opens_at"),
        _moment("closes_at"),
        _number("returning_percent"),
        _number("offer_hours"),
        _text("value_source", 200),
        _text("value", 200, nullable=True),
        _moment("placed_at", nullable=True),
        _text("placed_by", 64, nullable=True),
        _moment("cancelled_at", nullable=True),
        _text("cancelled_by", 64, nullable=True),
        _text("cancel_reason", 500, nullable=True),
        _moment("created_at"),
        _text("created_by", 64),
        sa.PrimaryKeyConstraint("id", name="pk_class_seasons"),
        _refers("class_seasons", "site_id", "class_sites"),
        sa.CheckConstraint("closes_at > opens_at", name="ck_class_seasons_times"),
        sa.CheckConstraint("last_day >= first_day", name="ck_class_seasons_days"),
    )
    op.create_index("ix_class_seasons_site_id", "class_seasons", ["site_id"])
    op.create_index("ix_class_seasons_first_day_id", "class_seasons", ["first_day", "id"])
    op.create_table(
        "child_classes",
        _id("id"),
        _id("season_id"),
        _number("number"),
        _text("title", 120),
        _number("least_age"),
        _number("most_age"),
        _number("places"),
        _number("children_per_volunteer"),
        _number("least_volunteers"),
        sa.Column("opened", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_child_classes"),
        _refers("child_classes", "season_id", "class_seasons"),
        sa.CheckConstraint("least_volunteers >= 2", name="ck_child_classes_volunteers"),
        sa.CheckConstraint(
            "places > 0 AND children_per_volunteer > 0", name="ck_child_classes_places"
        ),
    )
    op.create_index("ix_child_classes_season_id", "child_classes", ["season_id"])


def _people() -> None:
    op.create_table(
        "class_volunteers",
        _id("id"),
        _id("class_id"),
        _text("phone_index", 64),
        sa.Column("sealed", sa.Text, nullable=False),
        _moment("named_at"),
        _text("named_by", 64),
        _moment("confirmed_at", nullable=True),
        _text("confirmed_by", 64, nullable=True),
        _moment("withdrawn_at", nullable=True),
        _text("withdrawn_by", 64, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_class_volunteers"),
        _refers("class_volunteers", "class_id", "child_classes"),
    )
    op.create_index("ix_class_volunteers_class_id", "class_volunteers", ["class_id"])
    op.create_table(
        "class_staff",
        _id("class_id"),
        _text("account_id", 64),
        _moment("added_at"),
        _text("added_by", 64),
        sa.PrimaryKeyConstraint("class_id", "account_id", name="pk_class_staff"),
        _refers("class_staff", "class_id", "child_classes"),
    )
    op.create_table(
        "class_timetable",
        _id("class_id"),
        _number("number"),
        sa.Column("day", sa.Date, nullable=False),
        _text("starts", 5),
        _text("ends", 5),
        _text("kind", 20),
        _text("title", 120),
        _text("place", 120),
        sa.PrimaryKeyConstraint("class_id", "number", name="pk_class_timetable"),
        _refers("class_timetable", "class_id", "child_classes"),
    )


def _applications() -> None:
    op.create_table(
        "class_applications",
        _id("id"),
        _id("season_id"),
        _id("member_id"),
        _text("union_path", 120),
        _text("state", 20),
        _text("drawn", 20, nullable=True),
        sa.Column("rank", sa.Integer),
        _moment("applied_at"),
        _moment("offer_ends_at", nullable=True),
        _moment("changed_at"),
        _moment("ended_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_class_applications"),
        _refers("class_applications", "season_id", "class_seasons"),
    )
    live = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_class_applications_season_id_member_id_live",
        "class_applications",
        ["season_id", "member_id"],
        unique=True,
        postgresql_where=live,
        sqlite_where=live,
    )
    op.create_index("ix_class_applications_member_id", "class_applications", ["member_id"])
    op.create_index(
        "ix_class_applications_state_offer_ends_at",
        "class_applications",
        ["state", "offer_ends_at"],
    )
    op.create_table(
        "class_enrolments",
        _id("application_id"),
        _id("child_id"),
        _id("class_id"),
        sa.Column("came_before", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("application_id", "child_id", name="pk_class_enrolments"),
        _refers("class_enrolments", "application_id", "class_applications"),
        _refers("class_enrolments", "class_id", "child_classes"),
    )
    op.create_index("ix_class_enrolments_child_id", "class_enrolments", ["child_id"])
    op.create_index("ix_class_enrolments_class_id", "class_enrolments", ["class_id"])


def _attendance() -> None:
    op.create_table(
        "class_attendance",
        _id("class_id"),
        sa.Column("day", sa.Date, nullable=False),
        _id("child_id"),
        _text("mark", 20),
        _moment("arrived_at", nullable=True),
        _moment("left_at", nullable=True),
        sa.Column("left_with_sealed", sa.Text, nullable=False),
        _moment("marked_at"),
        _text("marked_by", 64),
        sa.PrimaryKeyConstraint("class_id", "day", "child_id", name="pk_class_attendance"),
        _refers("class_attendance", "class_id", "child_classes"),
    )
    op.create_table(
        "class_feedback",
        _id("application_id"),
        _id("season_id"),
        _number("rating"),
        sa.Column("text_sealed", sa.Text, nullable=False),
        _moment("said_at"),
        sa.PrimaryKeyConstraint("application_id", name="pk_class_feedback"),
        _refers("class_feedback", "application_id", "class_applications"),
        _refers("class_feedback", "season_id", "class_seasons"),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name="ck_class_feedback_rating"),
    )
    op.create_index("ix_class_feedback_season_id", "class_feedback", ["season_id"])
