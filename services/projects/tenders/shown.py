"""Tenders as they are answered: to everybody in the same words."""

from __future__ import annotations

from typing import Any

from chassis.work import Reading
from services.projects.batches import store as batches
from services.projects.batches.tables import Batch
from services.projects.tenders import store
from services.projects.tenders.tables import Tender


def with_questions(reading: Reading, tender: Tender) -> dict[str, Any]:
    """A tender whole."""
    batch = batches.find(reading.session, tender.batch_id)
    assert batch is not None  # the foreign key
    asked = store.questions(reading.session, [tender.id])
    return brief(tender, batch) | {"questions": asked}


def brief(tender: Tender, batch: Batch) -> dict[str, Any]:
    """A tender as lists hold it."""
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
        "lots": tender.lots,
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
