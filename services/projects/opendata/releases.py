"""Telling a step of a tender: a release is written in the transaction of the step itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from chassis.ids import uuid7
from chassis.work import Work
from services.projects.batches import store as batches
from services.projects.batches.tables import Batch
from services.projects.merging import store as merging
from services.projects.needs import store as needs
from services.projects.needs.tables import Need
from services.projects.opendata import sections, store
from services.projects.opendata.tables import OcdsRelease
from services.projects.questions.tables import CallQuestion
from services.projects.tenders.tables import Tender


def tell(work: Work, tender: Tender, *tag: str, body: Mapping[str, Any]) -> None:
    """Write a release of a tender whose row, or whose batch's, the caller keeps locked."""
    work.session.flush()  # the row's lock is ours before its number is counted
    number = store.last_number(work.session, tender.id) + 1
    release = OcdsRelease(
        id=uuid7(),
        tender_id=tender.id,
        number=number,
        code=f"{tender.code}-{number:03d}",
        tag=list(tag),
        body=json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        released_at=work.now,
    )
    work.session.add(release)
    work.session.flush()


def planned(work: Work, batch: Batch, tenders: Iterable[Tender]) -> None:
    """A batch was approved."""
    for tender in tenders:
        need = needs.find(work.session, tender.need_id)
        assert need is not None  # the foreign key
        whole = [need, *_merged(work, need)]
        tell(work, tender, "planning", body=sections.planning(batch, tender, whole))


def called(work: Work, batch: Batch, tenders: Iterable[Tender]) -> None:
    """The call of a batch was published."""
    for tender in tenders:
        tell(work, tender, "tender", body=sections.call(batch, tender))


def moved(work: Work, batch: Batch, tender: Tender) -> None:
    """A call opened or closed."""
    if tender.state == "open":
        body = sections.status(tender, "active")
    else:
        body = sections.closed(tender, opened_at=batch.call_opens_at, closed_at=work.now)
    tell(work, tender, "tenderUpdate", body=body)


def amended(work: Work, batch: Batch, tender: Tender, *, deadline_moved: bool) -> None:
    """A call was amended; a deadline that moved is told of all tenders of the batch."""
    number = store.last_number(work.session, tender.id) + 1
    body = sections.amendment(batch, tender, number=number, at=work.now)
    tell(work, tender, "tenderAmendment", body=body)
    if deadline_moved:
        for other in batches.tenders(work.session, batch.id):
            if other.id != tender.id and other.state in ("published", "open"):
                tell(work, other, "tenderUpdate", body=sections.moved(batch, other.code))


def judged_later(work: Work, batch: Batch, tender: Tender) -> None:
    """The scores of a tender whose call is closed are due later."""
    tell(work, tender, "tenderUpdate", body=sections.judged_later(batch, tender.code))


def asked(work: Work, tender: Tender, question: CallQuestion) -> None:
    """A question about a call was asked or answered."""
    tell(work, tender, "tenderUpdate", body=sections.enquiry(tender.code, question))


def _merged(work: Work, need: Need) -> list[Need]:
    """All needs that this one stands for, each after the one that it went into."""
    found: list[Need] = []
    for child in merging.merged_into(work.session, need.id):
        found += [child, *_merged(work, child)]
    return found
