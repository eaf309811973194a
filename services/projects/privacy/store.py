"""Finding what projects holds about a member, and cutting it loose from the member."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from services.projects.ballots.tables import Ballot, BallotText, BallotVote
from services.projects.database import messaging
from services.projects.privacy.tables import ErasedMember
from services.projects.support.tables import NeedSupport

_NOBODY = "nobody-"  # what stands for members who were cut loose: counted, and no one


class Section(StrEnum):
    """The kinds of data that projects holds about a member, in the order of the document."""

    SUPPORTS = "need_supports"
    BALLOTS = "ballots"
    VOTES = "ballot_votes"
    TEXTS = "ballot_texts"


def rows(
    session: Session, section: str, member_id: str, *, start: int, limit: int
) -> list[dict[str, Any]]:
    """Rows of a section with all their columns, in the order of making."""
    mine = sa.select(Ballot.id).where(Ballot.member_id == member_id)
    held: dict[str, tuple[Any, Any, list[Any]]] = {
        Section.SUPPORTS: (
            NeedSupport,
            NeedSupport.member_id == member_id,
            [NeedSupport.supported_at, NeedSupport.need_id],
        ),
        Section.BALLOTS: (Ballot, Ballot.member_id == member_id, [Ballot.id]),
        Section.VOTES: (
            BallotVote,
            BallotVote.ballot_id.in_(mine),
            [BallotVote.ballot_id, BallotVote.question, BallotVote.option],
        ),
        Section.TEXTS: (
            BallotText,
            BallotText.ballot_id.in_(mine),
            [BallotText.ballot_id, BallotText.question],
        ),
    }
    table, theirs, order = held[section]
    select = sa.select(table.__table__).where(theirs).order_by(*order).offset(start).limit(limit)
    return [dict(row) for row in session.execute(select).mappings()]


def keep_erased(session: Session, *, member_id: str, erasure_id: str, at: datetime) -> None:
    """Note that nothing is to be written down about a member any more."""
    if session.get(ErasedMember, member_id) is None:
        session.add(ErasedMember(member_id=member_id, erasure_id=erasure_id, erased_at=at))
        session.flush()


def is_erased(session: Session, member_id: str) -> bool:
    """Whether a member's data was erased."""
    return session.get(ErasedMember, member_id) is not None


def blank_texts(session: Session, ballots: sa.ColumnElement[bool]) -> int:
    """Take away what was written on ballots; that something was is counted in reports."""
    theirs = sa.select(Ballot.id).where(ballots)
    update = sa.update(BallotText).where(BallotText.ballot_id.in_(theirs), BallotText.text != "")
    return _count(session, update.values(text=""))


def cut_ballots(session: Session, ballots: sa.ColumnElement[bool]) -> int:
    """Take member and union from ballots. What reports count by stays."""
    update = sa.update(Ballot).where(ballots, Ballot.member_id.is_not(None))
    return _count(session, update.values(member_id=None, union=""))


def cut_supports(session: Session, member_id: str) -> int:
    """Let a member's supports be nobody's: one and the same, because needs that are merged count
    each supporter once."""
    update = sa.update(NeedSupport).where(NeedSupport.member_id == member_id)
    return _count(session, update.values(member_id=f"{_NOBODY}{uuid.uuid4()}"))


def supporters(session: Session, *, before: datetime, limit: int) -> list[str]:
    """Members all of whose supports are older than a moment."""
    newer = aliased(NeedSupport)
    since = newer.member_id == NeedSupport.member_id, newer.supported_at >= before
    select = sa.select(NeedSupport.member_id).where(
        NeedSupport.supported_at < before,
        ~NeedSupport.member_id.startswith(_NOBODY),
        ~sa.exists().where(*since),
    )
    return list(session.scalars(select.distinct().limit(limit)))


def delete_answers(session: Session, member_id: str) -> int:
    """Delete the answers that were kept for the member's repeated requests."""
    return _count(
        session, sa.delete(messaging.answers).where(messaging.answers.c.caller == member_id)
    )


def _count(session: Session, statement: Any) -> int:
    result: Any = session.execute(statement.execution_options(synchronize_session=False))
    return int(result.rowcount)
