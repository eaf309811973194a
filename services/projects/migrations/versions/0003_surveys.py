"""Surveys, voices and ballots."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, Json, UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "surveys",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("introduction", sa.Text, nullable=False),
        sa.Column("questions", Json, nullable=False),
        sa.Column("anonymous", sa.Boolean, nullable=False),
        sa.Column("scopes", Json, nullable=False),
        sa.Column("audiences", Json, nullable=False),
        sa.Column("eligible", Json, nullable=False),
        sa.Column("opens_at", UtcDateTime, nullable=False),
        sa.Column("closes_at", UtcDateTime, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("created_by", sa.String(64), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_surveys"),
        sa.UniqueConstraint("code", name="uq_surveys_code"),
    )
    op.create_index("ix_surveys_state_opens_at", "surveys", ["state", "opens_at"])
    op.create_table(
        "voices",
        sa.Column("survey_id", Id, nullable=False),
        sa.Column("voice", sa.String(64), nullable=False),
        sa.Column("origin", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("survey_id", "voice", name="pk_voices"),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name="fk_voices_survey_id"),
    )
    op.create_table(
        "ballots",
        sa.Column("id", Id, nullable=False),
        sa.Column("survey_id", Id, nullable=False),
        sa.Column("origin", sa.String(8), nullable=False),
        sa.Column("district", sa.String(40), nullable=False),
        sa.Column("age_band", sa.String(12), nullable=False),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("union", sa.String(120), nullable=False),
        sa.Column("member_id", sa.String(64)),
        sa.Column("cast_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ballots"),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name="fk_ballots_survey_id"),
    )
    op.create_index(
        "ix_ballots_survey_id", "ballots", ["survey_id", "district", "age_band", "origin"]
    )
    op.create_table(
        "ballot_votes",
        sa.Column("ballot_id", Id, nullable=False),
        sa.Column("question", sa.SmallInteger, nullable=False),
        sa.Column("option", sa.SmallInteger, nullable=False),
        sa.Column("value", sa.SmallInteger, nullable=False),
        sa.Column("first", sa.SmallInteger, nullable=False),
        sa.PrimaryKeyConstraint("ballot_id", "question", "option", name="pk_ballot_votes"),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballots.id"], name="fk_ballot_votes_ballot_id"),
    )
    op.create_table(
        "ballot_texts",
        sa.Column("ballot_id", Id, nullable=False),
        sa.Column("question", sa.SmallInteger, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("ballot_id", "question", name="pk_ballot_texts"),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballots.id"], name="fk_ballot_texts_ballot_id"),
    )
