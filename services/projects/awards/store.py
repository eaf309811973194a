"""Reading and writing awards and objections."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.projects.applications import store as applications
from services.projects.applications.tables import Application
from services.projects.awards.rules import FALLEN, LIVE, Candidate
from services.projects.awards.tables import Award, Objection
from services.projects.batches.tables import Batch
from services.projects.providers.tables import Provider
from services.projects.scores import store as scores
from services.projects.tenders.tables import Tender

# What was taken back, or not confirmed after the call was amended.
NOT_HANDED_IN = ("withdrawn", "stale")


def ranking(session: Session, tender_id: str, lot: str = "") -> list[Candidate]:
    """The fixed ranking of a tender with its organisations' names, first place first; of a lot
    those who apply for it, with their places among them and what they ask for it."""
    ranked = scores.ranking(session, tender_id)
    prices = _prices(session, [one.application_id for one in ranked], lot)
    ranked = [one for one in ranked if one.application_id in prices] if lot else ranked
    ids = [one.provider_id for one in ranked]
    rows = session.execute(sa.select(Provider.id, Provider.name).where(Provider.id.in_(ids)))
    names = {row.id: row.name for row in rows}
    return [
        Candidate(
            application_id=one.application_id,
            provider_id=one.provider_id,
            provider_name=names[one.provider_id],
            place=place if lot else one.place,
            score=one.score,
            price=prices.get(one.application_id, one.price),
        )
        for place, one in enumerate(ranked, start=1)
    ]


def _prices(session: Session, application_ids: Collection[str], lot: str) -> dict[str, int]:
    """What each of these applications that is for a lot asks for it, in fen."""
    if not lot:
        return {}
    select = sa.select(Application).where(Application.id.in_(application_ids))
    asked = {each.id: applications.lots_of(each) for each in session.scalars(select)}
    return {name: lots[lot] for name, lots in asked.items() if lot in lots}


def of_tender(session: Session, tender_id: str) -> Sequence[Award]:
    """All awards of a tender, the first notice first."""
    select = sa.select(Award).where(Award.tender_id == tender_id)
    return session.scalars(select.order_by(Award.number)).all()


def live(session: Session, tender_id: str) -> Sequence[Award]:
    """The awards of a tender that stand, one for each lot at most; the tender is locked where they
    will be changed."""
    select = sa.select(Award).where(Award.tender_id == tender_id, Award.state.in_(LIVE))
    return session.scalars(select.order_by(Award.number)).all()


def fallen(session: Session, tender_id: str, lot: str = "") -> dict[str, str]:
    """Applications that were proposed for a tender or lot and fell out, with how."""
    select = sa.select(Award.application_id, Award.state)
    select = select.where(Award.tender_id == tender_id, Award.lot == lot)
    rows = session.execute(select.where(Award.state.in_(FALLEN)))
    return {row.application_id: row.state for row in rows}


def awarded(session: Session, batch_id: str) -> int:
    """What all live awards of a batch cost together, in fen."""
    total = sa.select(sa.func.coalesce(sa.func.sum(Award.price), 0))
    total = total.join(Tender, Tender.id == Award.tender_id)
    found = session.scalar(total.where(Tender.batch_id == batch_id, Award.state.in_(LIVE)))
    return int(found or 0)


def objection(session: Session, objection_id: str) -> Objection | None:
    """One objection."""
    return session.get(Objection, objection_id)


def objections(session: Session, tender_id: str) -> Sequence[Objection]:
    """The objections to all notices of a tender, oldest first."""
    select = sa.select(Objection).where(Objection.tender_id == tender_id)
    return session.scalars(select.order_by(Objection.filed_at, Objection.id)).all()


def open_objections(session: Session, award_id: str) -> Sequence[Objection]:
    """The objections to an award that are not answered yet."""
    waiting = (Objection.award_id == award_id, Objection.state == "filed")
    return session.scalars(sa.select(Objection).where(*waiting).order_by(Objection.id)).all()


def counted(session: Session, tender_ids: Collection[str]) -> dict[str, list[str]]:
    """The organisations that applied for each tender, and stood by it."""
    found: dict[str, list[str]] = {tender_id: [] for tender_id in tender_ids}
    select = sa.select(Application.tender_id, Application.provider_id).where(
        Application.tender_id.in_(tender_ids), Application.state.not_in(NOT_HANDED_IN)
    )
    for row in session.execute(select):
        found[row.tender_id].append(row.provider_id)
    return found


def undecided(session: Session, tender_id: str) -> int:
    """How many applications for a tender can still win it."""
    out = (*NOT_HANDED_IN, "disqualified")
    count = sa.select(sa.func.count()).select_from(Application)
    found = count.where(Application.tender_id == tender_id, Application.state.not_in(out))
    return int(session.scalar(found) or 0)


def batch_of(session: Session, code: str) -> Batch | None:
    """The batch with a code."""
    return session.scalars(sa.select(Batch).where(Batch.code == code)).one_or_none()


def latest(session: Session, tender_ids: Collection[str]) -> dict[str, list[Award]]:
    """The latest award of each tender, or of each of its lots, whatever became of it."""
    select = sa.select(Award).where(Award.tender_id.in_(tender_ids)).order_by(Award.number)
    last = {(award.tender_id, award.lot): award for award in session.scalars(select)}
    found: dict[str, list[Award]] = {tender_id: [] for tender_id in tender_ids}
    for award in sorted(last.values(), key=lambda award: award.number):
        found[award.tender_id].append(award)
    return found
