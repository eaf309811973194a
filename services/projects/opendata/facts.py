"""What releases are made of: of each thing only what everybody may know."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol


class BatchFacts(Protocol):
    """What is told of a batch."""

    code: str
    title: str
    year: int
    call_opens_at: datetime
    questions_until: datetime
    call_closes_at: datetime
    scores_until: datetime
    award_notice_at: datetime


class TenderFacts(Protocol):
    """What is told of a tender; its budget is in fen."""

    code: str
    title: str
    need_class: str
    budget: int
    requirements: str
    audience: str
    adaptations: list[str]
    criteria: list[dict[str, Any]]
    lots: list[dict[str, Any]]
    method: str
    method_hash: str | None
    published_at: datetime | None


class NeedFacts(Protocol):
    """What is told of a need: not its evidence, nor who handed it in."""

    code: str
    title: str
    need_class: str
    kind: str
    people: int
    district: str


class QuestionFacts(Protocol):
    """What is told of a question: not who asked."""

    id: str
    text: str
    asked_at: datetime
    answer: str | None
    answered_at: datetime | None
