"""Deadlines of a batch that move by rule, and everybody whom that concerns hears of it."""

from __future__ import annotations

from datetime import datetime

from chassis.clock import rfc3339
from chassis.work import Work
from services.projects import concerned, events
from services.projects.audit import use_cases as audit
from services.projects.batches import rules, store
from services.projects.batches.tables import Batch
from services.projects.opendata import releases

_CLOSED = ("opening", "scoring")  # its scores are still to come


def put_off(work: Work, batch: Batch, *, until: datetime) -> bool:
    """Let the calls of a locked batch close no earlier than ``until``; what comes after them moves
    by the same span. Whether anything moved."""
    if until <= batch.call_closes_at:
        return False
    _move_scores(batch, until)
    batch.call_closes_at = until
    _tell(work, batch, because="amended")
    return True


def closed_late(work: Work, batch: Batch) -> None:
    """A call of a locked batch closes now, after its deadline, as its last question was answered
    late: what comes after moves by the delay."""
    if not _move_scores(batch, work.now):
        return
    batch.closed_late_at = work.now
    _tell(work, batch, because="answered")
    for tender in store.tenders(work.session, batch.id):
        if tender.state in _CLOSED:
            releases.judged_later(work, batch, tender)
    audit.record(
        work,
        audit.batch_chain(batch.id),
        "batch.put_off",
        subject=batch.id,
        data={"scores_until": rfc3339(batch.scores_until)},
    )


def _move_scores(batch: Batch, until: datetime) -> bool:
    span = rules.delay(
        closes_at=batch.call_closes_at, closed_late_at=batch.closed_late_at, now_until=until
    )
    batch.scores_until += span
    batch.award_notice_at += span
    return bool(span)


def _tell(work: Work, batch: Batch, *, because: str) -> None:
    work.session.flush()
    tender_ids = [tender.id for tender in store.tenders(work.session, batch.id)]
    work.emit(
        events.deadlines_moved(
            batch,
            because=because,
            providers=concerned.applicants(work.session, tender_ids),
            reviewers=concerned.reviewers(work.session, tender_ids),
            at=work.now,
        )
    )
