"""Reading score sheets and rankings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.projects.applications.tables import Application
from services.projects.batches.tables import Batch
from services.projects.panels.tables import PanelSeat
from services.projects.presentations.tables import Presentation
from services.projects.providers.tables import Provider
from services.projects.scores.rules import COUNTED
from services.projects.scores.tables import Ranking, ScoreSheet
from services.projects.tenders.tables import Tender


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """An application in its tender's fixed ranking. ``place`` counts from 1; ``score`` is of 100
    points, to four places; ``price`` is in fen."""

    application_id: str
    provider_id: str
    place: int
    score: Decimal
    price: int


def ranking(session: Session, tender_id: str) -> Sequence[Ranked]:
    """The fixed ranking of a tender, first place first; empty while it is not fixed."""
    rows = session.scalars(
        sa.select(Ranking).where(Ranking.tender_id == tender_id).order_by(Ranking.place)
    )
    return [
        Ranked(
            application_id=row.application_id,
            provider_id=row.provider_id,
            place=row.place,
            score=in_points(row.score),
            price=row.price,
        )
        for row in rows
    ]


def sheet(
    session: Session, application_id: str, reviewer_id: str, *, lock: bool = False
) -> ScoreSheet | None:
    """One reviewer's sheet for one application."""
    return session.get(ScoreSheet, (application_id, reviewer_id), with_for_update=lock)


def sheets(session: Session, tender_id: str) -> Sequence[ScoreSheet]:
    """All sheets of a tender, by application and reviewer."""
    select = sa.select(ScoreSheet).where(ScoreSheet.tender_id == tender_id)
    return session.scalars(select.order_by(ScoreSheet.application_id, ScoreSheet.reviewer_id)).all()


def sheet_states(session: Session, tender_ids: Collection[str]) -> dict[tuple[str, str], str]:
    """The states of all sheets of some tenders, by application and reviewer."""
    rows = session.execute(
        sa.select(ScoreSheet.application_id, ScoreSheet.reviewer_id, ScoreSheet.state).where(
            ScoreSheet.tender_id.in_(tender_ids)
        )
    )
    return {(row.application_id, row.reviewer_id): row.state for row in rows}


def handed_in(
    session: Session, tender_id: str, *, reviewers: Collection[str]
) -> Sequence[ScoreSheet]:
    """The sheets of a tender that count: handed in by somebody who still sits."""
    return [
        each
        for each in sheets(session, tender_id)
        if each.state in COUNTED and each.reviewer_id in reviewers
    ]


def unscored(session: Session, tender_id: str, reviewer_id: str) -> int:
    """How many admitted applications of a tender a reviewer has not handed a sheet in for."""
    scored = sa.exists().where(
        ScoreSheet.application_id == Application.id,
        ScoreSheet.reviewer_id == reviewer_id,
        ScoreSheet.state.in_(COUNTED),
    )
    count = sa.select(sa.func.count()).select_from(Application)
    waiting = (Application.tender_id == tender_id, Application.state == "admitted", ~scored)
    return session.scalar(count.where(*waiting)) or 0


def own_sheets(session: Session, reviewer_id: str) -> Sequence[ScoreSheet]:
    """All sheets that a reviewer has begun."""
    return session.scalars(sa.select(ScoreSheet).where(ScoreSheet.reviewer_id == reviewer_id)).all()


def judged_by(session: Session, account_id: str) -> Sequence[tuple[PanelSeat, Tender, Batch]]:
    """All seats that somebody was called to, with tender and batch, by the tenders' codes."""
    rows = session.execute(
        sa.select(PanelSeat, Tender, Batch)
        .join(Tender, Tender.id == PanelSeat.tender_id)
        .join(Batch, Batch.id == Tender.batch_id)
        .where(PanelSeat.account_id == account_id)
        .order_by(Batch.created_at.desc(), Tender.code)
    )
    return [(seat, tender, batch) for seat, tender, batch in rows]


def to_judge(
    session: Session, tender_ids: Collection[str]
) -> Sequence[tuple[Application, str, Presentation | None]]:
    """The admitted applications of some tenders, with names and timetable, in one statement."""
    rows = session.execute(
        sa.select(Application, Provider.name, Presentation)
        .join(Provider, Provider.id == Application.provider_id)
        .outerjoin(Presentation, Presentation.application_id == Application.id)
        .where(Application.tender_id.in_(tender_ids), Application.state == "admitted")
        .order_by(Application.id)
    )
    return [(application, name, planned) for application, name, planned in rows]


def in_points(score: int) -> Decimal:
    """A stored score in points."""
    return Decimal(score).scaleb(-4)


def stored(score: Decimal) -> int:
    """A score in points as it is stored: in ten-thousandths."""
    return int(score.scaleb(4))
