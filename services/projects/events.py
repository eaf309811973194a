"""What the projects service publishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from chassis.clock import rfc3339
from chassis.envelope import Event

NEED_SUBMITTED = "projects.need_submitted.v1"
NEED_ACCEPTED = "projects.need_accepted.v1"
NEED_REJECTED = "projects.need_rejected.v1"
NEED_MERGED = "projects.need_merged.v1"
NEED_UNMERGED = "projects.need_unmerged.v1"
NEED_SELECTED = "projects.need_selected.v1"
NEED_PARKED = "projects.need_parked.v1"
NEED_TENDERED = "projects.need_tendered.v1"
NEED_FULFILLED = "projects.need_fulfilled.v1"
NEED_WITHDRAWN = "projects.need_withdrawn.v1"
SURVEY_OPENED = "projects.survey_opened.v1"
SURVEY_CLOSED = "projects.survey_closed.v1"
REPORT_PUBLISHED = "projects.report_published.v1"
BATCH_APPROVED = "projects.batch_approved.v1"
BATCH_CANCELLED = "projects.batch_cancelled.v1"
CALL_PUBLISHED = "projects.call_published.v1"
CALL_OPENED = "projects.call_opened.v1"
CALL_CLOSED = "projects.call_closed.v1"
CALL_AMENDED = "projects.call_amended.v1"
DEADLINES_MOVED = "projects.deadlines_moved.v1"
QUESTION_ASKED = "projects.question_asked.v1"
QUESTION_ANSWERED = "projects.question_answered.v1"
AUDIT_HEADS_PUBLISHED = "projects.audit_heads_published.v1"


class NeedFacts(Protocol):
    """What an event tells of a need; not its evidence, which may speak of persons."""

    id: str
    code: str
    title: str
    need_class: str
    kind: str
    union: str
    district: str
    people: int
    merged_into: str | None


def need_changed(
    event_type: str, need: NeedFacts, *, at: datetime, unions: Sequence[str], reason: str = ""
) -> Event:
    """A need took a step; ``event_type`` is one of the types above. ``unions`` are those who handed
    in the need or one that it stands for."""
    return Event(
        type=event_type,
        subject=need.id,
        data={
            "need_id": need.id,
            "code": need.code,
            "title": need.title,
            "need_class": need.need_class,
            "kind": need.kind,
            "union": need.union,
            "district": need.district,
            "people": need.people,
            "merged_into": need.merged_into,
            "unions": list(unions),
            "reason": reason,
            "at": rfc3339(at),
        },
    )


class SurveyFacts(Protocol):
    """What an event tells of a survey."""

    id: str
    code: str
    title: str
    scopes: list[str]
    opens_at: datetime
    closes_at: datetime


def survey_changed(event_type: str, survey: SurveyFacts, *, at: datetime) -> Event:
    """A survey opened or closed, or its report was published."""
    return Event(
        type=event_type,
        subject=survey.id,
        data={
            "survey_id": survey.id,
            "code": survey.code,
            "title": survey.title,
            "scopes": list(survey.scopes),
            "opens_at": rfc3339(survey.opens_at),
            "closes_at": rfc3339(survey.closes_at),
            "at": rfc3339(at),
        },
    )


class BatchFacts(Protocol):
    """What an event tells of a batch. Money is in fen."""

    id: str
    code: str
    title: str
    year: int
    budget: int
    call_opens_at: datetime
    questions_until: datetime
    call_closes_at: datetime
    scores_until: datetime
    award_notice_at: datetime


def batch_changed(
    event_type: str, batch: BatchFacts, *, at: datetime, providers: Sequence[str] = ()
) -> Event:
    """A batch took a step; ``event_type`` is one of the types above, ``providers`` the
    organisations that it concerns."""
    return Event(
        type=event_type,
        subject=batch.id,
        data=_batch(batch, at)
        | {"year": batch.year, "budget": batch.budget, "providers": list(providers)},
    )


def deadlines_moved(
    batch: BatchFacts,
    *,
    because: str,
    providers: Sequence[str],
    reviewers: Sequence[str],
    at: datetime,
) -> Event:
    """Deadlines of a batch have moved by rule: ``because`` a call was ``amended``, or closed late
    as a question was ``answered`` late."""
    told = {"because": because, "providers": list(providers), "reviewers": list(reviewers)}
    return Event(type=DEADLINES_MOVED, subject=batch.id, data=_batch(batch, at) | told)


def _batch(batch: BatchFacts, at: datetime) -> dict[str, Any]:
    return {
        "batch_id": batch.id,
        "code": batch.code,
        "title": batch.title,
        "call_opens_at": rfc3339(batch.call_opens_at),
        "questions_until": rfc3339(batch.questions_until),
        "call_closes_at": rfc3339(batch.call_closes_at),
        "scores_until": rfc3339(batch.scores_until),
        "award_notice_at": rfc3339(batch.award_notice_at),
        "at": rfc3339(at),
    }


class TenderFacts(Protocol):
    """What an event tells of a tender."""

    id: str
    code: str
    title: str
    need_class: str
    batch_id: str


def call_changed(
    event_type: str,
    tender: TenderFacts,
    batch: BatchFacts,
    *,
    at: datetime,
    providers: Sequence[str] = (),
) -> Event:
    """The call of a tender opened, closed or was amended; ``event_type`` is one of the types above,
    ``providers`` the organisations that it concerns."""
    data = _tender(tender, at) | {
        "providers": list(providers),
        "call_opens_at": rfc3339(batch.call_opens_at),
        "call_closes_at": rfc3339(batch.call_closes_at),
    }
    return Event(type=event_type, subject=tender.id, data=data)


def call_question(
    event_type: str,
    question_id: str,
    tender: TenderFacts,
    *,
    at: datetime,
    providers: Sequence[str] = (),
) -> Event:
    """A question about a call was asked or answered; not by whom. ``providers`` are all that may
    wait for the answer."""
    data = _tender(tender, at) | {"question_id": question_id, "providers": list(providers)}
    return Event(type=event_type, subject=tender.id, data=data)


def _tender(tender: TenderFacts, at: datetime) -> dict[str, Any]:
    return {
        "tender_id": tender.id,
        "batch_id": tender.batch_id,
        "code": tender.code,
        "title": tender.title,
        "need_class": tender.need_class,
        "at": rfc3339(at),
    }


def audit_heads_published(day: str, heads: Sequence[Mapping[str, Any]]) -> Event:
    """The ends of all audit chains on a day; whoever keeps them can tell a later change."""
    return Event(type=AUDIT_HEADS_PUBLISHED, subject=day, data={"day": day, "heads": list(heads)})
