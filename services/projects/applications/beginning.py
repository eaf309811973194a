"""An organisation has begun an application: it can be reminded of the deadline."""

from __future__ import annotations

from chassis.work import Work
from services.projects.applications import events, store
from services.projects.batches import store as batches
from services.projects.tenders import store as tenders


def begin(work: Work, *, tender_id: str, provider_id: str) -> None:
    """Say that an organisation works on an application, unless one of it was handed in."""
    if store.of_provider(work.session, tender_id=tender_id, provider_id=provider_id) is not None:
        return
    tender = tenders.find(work.session, tender_id)
    assert tender is not None  # the place for its files was found
    batch = batches.find(work.session, tender.batch_id)
    assert batch is not None  # the foreign key
    work.emit(
        events.application_begun(
            tender, provider_id=provider_id, closes_at=batch.call_closes_at, at=work.now
        )
    )
