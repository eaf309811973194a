"""An organisation's desk: every tender that it applied for, and how far each is, at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis import paging
from chassis.work import Reading
from services.projects.applications import store
from services.projects.applications.store import Applied
from services.projects.awards import store as awards
from services.projects.awards.tables import Award
from services.projects.providers import acting

_NOTICED = ("standstill", "contested")


def get_application_desk(
    reading: Reading, *, tender_id: str | None, cursor: str, limit: int
) -> dict[str, Any]:
    """What the caller's organisation handed in, the latest first, or for one tender only.

    However many there are, three statements read them. Nothing of what an application says is
    here. Raises ``Unauthenticated``, ``Forbidden`` and ``NotRegistered``.
    """
    found = store.applied(
        reading.session,
        provider_id=acting.own(reading).id,
        tender_id=tender_id,
        beyond=paging.decode(cursor, length=1) if cursor else (),
        limit=limit + 1,
    )
    page = paging.page(found, limit=limit, key=lambda each: (each.application.id,))
    latest = awards.latest(reading.session, [each.tender.id for each in page["items"]])
    return page | {"items": [_shown(each, latest[each.tender.id]) for each in page["items"]]}


def _shown(applied: Applied, found: Sequence[Award]) -> dict[str, Any]:
    application, tender, batch = applied.application, applied.tender, applied.batch
    noticed = [award.objections_until for award in found if award.state in _NOTICED]
    winners = [award.application_id for award in found if award.state == "confirmed"]
    return {
        "id": application.id,
        "tender_id": tender.id,
        "code": tender.code,
        "title": tender.title,
        "need_class": tender.need_class,
        "batch_code": batch.code,
        "tender_state": tender.state,
        "state": application.state,
        "version": application.version,
        "receipt_sha256": application.receipt,
        "handed_in_at": application.handed_in_at,
        "call_closes_at": batch.call_closes_at,
        "amended_at": tender.amended_at,
        "correction_until": application.correction_until,
        "presentation": applied.presentation,
        "objections_until": max(noticed, default=None),
        "won": application.id in winners if winners else None,
    }
