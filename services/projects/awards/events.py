"""What is published of awards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from chassis.clock import rfc3339
from chassis.envelope import Event

AWARD_NOTICED = "projects.award_noticed.v1"
AWARD_CONFIRMED = "projects.award_confirmed.v1"
AWARD_ANNULLED = "projects.award_annulled.v1"
AWARD_REFUSED = "projects.award_refused.v1"
RESERVE_PROMOTED = "projects.reserve_promoted.v1"
STANDSTILL_SUSPENDED = "projects.standstill_suspended.v1"
STANDSTILL_RESUMED = "projects.standstill_resumed.v1"
RESULTS_PUBLISHED = "projects.results_published.v1"
TENDER_UNSUCCESSFUL = "projects.tender_unsuccessful.v1"
OBJECTION_FILED = "projects.objection_filed.v1"
OBJECTION_ANSWERED = "projects.objection_answered.v1"
AWARD_LETTER_ISSUED = "projects.award_letter_issued.v1"


class TenderFacts(Protocol):
    """What an event tells of a tender."""

    id: str
    code: str
    title: str
    need_class: str
    batch_id: str


class BatchFacts(Protocol):
    """What an event tells of a batch."""

    id: str
    code: str
    title: str


class AwardFacts(Protocol):
    """What an event tells of an award. ``price`` is in fen, ``score`` in ten-thousandths."""

    id: str
    code: str
    lot: str
    application_id: str
    provider_id: str
    provider_name: str
    place: int
    score: int
    price: int
    state: str
    objections_until: datetime


class ObjectionFacts(Protocol):
    """What an event tells of an objection: not what it says, which may speak of persons."""

    id: str
    award_id: str
    application_id: str
    provider_id: str
    state: str


class CandidateFacts(Protocol):
    """Whom a letter is for."""

    @property
    def application_id(self) -> str: ...
    @property
    def provider_id(self) -> str: ...
    @property
    def provider_name(self) -> str: ...
    @property
    def place(self) -> int: ...
    @property
    def score(self) -> Decimal: ...


def points(score: int) -> str:
    """A stored score in points, to four places."""
    return f"{Decimal(score).scaleb(-4):.4f}"


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom a step concerns beside the winner: organisations that applied, the panel's reviewers,
    the unions whose need the tender is for."""

    providers: Sequence[str]
    reviewers: Sequence[str]
    unions: Sequence[str]

    def told(self) -> dict[str, list[str]]:
        """As events carry it."""
        return {
            "providers": list(self.providers),
            "reviewers": list(self.reviewers),
            "unions": list(self.unions),
        }


def award_changed(
    event_type: str,
    award: AwardFacts,
    tender: TenderFacts,
    *,
    concerned: Concerned,
    at: datetime,
    reason: str = "",
) -> Event:
    """An award took a step; ``event_type`` is one of the types above."""
    data = _tender(tender, at) | {
        "award_id": award.id,
        "award_code": award.code,
        "lot": award.lot,
        "application_id": award.application_id,
        "provider_id": award.provider_id,
        "provider_name": award.provider_name,
        "place": award.place,
        "score": points(award.score),
        "price": award.price,
        "state": award.state,
        "objections_until": rfc3339(award.objections_until),
        "reason": reason,
    }
    data |= concerned.told()
    return Event(type=event_type, subject=tender.id, data=data)


def tender_unsuccessful(tender: TenderFacts, *, concerned: Concerned, at: datetime) -> Event:
    """Nobody is left to award a tender to."""
    data = _tender(tender, at) | concerned.told()
    return Event(type=TENDER_UNSUCCESSFUL, subject=tender.id, data=data)


def results_published(
    batch: BatchFacts,
    *,
    projects: int,
    awarded: int,
    concerned: Concerned,
    at: datetime,
) -> Event:
    """Every project of a batch is awarded or has failed: its results are complete."""
    data = {
        "batch_id": batch.id,
        "code": batch.code,
        "title": batch.title,
        "projects": projects,
        "awarded": awarded,
        "at": rfc3339(at),
    }
    data |= concerned.told()
    return Event(type=RESULTS_PUBLISHED, subject=batch.id, data=data)


def objection_changed(
    event_type: str, objection: ObjectionFacts, tender: TenderFacts, *, at: datetime
) -> Event:
    """An objection was filed or answered."""
    data = _tender(tender, at) | {
        "objection_id": objection.id,
        "award_id": objection.award_id,
        "application_id": objection.application_id,
        "provider_id": objection.provider_id,
        "state": objection.state,
    }
    return Event(type=event_type, subject=tender.id, data=data)


def letter_issued(
    tender: TenderFacts,
    award: AwardFacts,
    to: CandidateFacts,
    *,
    outcome: str,
    reason: str,
    ranked: int,
    at: datetime,
) -> Event:
    """An applicant is told its result; ``ranked`` is how many there were."""
    data = _tender(tender, at) | {
        "award_id": award.id,
        "lot": award.lot,
        "application_id": to.application_id,
        "provider_id": to.provider_id,
        "provider_name": to.provider_name,
        "outcome": outcome,
        "reason": reason,
        "place": to.place,
        "ranked": ranked,
        "score": f"{to.score:.4f}",
        "winner_name": award.provider_name,
        "winner_score": points(award.score),
    }
    return Event(type=AWARD_LETTER_ISSUED, subject=to.application_id, data=data)


def _tender(tender: TenderFacts, at: datetime) -> dict[str, Any]:
    return {
        "tender_id": tender.id,
        "batch_id": tender.batch_id,
        "code": tender.code,
        "title": tender.title,
        "need_class": tender.need_class,
        "at": rfc3339(at),
    }
