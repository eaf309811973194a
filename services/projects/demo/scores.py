"""Scores of the demonstration.

The first batch's 2,000 sheets are written as the use cases would have left them, by the same rules
and with the same entries in the chain, but in one go: one by one they take a quarter of a minute.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from chassis.bulk import insert_many
from services.projects.applications import store as applications
from services.projects.audit import use_cases as audit
from services.projects.audit.rules import Act
from services.projects.batches.tables import Batch
from services.projects.demo import people
from services.projects.demo.history import History
from services.projects.panels import store as panels
from services.projects.scores import files, rules, sheets, store
from services.projects.scores.moderation import moderate_ranking
from services.projects.scores.rankings import count_scores, fix_ranking
from services.projects.scores.tables import ScoreSheet
from services.projects.tenders.tables import Tender

_BEST: Final = 91
_STEP: Final = 5  # points between one place and the next
_CLOSE: Final = 2  # where the panel is divided about the first two
_LOWEST: Final = 30  # what one reviewer gives the first of these
_COMMENTS: Final = (
    "方案针对性强，进度安排清楚。",
    "团队经验充足，效果指标可以再细化。",
    "预算基本合理，建议压缩管理费用。",
    "",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    tender: Tender
    application_id: str
    reviewer_id: str
    marks: dict[str, int | None]
    comment: str
    total: int
    opened_at: datetime
    handed_in_at: datetime


def hand_in_all(
    history: History,
    batch: Batch,
    judged: Mapping[str, Sequence[str]],
    *,
    tenders: Sequence[Tender],
    divided: Sequence[Tender],
    since: datetime,
) -> None:
    """Every reviewer's sheets within a week. ``judged`` are the admitted applications of each
    tender, the best first; about the ``divided`` ones the ways of counting differ."""
    written = [
        each
        for place, tender in enumerate(tenders)
        for each in _of_tender(
            history,
            tender,
            judged[tender.id],
            divided=tender in divided,
            since=since + timedelta(hours=4 * place),
        )
    ]
    insert_many(history.session, ScoreSheet.__table__, [_row(sheet) for sheet in written])
    acts = [act for sheet in written for act in _acts(sheet)]
    audit.record_all(
        history.work(since, people.SYSTEM),
        audit.batch_chain(batch.id),
        sorted(acts, key=lambda act: act.at),
    )


def hand_in(
    history: History, application_id: str, reviewer_id: str, *, rank: int, at: datetime, whole: bool
) -> None:
    """One sheet from the opening of the file on; if not ``whole``, it is still a draft."""
    work = history.work(at, people.reviewer(reviewer_id))
    opened = files.open_file(work, application_id=application_id)
    marks = _marks(
        opened["criteria"], rank=rank, reviewer=len(reviewer_id) + at.minute, close=False
    )
    sheets.write_sheet(
        work,
        application_id=application_id,
        marks=[{"criterion": code, "mark": mark} for code, mark in marks.items()],
        comment=_COMMENTS[rank % len(_COMMENTS)],
    )
    if whole:
        sheets.hand_in_sheet(work, application_id=application_id)


def fix(history: History, tenders: Sequence[Tender], *, at: datetime, swapped: Tender) -> None:
    """Count, decide about changes of rank where there are any, and fix the rankings.

    Of ``swapped`` the panel puts the second before the first, else it keeps the method's order.
    """
    day = timedelta(days=1)
    counting, moderating = history.work(at, people.OFFICER), history.work(at + day, people.OFFICER)
    counted = [count_scores(counting, tender_id=tender.id)["items"] for tender in tenders]
    for tender, items in zip(tenders, counted, strict=True):
        if any(item["turned_by"] for item in items):
            first, second, *others = (item["application_id"] for item in items)
            changed = tender == swapped
            moderate_ranking(
                moderating,
                tender_id=tender.id,
                order=[second, first, *others] if changed else [],
                reason="一名评委给首位的分数过低，评委会逐项核对后作出决定。",
                minority_view="两名评委认为应维持按公布方法算出的名次。" if changed else "",
            )
    for tender in tenders:
        fix_ranking(history.work(at + 2 * day, people.SECOND_OFFICER), tender_id=tender.id)


def admitted(history: History, tender: Tender, ranks: Mapping[str, int]) -> list[str]:
    """The applications of a tender that are in review, by the rank that they shall have."""
    found = [each.id for each in applications.admitted(history.session, tender.id)]
    return sorted(found, key=lambda name: ranks[name])


def _of_tender(
    history: History,
    tender: Tender,
    application_ids: Sequence[str],
    *,
    divided: bool,
    since: datetime,
) -> Iterator[_Sheet]:
    seats = panels.seats(history.session, [tender.id])
    sitting = sorted(seat.account_id for seat in seats if seat.state == "cleared")
    for number, reviewer_id in enumerate(sitting):
        for rank, application_id in enumerate(application_ids):
            marks = _marks(tender.criteria, rank=rank, reviewer=number, close=divided)
            if divided and rank == number == 0:
                marks = dict.fromkeys(marks, _LOWEST)
            opened_at = since + timedelta(minutes=25 * rank + 7 * number)
            yield _Sheet(
                tender=tender,
                application_id=application_id,
                reviewer_id=reviewer_id,
                marks=marks,
                comment=_COMMENTS[(rank + number) % len(_COMMENTS)],
                total=store.stored(rules.total(marks, tender.criteria)),
                opened_at=opened_at,
                handed_in_at=opened_at + timedelta(minutes=20),
            )


def _marks(
    criteria: Sequence[Mapping[str, Any]], *, rank: int, reviewer: int, close: bool
) -> dict[str, int | None]:
    quality = _BEST - _STEP * rank
    if close and rank == 1:
        quality = _BEST - _CLOSE
    strict = reviewer % 3 - 1
    return {
        criterion["code"]: quality + strict + (rank + reviewer + place) % 3 - 1
        for place, criterion in enumerate(criteria)
    }


def _row(sheet: _Sheet) -> dict[str, Any]:
    return {
        "application_id": sheet.application_id,
        "reviewer_id": sheet.reviewer_id,
        "tender_id": sheet.tender.id,
        "marks": sheet.marks,
        "comment": sheet.comment,
        "state": rules.SHEETS.take("hand_in", state=rules.SHEETS.initial).target,
        "total": sheet.total,
        "opened_at": sheet.opened_at,
        "handed_in_at": sheet.handed_in_at,
    }


def _acts(sheet: _Sheet) -> Iterator[Act]:
    opened: dict[str, Any] = {"state": rules.SHEETS.initial, "marks": {}, "total": None}
    done = {"state": "submitted", "marks": sheet.marks, "total": sheet.total}
    steps = (("file.open", sheet.opened_at, opened), ("sheet.hand_in", sheet.handed_in_at, done))
    for act, at, data in steps:
        yield Act(
            act=act,
            subject=sheet.application_id,
            actor=sheet.reviewer_id,
            at=at,
            data={"tender": sheet.tender.code, "reviewer": sheet.reviewer_id, **data},
        )
