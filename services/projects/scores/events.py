"""What is published of scores: when they are counted, and the fixed ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from chassis.clock import rfc3339
from chassis.envelope import Event

SCORES_COUNTED = "projects.scores_counted.v1"
SCORES_HANDED_IN = "projects.scores_handed_in.v1"
SHEET_REOPENED = "projects.sheet_reopened.v1"
RANKING_FIXED = "projects.ranking_fixed.v1"


class TenderFacts(Protocol):
    """What an event tells of a tender."""

    id: str
    code: str
    title: str
    batch_id: str


def scores_counted(tender: TenderFacts, *, flagged: bool, tied: bool, at: datetime) -> Event:
    """The scores of a tender are in; ``flagged`` ones need moderation, ``tied`` ones a lot."""
    data = {"flagged": flagged, "tied": tied}
    return Event(type=SCORES_COUNTED, subject=tender.id, data=_tender(tender, at) | data)


def scores_handed_in(tender: TenderFacts, *, reviewer_id: str, at: datetime) -> Event:
    """A reviewer has scored every application of a tender; not how."""
    data = {"reviewer_id": reviewer_id}
    return Event(type=SCORES_HANDED_IN, subject=tender.id, data=_tender(tender, at) | data)


def sheet_reopened(
    tender: TenderFacts, *, reviewer_id: str, until: datetime, at: datetime
) -> Event:
    """A reviewer was given a sheet of a tender back until a moment."""
    data = {"reviewer_id": reviewer_id, "until": rfc3339(until)}
    return Event(type=SHEET_REOPENED, subject=tender.id, data=_tender(tender, at) | data)


def ranking_fixed(
    tender: TenderFacts, *, ranking: Sequence[Mapping[str, Any]], at: datetime
) -> Event:
    """The ranking of a tender, first place first; scores are texts with four decimals."""
    data = {"ranking": list(ranking)}
    return Event(type=RANKING_FIXED, subject=tender.id, data=_tender(tender, at) | data)


def _tender(tender: TenderFacts, at: datetime) -> dict[str, Any]:
    return {
        "tender_id": tender.id,
        "batch_id": tender.batch_id,
        "code": tender.code,
        "title": tender.title,
        "at": rfc3339(at),
    }
