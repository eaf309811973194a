"""Writing tenders, publishing the call, showing it to everybody, and moving it by its times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chassis import paging
from chassis.work import Reading, Store, Work
from services.projects import concerned, events
from services.projects.audit import use_cases as audit
from services.projects.batches import rules as batch_rules
from services.projects.batches import store as batches
from services.projects.batches.tables import Batch
from services.projects.errors import BatchNotFound, TenderNotFound, WrongState
from services.projects.opendata import releases
from services.projects.tenders import rules, store
from services.projects.tenders.rules import PUBLIC, Criterion
from services.projects.tenders.tables import Tender

_AT_ONCE = 100
_STEPS = {"published": "open", "open": "close"}


def write_tender(
    work: Work,
    *,
    tender_id: str,
    requirements: str,
    audience: str,
    adaptations: Sequence[str],
    criteria: Sequence[Mapping[str, Any]],
    method: str,
    blind: bool,
) -> dict[str, Any]:
    """Say what a tender wants and how it will be judged, before its call is published.

    Raises ``Forbidden``, ``TenderNotFound``, ``WrongState`` and ``InvalidInput``.
    """
    work.caller.require("federation")
    tender = store.find(work.session, tender_id, lock=True)
    if tender is None:
        raise TenderNotFound("there is no such tender")
    if tender.state != rules.STATES.initial:
        raise WrongState("its call is published", step="write", state=tender.state)
    rules.check(criteria)
    tender.requirements, tender.audience = requirements, audience
    tender.adaptations, tender.method = list(adaptations), method
    tender.blind = blind
    tender.criteria = [dict(criterion) for criterion in criteria]
    return _shown(work, tender)


def publish_call(work: Work, *, batch_id: str) -> dict[str, Any]:
    """Publish the call of an approved batch: method and criteria of each tender are fixed by hash.

    Raises ``Forbidden``, ``BatchNotFound`` and ``WrongState`` (a tender is not written, or the
    call should have opened before).
    """
    work.caller.require("federation")
    batch = batches.find(work.session, batch_id, lock=True)
    if batch is None:
        raise BatchNotFound("there is no such batch")
    step = batch_rules.STATES.take("call", state=batch.state)
    if batch.call_opens_at <= work.now:
        raise WrongState("the opening of the call has passed", step="call", state=batch.state)
    tenders = batches.tenders(work.session, batch.id)
    for tender in tenders:
        rules.require_ready(tender.code, requirements=tender.requirements, criteria=tender.criteria)
        tender.state = rules.STATES.take("publish", state=tender.state).target
        tender.published_at = work.now
        tender.method_hash = rules.method_hash(
            code=tender.code,
            method=tender.method,
            criteria=[Criterion(**criterion) for criterion in tender.criteria],
            blind=tender.blind,
        )
    batch.state = step.target
    work.session.flush()
    told = concerned.verified(work.session)
    work.emit(events.batch_changed(step.event, batch, at=work.now, providers=told))
    releases.called(work, batch, tenders)
    audit.record(
        work,
        audit.batch_chain(batch.id),
        "batch.call",
        subject=batch.id,
        data={"methods": {tender.code: tender.method_hash for tender in tenders}},
    )
    return {"items": [_shown(work, tender) for tender in tenders], "next_cursor": None}


def list_calls(
    reading: Reading, *, need_class: str, state: str, cursor: str, limit: int
) -> dict[str, Any]:
    """One page of published tenders, newest first, for everybody."""
    found = store.public(
        reading.session,
        need_class=need_class,
        state=state,
        beyond=paging.decode(cursor, length=2) if cursor else (),
        limit=limit + 1,
    )
    page = paging.page(found, limit=limit, key=lambda pair: (pair[0].created_at, pair[0].id))
    return page | {"items": [_told(tender, batch) for tender, batch in page["items"]]}


def get_call(reading: Reading, *, tender_id: str) -> dict[str, Any]:
    """A tender: a published one for everybody, any for the federation and auditors.

    Raises ``TenderNotFound``.
    """
    tender = store.find(reading.session, tender_id)
    caller = reading.caller
    insider = caller.kind == "system" or caller.has("federation") or caller.has("auditor")
    if tender is None or (tender.state not in PUBLIC and not insider):
        raise TenderNotFound("there is no such tender")
    return _shown(reading, tender)


def move_calls(opened: Store) -> None:
    """The tick: open and close calls by their stored times. Safe to do again, and by several."""
    with opened.work() as work:
        for tender, batch in store.due(work.session, now=work.now, limit=_AT_ONCE):
            step = rules.STATES.take(_STEPS[tender.state], state=tender.state)
            tender.state = step.target
            work.emit(events.call_changed(step.event, tender, batch, at=work.now))
            releases.moved(work, batch, tender)


def _shown(reading: Reading, tender: Tender) -> dict[str, Any]:
    batch = batches.find(reading.session, tender.batch_id)
    assert batch is not None  # the foreign key
    asked = store.questions(reading.session, [tender.id])
    return _told(tender, batch) | {"questions": asked}


def _told(tender: Tender, batch: Batch) -> dict[str, Any]:
    return {
        "id": tender.id,
        "code": tender.code,
        "title": tender.title,
        "need_class": tender.need_class,
        "budget": tender.budget,
        "requirements": tender.requirements,
        "audience": tender.audience,
        "adaptations": tender.adaptations,
        "criteria": tender.criteria,
        "method": tender.method,
        "blind": tender.blind,
        "method_sha256": tender.method_hash,
        "state": tender.state,
        "amended_at": tender.amended_at,
        "batch_code": batch.code,
        "call_opens_at": batch.call_opens_at,
        "questions_until": batch.questions_until,
        "call_closes_at": batch.call_closes_at,
        "questions": [],
    }
