"""Amending a call: what was sealed must be confirmed or replaced, and there is time for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from chassis.clock import rfc3339
from chassis.errors import InvalidInput
from chassis.work import Work
from services.projects import concerned, events
from services.projects.applications import events as application_events
from services.projects.applications import rules as applications
from services.projects.applications import store as application_store
from services.projects.audit import use_cases as audit
from services.projects.audit.refusals import recorded
from services.projects.audit.rules import hash_of
from services.projects.batches import deadlines
from services.projects.batches import store as batches
from services.projects.batches.tables import Batch
from services.projects.errors import TenderNotFound, WrongState
from services.projects.opendata import releases
from services.projects.tenders import store
from services.projects.tenders.tables import Tender
from services.projects.tenders.use_cases import get_call

_LEAST_TIME: Final = timedelta(days=5)
_AMENDABLE: Final = ("published", "open")


def amend_call(
    work: Work,
    *,
    tender_id: str,
    requirements: str,
    audience: str,
    adaptations: Sequence[str],
    reason: str,
) -> dict[str, Any]:
    """Change what a published tender wants; never how it is judged, which is fixed by its hash.

    Sealed applications become stale until they are confirmed or replaced. Five days are left for
    that: where the deadline is nearer, it and all after it move. Raises ``Unauthenticated``,
    ``Forbidden``, ``TenderNotFound``, ``WrongState`` and ``InvalidInput`` (nothing changes).
    """
    tender, batch = _locked(work, tender_id)
    with recorded(work, audit.batch_chain(batch.id), "call.amend", subject=tender_id):
        work.caller.require("federation")
        asked = store.questions(work.session, [tender.id])
        closed = applications.closed_since(
            closes_at=batch.call_closes_at,
            answered=[question.answered_at for question in asked],
            now=work.now,
        )
        if tender.state not in _AMENDABLE or closed is not None:
            raise WrongState("its call is not open any more", step="amend", state=tender.state)
        wanted = (requirements, audience, list(adaptations))
        if wanted == (tender.requirements, tender.audience, tender.adaptations):
            raise InvalidInput.of("requirements", "nothing is changed")
        tender.requirements, tender.audience, tender.adaptations = wanted
        tender.amended_at = work.now
        moved = deadlines.put_off(work, batch, until=work.now + _LEAST_TIME)
        stale = application_store.sealed_for(work.session, tender.id)
        step = applications.STATES.steps["outdate"]
        for application in stale:
            application.state = step.target
            work.emit(
                application_events.application_changed(
                    step.event, application, tender, at=work.now, reason=reason
                )
            )
        work.session.flush()
        told = {application.provider_id for application in stale}
        others = [one for one in concerned.verified(work.session) if one not in told]
        work.emit(
            events.call_changed(events.CALL_AMENDED, tender, batch, at=work.now, providers=others)
        )
        releases.amended(work, batch, tender, deadline_moved=moved)
        audit.record(
            work,
            audit.batch_chain(batch.id),
            "call.amend",
            subject=tender.id,
            data={
                "tender": tender.code,
                "requirements_sha256": hash_of(requirements),
                "call_closes_at": rfc3339(batch.call_closes_at),
                "stale": len(stale),
            },
            reason=reason,
        )
        return get_call(work, tender_id=tender.id)


def _locked(work: Work, tender_id: str) -> tuple[Tender, Batch]:
    tender = store.find(work.session, tender_id)
    if tender is None:
        work.caller.require("federation")
        raise TenderNotFound("there is no such tender")
    # The batch first, as whoever publishes or cancels does.
    batch = batches.find(work.session, tender.batch_id, lock=True)
    locked = store.find(work.session, tender_id, lock=True)
    assert batch is not None  # the foreign key
    assert locked is not None  # tenders are never deleted
    return locked, batch
