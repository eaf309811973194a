"""Opening what was sealed for a batch, once both halves of its key are there."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from chassis.personal import PersonalData
from chassis.work import Work
from services.projects.applications import events, rules, store
from services.projects.applications.tables import Application
from services.projects.applications.use_cases import about
from services.projects.documents import opening as document_opening
from services.projects.documents import store as documents
from services.projects.errors import Unopenable
from services.projects.opendata import awards as opendata
from services.projects.seals import rules as seals

Act = tuple[str, str, dict[str, Any]]  # what to record: act, subject, data


def open_batch(
    work: Work, personal: PersonalData, batch_id: str, private_keys: Mapping[str, str]
) -> list[Act]:
    """Open every sealed application of a batch, with its documents; returns what to record.

    One that is not what was sealed stays sealed and is recorded, so that whoever meddled with it
    cannot keep the others closed.
    """
    acts: list[Act] = []
    receipts: dict[str, list[str]] = defaultdict(list)
    providers: dict[str, list[str]] = defaultdict(list)
    found = {}
    for application, tender in store.of_batch(work.session, batch_id, state="sealed"):
        found[tender.id] = tender
        try:
            _open(work, personal, application, private_keys)
        except Unopenable as error:
            data = {"tender": tender.code, "receipt": application.receipt, "refused": error.code}
            acts.append(("application.open", application.id, data))
            continue
        receipts[tender.id].append(application.receipt)
        providers[tender.id].append(application.provider_id)
    for tender_id, opened in receipts.items():
        tender = found[tender_id]
        work.emit(
            events.applications_opened(
                tender, count=len(opened), providers=sorted(providers[tender_id]), at=work.now
            )
        )
        told = {"tender": tender.code, "receipts": sorted(opened)}
        acts.append(("applications.open", tender_id, told))
    opendata.opened(work, batch_id)
    return acts


def _open(
    work: Work,
    personal: PersonalData,
    application: Application,
    private_keys: Mapping[str, str],
) -> None:
    text = seals.unseal(application.sealed, private_keys=private_keys, about=about(application))
    said = json.loads(text)
    receipt = rules.receipt(
        application_id=application.id,
        version=application.version,
        salt=said["salt"],
        content=said["content"],
    )
    if receipt != application.receipt:
        raise Unopenable("it is not what its receipt stands for", about=about(application))
    content = said["content"]
    application.state = rules.STATES.take("open", state=application.state).target
    application.content, application.price = content, content["price"]
    application.opened_at = work.now
    ids = [document["id"] for document in content["documents"]]
    for document in documents.by_ids(work.session, ids):
        try:
            document_opening.unseal(document, personal, private_keys=private_keys)
        except Unopenable:
            continue  # stays sealed, and the check of the application says so
