"""Outcomes and rankings as they are answered and published. Scores are texts, to keep decimals."""

from __future__ import annotations

from typing import Any

from services.projects.scores import labels
from services.projects.scores.outcomes import Outcome
from services.projects.scores.store import Ranked
from services.projects.tenders.tables import Tender


def outcome(tender: Tender, found: Outcome) -> dict[str, Any]:
    """The outcome of a tender: each application in its order, with all figures and flags."""
    numbers = labels.of_tender(tender.id, found.applications)
    return {
        "tender_id": tender.id,
        "state": tender.state,
        "method": tender.method,
        "tied": [list(group) for group in found.tied],
        "moderation": found.moderation,
        "items": [_item(found, name, label=numbers[name]) for name in found.order],
    }


def _item(found: Outcome, name: str, *, label: str) -> dict[str, Any]:
    application, figures = found.applications[name], found.figures[name]
    return {
        "application_id": name,
        "label": label,
        "provider_id": application.provider_id,
        "provider_name": application.provider_name,
        "price": application.price,
        "lots": application.lots,
        "place": found.order.index(name) + 1,
        "place_by_method": found.by_method.index(name) + 1,
        "score": str(figures.score),
        "mean": str(figures.mean),
        "median": str(figures.median),
        "z": str(figures.z),
        "scored_by": figures.count,
        "turned_by": list(found.turned.get(name, ())),
        "abnormally_low": name in found.low,
    }


def ranked(each: Ranked) -> dict[str, Any]:
    """A place in a fixed ranking."""
    return {
        "application_id": each.application_id,
        "provider_id": each.provider_id,
        "place": each.place,
        "score": str(each.score),
        "price": each.price,
    }
