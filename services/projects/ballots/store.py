"""Keeping voices and ballots."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.projects.ballots.tables import Ballot, BallotText, BallotVote, Voice
from services.projects.sql import insert_new
from services.projects.surveys.questions import Filled


def speak(session: Session, *, survey_id: str, voice: str, origin: str) -> bool:
    """Note that a member has spoken; whether for the first time in this survey."""
    row = {"survey_id": survey_id, "voice": voice, "origin": origin}
    return insert_new(session, Voice, [row]) == 1


def spoken(session: Session, pairs: Collection[tuple[str, str]]) -> set[str]:
    """The surveys among (survey, voice) pairs in which that voice has spoken."""
    key = sa.tuple_(Voice.survey_id, Voice.voice)
    return set(session.scalars(sa.select(Voice.survey_id).where(key.in_(pairs))))


def put_in(session: Session, ballot: Ballot, filled: Filled) -> None:
    """Put a ballot into the box."""
    session.add(ballot)
    session.flush()
    met: set[int] = set()
    rows = []
    for vote in filled.votes:
        rows.append(
            {
                "ballot_id": ballot.id,
                "question": vote.question,
                "option": vote.option,
                "value": vote.value,
                "first": int(vote.question not in met),
            }
        )
        met.add(vote.question)
    if rows:
        session.execute(sa.insert(BallotVote), rows)
    for place, text in filled.texts.items():
        session.add(BallotText(ballot_id=ballot.id, question=place, text=text))
