"""What came in for a batch, told in numbers once nobody can add to it."""

from __future__ import annotations

from typing import Any

from chassis.work import Reading
from services.projects.applications import store
from services.projects.audit import store as chains
from services.projects.audit.use_cases import batch_chain
from services.projects.batches import store as batches
from services.projects.errors import BatchNotFound, TooLate, WrongState

_NOT_CLOSED = ("draft", "published", "open")


def get_intake(reading: Reading, *, batch_id: str) -> dict[str, Any]:
    """Of each tender how many applications are in which state, and how many came too late.

    Before every call of the batch is closed not even a number is told. Raises
    ``Unauthenticated``, ``Forbidden``, ``BatchNotFound`` and ``WrongState``.
    """
    reading.caller.require("federation", "auditor")
    if batches.find(reading.session, batch_id) is None:
        raise BatchNotFound("there is no such batch")
    tenders = batches.tenders(reading.session, batch_id)
    if still := [tender for tender in tenders if tender.state in _NOT_CLOSED]:
        raise WrongState(
            "not before every call of the batch is closed", step="count", state=still[0].state
        )
    states = store.states(reading.session, [tender.id for tender in tenders])
    late = chains.refused(
        reading.session, batch_chain(batch_id), act="application.seal", code=TooLate.code
    )
    items = [
        {
            "tender_id": tender.id,
            "code": tender.code,
            "title": tender.title,
            "counts": states[tender.id],
            "late": late[tender.id],
        }
        for tender in tenders
    ]
    return {"items": items, "next_cursor": None}
