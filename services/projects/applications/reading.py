"""Who sees an application, and what of it: its own organisation, and after the opening offices."""

from __future__ import annotations

from typing import Any

from chassis import paging
from chassis.work import Reading, Store
from services.projects.applications import intake, rules, store
from services.projects.applications.tables import Application
from services.projects.documents import store as documents
from services.projects.errors import TenderNotFound, WrongState
from services.projects.parcels import rules as parcels
from services.projects.providers import acting
from services.projects.providers import store as providers
from services.projects.seals import store as seals
from services.projects.seals.rules import OFFICES
from services.projects.tenders import store as tenders
from services.projects.tenders.tables import Tender


def get_application(opened: Store, *, application_id: str) -> dict[str, Any]:
    """An application: its own at any time, for the federation and auditors once it is opened.

    A rival's try is refused and recorded. Raises ``Unauthenticated``, ``Forbidden``,
    ``NotRegistered``, ``ApplicationNotFound``, ``NotYours`` and ``WrongState``.
    """
    with opened.work() as work:
        if not (work.caller.has("federation") or work.caller.has("auditor")):
            application, tender, _ = intake.own_application(
                work, application_id, act="application.read"
            )
            return shown(work, application, tender)
        application, tender = intake.with_tender(work, application_id)
        if application.state not in rules.READABLE:
            raise WrongState("it is sealed", step="read", state="sealed")
        return shown(work, application, tender)


def list_applications(
    reading: Reading, *, tender_id: str, cursor: str, limit: int
) -> dict[str, Any]:
    """The applications for a tender whose call was opened, for the federation and auditors.

    Before that not even their number is told. Raises ``Unauthenticated``, ``Forbidden``,
    ``TenderNotFound`` and ``WrongState``.
    """
    reading.caller.require("federation", "auditor")
    tender = tenders.find(reading.session, tender_id)
    if tender is None:
        raise TenderNotFound("there is no such tender")
    halves = seals.halves(reading.session, tender.batch_id)
    if len([half for half in halves.values() if half.released_at]) < len(OFFICES):
        raise WrongState("the call is sealed", step="list", state="sealed")
    found = store.by_id(
        reading.session,
        tender_id=tender_id,
        beyond=paging.decode(cursor, length=1) if cursor else (),
        limit=limit + 1,
    )
    page = paging.page(found, limit=limit, key=lambda application: (application.id,))
    return page | {"items": [shown(reading, each, tender) for each in page["items"]]}


def list_my_applications(reading: Reading, *, cursor: str, limit: int) -> dict[str, Any]:
    """What the caller's organisation handed in, the latest first.

    Raises ``Unauthenticated``, ``Forbidden`` and ``NotRegistered``.
    """
    found = store.latest_first(
        reading.session,
        provider_id=acting.own(reading).id,
        beyond=paging.decode(cursor, length=1) if cursor else (),
        limit=limit + 1,
    )
    page = paging.page(found, limit=limit, key=lambda application: (application.id,))
    pairs = [intake.with_tender(reading, application.id) for application in page["items"]]
    return page | {"items": [shown(reading, *pair) for pair in pairs]}


def shown(reading: Reading, application: Application, tender: Tender) -> dict[str, Any]:
    """An application as those who may see it see it; ``content`` is None while it is sealed."""
    provider = providers.find(reading.session, application.provider_id)
    assert provider is not None  # the foreign key
    return {
        "id": application.id,
        "tender_id": tender.id,
        "tender_code": tender.code,
        "provider_id": provider.id,
        "provider_name": provider.name,
        "state": application.state,
        "version": application.version,
        "receipt_sha256": application.receipt,
        "handed_in_at": application.handed_in_at,
        "opened_at": application.opened_at,
        "price": application.price,
        "content": application.content,
        "documents": documents.by_ids(reading.session, _document_ids(application)),
        "checks": checks(reading, application, tender),
        "correction_asked": application.correction_asked,
        "correction_until": application.correction_until,
        "correction": (application.correction or {}).get("text", ""),
        "decided_at": application.decided_at,
        "reason": application.reason,
    }


def checks(reading: Reading, application: Application, tender: Tender) -> dict[str, bool]:
    """What makes it eligible; nothing is said of one that is sealed."""
    if application.price is None:
        return {}
    provider = providers.find(reading.session, application.provider_id)
    assert provider is not None  # the foreign key
    found = documents.by_ids(reading.session, _document_ids(application))
    return rules.checks(
        provider_state=provider.state,
        within_budget=parcels.within(
            store.lots_of(application), tender.lots, price=application.price, whole=tender.budget
        ),
        sealed_documents=sum(document.sealed_for != "house" for document in found),
    )


def _document_ids(application: Application) -> list[str]:
    if application.content is None:
        return []
    added: list[str] = (application.correction or {}).get("document_ids", [])
    return [document["id"] for document in application.content["documents"]] + added
