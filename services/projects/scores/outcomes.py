"""What the scores of a tender come to: figures, flags, ties and the order, before it is fixed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.projects.applications import store as applications
from services.projects.applications.store import AdmittedApplication
from services.projects.lots import store as lots
from services.projects.lots.tables import Lot
from services.projects.panels import store as panels
from services.projects.parcels import rules as parcels
from services.projects.providers.tables import Provider
from services.projects.scores import places, results, store
from services.projects.scores.places import Standing
from services.projects.scores.results import Figures
from services.projects.scores.tables import Moderation
from services.projects.tenders.tables import Tender


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All that is computed from the scores of a tender. ``by_method`` is the order that the fixed
    method, the rule for ties and the drawn lots give; ``order`` has a moderated change in it."""

    applications: Mapping[str, AdmittedApplication]
    figures: Mapping[str, Figures]
    by_method: Sequence[str]
    order: Sequence[str]
    turned: Mapping[str, Sequence[str]]
    low: frozenset[str]
    tied: Sequence[Sequence[str]]
    moderation: Moderation | None


def about(tender_id: str) -> str:
    """What the lot for ties of a tender is about."""
    return f"tie:{tender_id}"


def sitting(session: Session, tender_id: str) -> set[str]:
    """Whose scores count: who is free of conflicts and did not leave."""
    seats = panels.seats(session, [tender_id])
    return {seat.account_id for seat in seats if seat.state == "cleared"}


def totals(session: Session, tender: Tender) -> dict[str, dict[str, Decimal]]:
    """Of each application in review the totals that count, by reviewer."""
    found: dict[str, dict[str, Decimal]] = {
        each.id: {} for each in applications.admitted(session, tender.id)
    }
    for sheet in store.handed_in(session, tender.id, reviewers=sitting(session, tender.id)):
        if sheet.application_id in found and sheet.total is not None:
            found[sheet.application_id][sheet.reviewer_id] = store.in_points(sheet.total)
    return found


def compute(session: Session, tender: Tender) -> Outcome:
    """The outcome of a tender of which every application has scores."""
    found = {each.id: each for each in applications.admitted(session, tender.id)}
    figures = results.figures(totals(session, tender), method=tender.method)
    with_union = _with_union(session, [each.provider_id for each in found.values()])
    standings = [
        Standing(
            application_id=each.id,
            score=figures[each.id].score,
            price=parcels.comparable(each.lots, tender.lots, price=each.price, whole=tender.budget),
            has_union=each.provider_id in with_union,
        )
        for each in found.values()
    ]
    lot = lots.order(_valid_lots(session, tender))
    moderation = session.get(Moderation, tender.id)
    by_method = [standing.application_id for standing in places.ordered(standings, lot=lot)]
    return Outcome(
        applications=found,
        figures=figures,
        by_method=by_method,
        order=moderation.order if moderation and moderation.changed else by_method,
        turned=results.reversals(figures),
        low=frozenset(_low(found.values())),
        tied=[group for group in places.tied(standings) if not set(group) <= set(lot)],
        moderation=moderation,
    )


def _valid_lots(session: Session, tender: Tender) -> list[Lot]:
    """The lots for ties that were announced when no score could change any more: one that was
    known before would let the last to score choose."""
    counted = store.handed_in(session, tender.id, reviewers=sitting(session, tender.id))
    last = max(each.handed_in_at for each in counted if each.handed_in_at is not None)
    return [lot for lot in lots.about(session, about(tender.id)) if lot.announced_at > last]


def _low(found: Collection[AdmittedApplication]) -> set[str]:
    """Whose price is abnormally low: against others for the whole or, with lots, for the same."""
    by_lot: dict[str, dict[str, int]] = defaultdict(dict)
    for each in found:
        for lot, price in (each.lots or {"": each.price}).items():
            by_lot[lot][each.id] = price
    return {name for prices in by_lot.values() for name in places.abnormally_low(prices)}


def _with_union(session: Session, provider_ids: Sequence[str]) -> set[str]:
    return set(
        session.scalars(
            sa.select(Provider.id).where(Provider.id.in_(provider_ids), Provider.has_union)
        )
    )
