"""Counting ballots, in one pass of the database each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.paging import after
from services.projects.ballots.tables import Ballot, BallotText, BallotVote
from services.projects.reports.figures import Cell, Group
from services.projects.reports.tables import MinutesFile, Report
from services.projects.sheets.tables import Sheet

TEXT_KEY = (BallotText.question, BallotText.ballot_id)


def find(session: Session, survey_id: str, *, lock: bool = False) -> Report | None:
    """What was decided about a survey's figures, if anything was."""
    return session.get(Report, survey_id, with_for_update=lock or None)


def minutes(session: Session, survey_id: str) -> Sequence[MinutesFile]:
    """The files of a report's minutes, the first that came first."""
    select = sa.select(MinutesFile).where(MinutesFile.survey_id == survey_id)
    return session.scalars(select.order_by(MinutesFile.uploaded_at, MinutesFile.id)).all()


def groups(session: Session, survey_id: str) -> list[Group]:
    """How many ballots there are, by district, age and origin."""
    key = (Ballot.district, Ballot.age_band, Ballot.origin)
    select = sa.select(*key, sa.func.count()).where(Ballot.survey_id == survey_id).group_by(*key)
    return [Group(*row) for row in session.execute(select)]


def cells(session: Session, survey_id: str) -> list[Cell]:
    """How many marks there are, by all that a figure may be broken down by."""
    key = (
        BallotVote.question,
        BallotVote.option,
        BallotVote.value,
        Ballot.district,
        Ballot.age_band,
        Ballot.origin,
    )
    select = (
        sa.select(*key, sa.func.count(), sa.func.sum(BallotVote.first))
        .join(Ballot, Ballot.id == BallotVote.ballot_id)
        .where(Ballot.survey_id == survey_id)
        .group_by(*key)
    )
    return [Cell(*row) for row in session.execute(select)]


def texts(session: Session, survey_id: str) -> dict[int, int]:
    """How many free texts each question has."""
    select = (
        sa.select(BallotText.question, sa.func.count())
        .join(Ballot, Ballot.id == BallotText.ballot_id)
        .where(Ballot.survey_id == survey_id)
        .group_by(BallotText.question)
    )
    return dict(session.execute(select).all())


def text_page(
    session: Session, survey_id: str, *, beyond: Sequence[Any], limit: int
) -> Sequence[BallotText]:
    """Free texts by question, after the sort key ``beyond``; those that were erased are left
    out."""
    select = (
        sa.select(BallotText)
        .join(Ballot, Ballot.id == BallotText.ballot_id)
        .where(Ballot.survey_id == survey_id, BallotText.text != "")
        .order_by(*TEXT_KEY)
        .limit(limit)
    )
    if beyond:
        select = select.where(after(TEXT_KEY, beyond, descending=False))
    return session.scalars(select).all()


def sheets(session: Session, survey_id: str) -> dict[str, int]:
    """How many paper sheets are in each state."""
    select = (
        sa.select(Sheet.state, sa.func.count())
        .where(Sheet.survey_id == survey_id)
        .group_by(Sheet.state)
    )
    return dict(session.execute(select).all())
