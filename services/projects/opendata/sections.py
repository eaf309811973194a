"""What a release tells at each step, in the words of OCDS 1.1.5; nothing personal is among it.

Codes instead of prose, so that any language can show them. Fields outside the standard and its
extensions begin with ``x_``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chassis.clock import rfc3339
from services.projects.opendata.facts import BatchFacts, NeedFacts, QuestionFacts, TenderFacts

_SCHEME = "x_unionhall"


def value(fen: int) -> dict[str, Any]:
    """An amount in yuan with its currency."""
    yuan, rest = divmod(fen, 100)
    return {"amount": fen / 100 if rest else yuan, "currency": "CNY"}


def planning(batch: BatchFacts, tender: TenderFacts, needs: Sequence[NeedFacts]) -> dict[str, Any]:
    """The approved plan; ``needs`` are the one that is bought for and those merged into it."""
    return {
        "planning": {
            "rationale": needs[0].title,
            "budget": {
                "id": str(batch.year),
                "amount": value(tender.budget),
                "project": batch.title,
                "projectID": batch.code,
            },
            "milestones": [
                _milestone("call_opens_at", batch.call_opens_at, "preProcurement"),
                _milestone("call_closes_at", batch.call_closes_at, "preProcurement"),
            ],
            "x_needs": [_need(need) for need in needs],
        },
        "tender": {
            "id": tender.code,
            "title": tender.title,
            "status": "planning",
            "value": value(tender.budget),
            "mainProcurementCategory": "services",
        },
    }


def call(batch: BatchFacts, tender: TenderFacts) -> dict[str, Any]:
    """The published call: what is wanted, how it is judged, and every deadline."""
    assert tender.published_at is not None  # told when it is published
    told: dict[str, Any] = {
        "id": tender.code,
        "title": tender.title,
        "description": tender.requirements,
        "status": "planned",
        "procuringEntity": {"id": "buyer"},
        "items": _items(tender),
        "value": value(tender.budget),
        "procurementMethod": "open",
        "mainProcurementCategory": "services",
        "awardCriteria": "ratedCriteria",
        "submissionMethod": ["electronicSubmission"],
        "enquiryPeriod": _period(tender.published_at, batch.questions_until),
        "hasEnquiries": False,
        **_deadlines(batch),
        "x_criteria": [
            {"id": one["code"], "title": one["text"], "weight": one["weight"]}
            for one in tender.criteria
        ],
        "x_method": tender.method,
        "x_methodSha256": tender.method_hash,
    }
    if tender.lots:
        told["lots"] = [_lot(lot) for lot in tender.lots]
    if tender.audience:
        told["x_audience"] = tender.audience
    if tender.adaptations:
        told["x_adaptations"] = list(tender.adaptations)
    return {"tender": told}


def _items(tender: TenderFacts) -> list[dict[str, Any]]:
    """What is bought: one service, or one for each lot."""
    kind = {"classification": {"scheme": _SCHEME, "id": tender.need_class}}
    if not tender.lots:
        return [{"id": "1", "description": tender.title, **kind}]
    return [
        {
            "id": str(number),
            "description": lot["title"],
            "relatedLot": lot["code"],
            **kind,
        }
        for number, lot in enumerate(tender.lots, start=1)
    ]


def _lot(lot: Mapping[str, Any]) -> dict[str, Any]:
    told = {
        "id": lot["code"],
        "title": lot["title"],
        "status": "planned",
        "value": value(lot["budget"]),
    }
    return told | ({"description": lot["requirements"]} if lot["requirements"] else {})


def amendment(
    batch: BatchFacts, tender: TenderFacts, *, number: int, at: datetime
) -> dict[str, Any]:
    """What a tender wants since it was amended, with the deadlines as they are now."""
    told = {
        "description": tender.requirements,
        "x_audience": tender.audience or None,  # null takes away what was there
        "x_adaptations": list(tender.adaptations) or None,
        "amendments": [{"id": f"{tender.code}-{number}", "date": rfc3339(at)}],
    }
    return {"tender": {"id": tender.code, **told, **_deadlines(batch)}}


def moved(batch: BatchFacts, tender_code: str) -> dict[str, Any]:
    """The deadlines of a call, which another tender's amendment has moved."""
    return {"tender": {"id": tender_code, **_deadlines(batch)}}


def judged_later(batch: BatchFacts, tender_code: str) -> dict[str, Any]:
    """The deadlines after a call that is closed already."""
    return {"tender": {"id": tender_code, **_after_the_call(batch)}}


def status(
    tender: TenderFacts, told: str, *, lots: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """A tender's state in the code list of the standard, and that of its lots: its own, where
    ``lots`` does not tell them by code."""
    body: dict[str, Any] = {"id": tender.code, "status": told}
    if tender.lots:
        own = lots or {}
        body["lots"] = [
            {"id": lot["code"], "status": own.get(lot["code"], told)} for lot in tender.lots
        ]
    return {"tender": body}


def closed(tender: TenderFacts, *, opened_at: datetime, closed_at: datetime) -> dict[str, Any]:
    """The call is over: the end is the real one, which an open question may have put off."""
    body = status(tender, "active")
    body["tender"]["tenderPeriod"] = _period(opened_at, closed_at)
    return body


def enquiry(tender_code: str, question: QuestionFacts) -> dict[str, Any]:
    """A question about a call and, as soon as there is one, its answer."""
    told = {
        "id": question.id,
        "date": rfc3339(question.asked_at),
        "description": question.text,
    }
    if question.answered_at is not None and question.answer is not None:
        told |= {"answer": question.answer, "dateAnswered": rfc3339(question.answered_at)}
    return {"tender": {"id": tender_code, "hasEnquiries": True, "enquiries": [told]}}


def bid_statistics(
    measures: Mapping[str, int], *, lots: Mapping[str, Mapping[str, int]]
) -> dict[str, Any]:
    """How many applications there are, in all and for each lot: counts by measure of the bid
    extension's code list."""
    told: list[dict[str, Any]] = [
        {"id": measure, "measure": measure, "value": count} for measure, count in measures.items()
    ]
    for lot, counts in lots.items():
        told += [
            {"id": f"{measure}-{lot}", "measure": measure, "value": count, "relatedLot": lot}
            for measure, count in counts.items()
        ]
    return {"bids": {"statistics": told}}


def _need(need: NeedFacts) -> dict[str, Any]:
    return {
        "id": need.code,
        "title": need.title,
        "class": need.need_class,
        "kind": need.kind,
        "people": need.people,
        "district": need.district,
    }


def _deadlines(batch: BatchFacts) -> dict[str, Any]:
    return {
        "tenderPeriod": _period(batch.call_opens_at, batch.call_closes_at),
        **_after_the_call(batch),
    }


def _after_the_call(batch: BatchFacts) -> dict[str, Any]:
    return {
        "awardPeriod": {"startDate": rfc3339(batch.award_notice_at)},
        "milestones": [
            _milestone("scores_until", batch.scores_until, "assessment"),
            _milestone("award_notice_at", batch.award_notice_at, "approval"),
        ],
    }


def _period(start: datetime, end: datetime) -> dict[str, str]:
    return {"startDate": rfc3339(start), "endDate": rfc3339(end)}


def _milestone(name: str, due: datetime, kind: str) -> dict[str, str]:
    return {
        "id": name,
        "code": name,
        "type": kind,
        "dueDate": rfc3339(due),
        "status": "scheduled",
    }
