"""Telling the steps of an award as open data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from chassis.clock import rfc3339
from chassis.work import Work
from services.projects.applications.tables import Application
from services.projects.awards.store import NOT_HANDED_IN, latest
from services.projects.awards.tables import Award
from services.projects.batches import store as batches
from services.projects.opendata import sections
from services.projects.opendata.releases import tell
from services.projects.tenders import store as tenders
from services.projects.tenders.tables import Tender

_STATUS = {
    "standstill": "pending",
    "contested": "pending",
    "confirmed": "active",
    "annulled": "cancelled",
    "void": "cancelled",
    "refused": "cancelled",
}


def opened(work: Work, batch_id: str) -> None:
    """The applications of a batch were opened: how many there are for each tender."""
    for tender in batches.tenders(work.session, batch_id):
        if tender.state == "opening":
            tenders.find(work.session, tender.id, lock=True)
            count = _counts(work, tender)["bids"]
            body = sections.status(tender.code, "active", numberOfTenderers=count)
            body |= sections.bid_statistics({"bids": count})
            tell(work, tender, "tenderUpdate", body=body)


def noticed(work: Work, tender: Tender, award: Award | None) -> None:
    """An award was noticed, or nobody could be: with it, how many had applied."""
    counts = _counts(work, tender)
    body = _body(tender, award) | sections.bid_statistics(counts)
    body["tender"] |= {"numberOfTenderers": counts["bids"]}
    tell(work, tender, "award" if award else "tenderUpdate", body=body)


def confirmed(work: Work, tender: Tender, award: Award) -> None:
    """The standstill passed, and the tender is awarded."""
    tell(work, tender, "awardUpdate", "tenderUpdate", body=_body(tender, award))


def voided(work: Work, tender: Tender, award: Award) -> None:
    """The tender is judged again."""
    tell(work, tender, "awardCancellation", body=_body(tender, award))


def fallen(work: Work, tender: Tender, award: Award, following: Award | None) -> None:
    """A winner fell out; ``following`` is the notice for the next one."""
    tags = ("awardCancellation", "award") if following else ("awardCancellation", "tenderUpdate")
    tell(work, tender, *tags, body=_body(tender, award, following))


def called_off(work: Work, found: Iterable[Tender]) -> None:
    """Tenders of an approved batch were called off, and with them what was noticed of awards."""
    for tender in found:
        award = latest(work.session, tender.id)
        tags = ["planningUpdate" if tender.published_at is None else "tenderCancellation"]
        if award is not None:
            tags.append("awardCancellation")
        tell(work, tender, *tags, body=_body(tender, award))


def _body(tender: Tender, *awards: Award | None) -> dict[str, Any]:
    known = {"awarded": "complete", "unsuccessful": "unsuccessful", "cancelled": "cancelled"}
    body = sections.status(tender.code, known.get(tender.state, "active"))
    told = [award for award in awards if award is not None]
    if told:
        body["awards"] = [_award(award) for award in told]
        body["parties"] = [
            {"id": award.provider_id, "name": award.provider_name, "roles": ["supplier"]}
            for award in told
        ]
    return body


def _award(award: Award) -> dict[str, Any]:
    return {
        "id": award.code,
        "status": _STATUS[award.state],
        "date": rfc3339(award.decided_at or award.noticed_at),
        "value": sections.value(award.price),
        "suppliers": [{"id": award.provider_id, "name": award.provider_name}],
        "x_standstillUntil": rfc3339(award.objections_until),
    }


def _counts(work: Work, tender: Tender) -> dict[str, int]:
    states = work.session.scalars(
        sa.select(Application.state).where(
            Application.tender_id == tender.id, Application.state.not_in(NOT_HANDED_IN)
        )
    ).all()
    return {"bids": len(states), "validBids": sum(state == "admitted" for state in states)}
