"""Telling the steps of an award as open data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from chassis.clock import rfc3339
from chassis.work import Work
from services.projects.applications.store import lots_of
from services.projects.applications.tables import Application
from services.projects.awards.store import NOT_HANDED_IN, latest, live
from services.projects.awards.tables import Award
from services.projects.batches import store as batches
from services.projects.opendata import sections
from services.projects.opendata.releases import tell
from services.projects.parcels.rules import codes
from services.projects.tenders import store as tenders
from services.projects.tenders.rules import NOTICED
from services.projects.tenders.tables import Tender

_STATUS_OF_TENDER = {
    "awarded": "complete",
    "unsuccessful": "unsuccessful",
    "cancelled": "cancelled",
}
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
            body = _with_counts(work, tender, _body(work, tender), measures=("bids",))
            tell(work, tender, "tenderUpdate", body=body)


def noticed(work: Work, tender: Tender, awards: Sequence[Award]) -> None:
    """Awards were noticed, one or one for each lot, or none could be: with it, how many applied."""
    body = _body(work, tender, *awards)
    body = _with_counts(work, tender, body, measures=("bids", "validBids"))
    tell(work, tender, "award" if awards else "tenderUpdate", body=body)


def confirmed(work: Work, tender: Tender, awards: Sequence[Award]) -> None:
    """The standstill passed, and the tender is awarded."""
    tell(work, tender, "awardUpdate", "tenderUpdate", body=_body(work, tender, *awards))


def voided(work: Work, tender: Tender, awards: Sequence[Award]) -> None:
    """The tender is judged again."""
    tell(work, tender, "awardCancellation", body=_body(work, tender, *awards))


def fallen(work: Work, tender: Tender, award: Award, following: Award | None) -> None:
    """A winner fell out; ``following`` is the notice for the next one."""
    tags = ("awardCancellation", "award") if following else ("awardCancellation", "tenderUpdate")
    told = [award, following] if following else [award]
    tell(work, tender, *tags, body=_body(work, tender, *told))


def called_off(work: Work, found: Iterable[Tender]) -> None:
    """Tenders of an approved batch were called off, and with them what was noticed of awards."""
    for tender in found:
        awards = latest(work.session, [tender.id])[tender.id]
        tags = ["planningUpdate" if tender.published_at is None else "tenderCancellation"]
        if awards:
            tags.append("awardCancellation")
        tell(work, tender, *tags, body=_body(work, tender, *awards))


def _body(work: Work, tender: Tender, *awards: Award) -> dict[str, Any]:
    body = sections.status(
        tender,
        _STATUS_OF_TENDER.get(tender.state, "active"),
        lots=_lots(work, tender) if tender.state in NOTICED else None,
    )
    if awards:
        body["awards"] = [_award(award) for award in awards]
        names = {award.provider_id: award.provider_name for award in awards}
        body["parties"] = [
            {"id": provider_id, "name": name, "roles": ["supplier"]}
            for provider_id, name in names.items()
        ]
    return body


def _lots(work: Work, tender: Tender) -> dict[str, str]:
    """After the notice a lot is as its own award is, whatever the others wait for."""
    states = {award.lot: award.state for award in live(work.session, tender.id)}
    known = {"": "unsuccessful", "confirmed": "complete"}
    return {code: known.get(states.get(code, ""), "active") for code in codes(tender.lots)}


def _award(award: Award) -> dict[str, Any]:
    told = {"relatedLots": [award.lot]} if award.lot else {}
    return told | {
        "id": award.code,
        "status": _STATUS[award.state],
        "date": rfc3339(award.decided_at or award.noticed_at),
        "value": sections.value(award.price),
        "suppliers": [{"id": award.provider_id, "name": award.provider_name}],
        "x_standstillUntil": rfc3339(award.objections_until),
    }


def _with_counts(
    work: Work, tender: Tender, body: dict[str, Any], *, measures: Sequence[str]
) -> dict[str, Any]:
    """``body`` with how many applied, in all and for each lot."""
    found = work.session.scalars(
        sa.select(Application).where(
            Application.tender_id == tender.id, Application.state.not_in(NOT_HANDED_IN)
        )
    ).all()
    of_lots = {
        code: _counted([one for one in found if code in lots_of(one)], measures)
        for code in codes(tender.lots)
    }
    body["tender"] |= {"numberOfTenderers": len(found)}
    return body | sections.bid_statistics(_counted(found, measures), lots=of_lots)


def _counted(found: Sequence[Application], measures: Sequence[str]) -> dict[str, int]:
    counts = {"bids": len(found), "validBids": sum(one.state == "admitted" for one in found)}
    return {measure: counts[measure] for measure in measures}
