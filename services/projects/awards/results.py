"""Results for everybody: each project of a batch, and how many applied for it."""

from __future__ import annotations

from typing import Any

from chassis.work import Reading
from services.projects.awards import store
from services.projects.awards.use_cases import shown, told
from services.projects.batches import store as batches
from services.projects.errors import BatchNotFound, TenderNotFound
from services.projects.tenders import store as tenders
from services.projects.tenders.rules import NOTICED


def get_award(reading: Reading, *, tender_id: str) -> dict[str, Any]:
    """The notices of a tender with ranking and objections. Raises ``TenderNotFound``."""
    tender = tenders.find(reading.session, tender_id)
    if tender is None or not store.of_tender(reading.session, tender.id):
        raise TenderNotFound("no award of such a tender was noticed")
    return shown(reading, tender)


def list_results(reading: Reading, *, batch: str) -> dict[str, Any]:
    """The projects of a batch whose award was noticed, by code; before that nobody learns how many
    applied. Raises ``BatchNotFound``."""
    found = store.batch_of(reading.session, batch)
    if found is None:
        raise BatchNotFound("there is no such batch")
    public = [
        tender for tender in batches.tenders(reading.session, found.id) if tender.state in NOTICED
    ]
    ids = [tender.id for tender in public]
    applied = store.counted(reading.session, ids)
    awards = store.latest(reading.session, ids)
    applications = sum(len(providers) for providers in applied.values())
    return {
        "batch": found.code,
        "title": found.title,
        "projects": len(public),
        "awarded": sum(tender.state == "awarded" for tender in public),
        "organisations": len({one for providers in applied.values() for one in providers}),
        "applications": applications,
        "applications_per_project": round(applications / len(public), 2) if public else None,
        "items": [
            {
                "tender_id": tender.id,
                "code": tender.code,
                "title": tender.title,
                "need_class": tender.need_class,
                "state": tender.state,
                "applications": len(applied[tender.id]),
                "award": told(awards[tender.id][-1]) if awards[tender.id] else None,
                "awards": [told(award) for award in awards[tender.id]],
            }
            for tender in public
        ],
        "next_cursor": None,
    }
