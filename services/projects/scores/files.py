"""An application's file as its panel reads it, with the documents."""

from __future__ import annotations

import base64
from typing import Any

from chassis.personal import PersonalData
from chassis.work import Reading, Store, Work
from services.projects.applications import store as applications
from services.projects.applications.tables import Application
from services.projects.audit.refusals import recorded
from services.projects.documents import store as documents
from services.projects.documents import use_cases as document_use_cases
from services.projects.documents.shelves import Shelf
from services.projects.errors import DocumentNotFound, WrongState
from services.projects.providers.tables import Provider
from services.projects.scores import labels, rules, store
from services.projects.scores.seated import (
    chain_of,
    record,
    require_seat,
    reviewed,
    shown_sheet,
)
from services.projects.scores.tables import ScoreSheet
from services.projects.tenders.tables import Tender


def open_file(work: Work, *, application_id: str) -> dict[str, Any]:
    """Open an application's file: what it says, and one's own sheet. The first time is recorded.

    Name, team and documents are left out where the call is judged blind. Raises ``Forbidden``,
    ``ReviewNotFound``, ``NotOnPanel``, ``NotDeclared`` and ``WrongState``.
    """
    application, tender = reviewed(work, application_id)
    with recorded(work, chain_of(tender), "file.open", subject=application_id):
        require_seat(work, tender)
        _require_open(tender)
        sheet = store.sheet(work.session, application_id, work.caller.id)
        if sheet is None:
            sheet = ScoreSheet(
                application_id=application_id,
                reviewer_id=work.caller.id,
                tender_id=tender.id,
                marks={},
                comment="",
                state=rules.SHEETS.initial,
                opened_at=work.now,
            )
            work.session.add(sheet)
            record(work, tender, sheet, "file.open")
    return _file(work, application, tender, sheet)


def read_review_document(
    opened: Store,
    *,
    shelf: Shelf,
    personal: PersonalData,
    application_id: str,
    document_id: str,
) -> dict[str, str]:
    """A document of an application, for its panel; where the call is judged blind, for nobody.

    Raises as ``open_file``, and ``DocumentNotFound`` and ``DocumentMissing``.
    """
    with opened.work() as work:
        application, tender = reviewed(work, application_id)
        with recorded(work, chain_of(tender), "document.read", subject=document_id):
            require_seat(work, tender)
            _require_open(tender)
            document = documents.find(work.session, document_id)
            if document is None or document_id not in _document_ids(application, tender):
                raise DocumentNotFound("there is no such document in this file")
    raw = document_use_cases.read(document, shelf=shelf, personal=personal)
    return {"filename": document.name, "data": base64.b64encode(raw).decode()}


def _require_open(tender: Tender) -> None:
    if tender.state == "opening":
        raise WrongState("the files are not open yet", step="open", state=tender.state)


def _document_ids(application: Application, tender: Tender) -> list[str]:
    """The documents of a file; they tell whose it is, so that a blind call shows none."""
    if tender.blind:
        return []
    content = applications.content(application)
    added: list[str] = (application.correction or {}).get("document_ids", [])
    return [document["id"] for document in content["documents"]] + added


def _file(
    reading: Reading, application: Application, tender: Tender, sheet: ScoreSheet
) -> dict[str, Any]:
    content = applications.content(application)
    provider = reading.session.get_one(Provider, application.provider_id)
    inside = [each.id for each in applications.admitted(reading.session, tender.id)]
    return {
        "application_id": application.id,
        "tender_id": tender.id,
        "label": labels.of_tender(tender.id, inside)[application.id],
        "provider_name": None if tender.blind else provider.name,
        "price": application.price,
        "lots": applications.lots_of(application),
        "plan": content["plan"],
        "team": [] if tender.blind else content["team"],
        "budget": content["budget"],
        "answers": content["answers"],
        "correction": (application.correction or {}).get("text", ""),
        "documents": documents.by_ids(reading.session, _document_ids(application, tender)),
        "criteria": tender.criteria,
        "sheet": shown_sheet(sheet),
    }
