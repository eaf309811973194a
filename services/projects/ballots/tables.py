"""Tables of voices and ballots.

Who has spoken (voices) and what was said (ballots) are not tied together, so that an anonymous
survey is anonymous to those who run the database as well.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.projects.database import Base

_NAMED = text("member_id IS NOT NULL")


class Voice(Base):
    """A member has spoken in a survey."""

    __tablename__ = "voices"

    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"), primary_key=True)
    voice: Mapped[str] = mapped_column(String(64), primary_key=True)
    origin: Mapped[str] = mapped_column(String(8))


class Ballot(Base):
    """One filled-in form. In an anonymous survey it knows neither member nor union nor hour."""

    __tablename__ = "ballots"
    __table_args__ = (
        Index("ix_ballots_survey_id", "survey_id", "district", "age_band", "origin"),
        Index("ix_ballots_member_id", "member_id", postgresql_where=_NAMED, sqlite_where=_NAMED),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"))
    origin: Mapped[str] = mapped_column(String(8))
    district: Mapped[str] = mapped_column(String(40))
    age_band: Mapped[str] = mapped_column(String(12))
    audience: Mapped[str] = mapped_column(String(40))
    union: Mapped[str] = mapped_column(String(120))
    member_id: Mapped[str | None] = mapped_column(String(64))
    cast_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BallotVote(Base):
    """One mark: the places of question and option, and 1, the rank or the point on the scale.

    ``first`` is 1 on one mark of each answered question, so that ballots can be counted by sum.
    """

    __tablename__ = "ballot_votes"

    ballot_id: Mapped[str] = mapped_column(ForeignKey("ballots.id"), primary_key=True)
    question: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    option: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    value: Mapped[int] = mapped_column(SmallInteger)
    first: Mapped[int] = mapped_column(SmallInteger)


class BallotText(Base):
    """A free text, with personal data already masked."""

    __tablename__ = "ballot_texts"

    ballot_id: Mapped[str] = mapped_column(ForeignKey("ballots.id"), primary_key=True)
    question: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    text: Mapped[str] = mapped_column(Text)
