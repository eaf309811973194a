"""What a reviewer does with a sheet: give marks, hand them in, see what others gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chassis.errors import InvalidInput
from chassis.work import Reading, Work
from services.projects.audit.refusals import recorded
from services.projects.batches import store as batches
from services.projects.errors import NotOnPanel, OwnScoreFirst, ReviewNotFound, WrongState
from services.projects.panels import store as panels
from services.projects.scores import events, outcomes, rules, store
from services.projects.scores.seated import (
    chain_of,
    record,
    require_seat,
    reviewed,
    shown_sheet,
)
from services.projects.scores.tables import ScoreSheet
from services.projects.tenders import store as tenders
from services.projects.tenders.tables import Tender

_COUNTED_TENDER = ("moderation", "ranked")


def write_sheet(
    work: Work, *, application_id: str, marks: Sequence[Mapping[str, Any]], comment: str
) -> dict[str, Any]:
    """Keep marks that are not handed in yet; gaps are allowed.

    Raises ``Forbidden``, ``ReviewNotFound``, ``NotOnPanel``, ``NotDeclared``, ``WrongState`` (also
    before the file was opened) and ``InvalidInput``.
    """
    _, tender = reviewed(work, application_id)
    with recorded(work, chain_of(tender), "sheet.write", subject=application_id):
        sheet = _own_draft(work, tender, application_id)
        given = rules.by_criterion(marks)
        rules.check_marks(given, tender.criteria, whole=False)
        sheet.marks, sheet.comment = given, comment
    return shown_sheet(sheet)


def hand_in_sheet(work: Work, *, application_id: str) -> dict[str, Any]:
    """Hand one's marks in; from now on they are fixed, and others' can be seen.

    Raises as ``write_sheet``, and ``InvalidInput`` for each criterion without a mark.
    """
    _, tender = reviewed(work, application_id)
    with recorded(work, chain_of(tender), "sheet.hand_in", subject=application_id):
        sheet = _own_draft(work, tender, application_id)
        rules.check_marks(sheet.marks, tender.criteria, whole=True)
        sheet.state = rules.SHEETS.take("hand_in", state=sheet.state).target
        sheet.total = store.stored(rules.total(sheet.marks, tender.criteria))
        sheet.handed_in_at = work.now
        record(work, tender, sheet, "sheet.hand_in")
        if not store.unscored(work.session, tender.id, work.caller.id):
            reviewer = work.caller.id
            work.emit(events.scores_handed_in(tender, reviewer_id=reviewer, at=work.now))
    return shown_sheet(sheet)


def reopen_sheet(
    work: Work, *, application_id: str, reviewer_id: str, until: datetime, reason: str
) -> dict[str, Any]:
    """Give a sheet back to its reviewer until a moment; counted scores wait for it again.

    Raises ``Forbidden``, ``ReviewNotFound``, ``WrongState`` and ``InvalidInput``.
    """
    _, tender = reviewed(work, application_id, lock=True)
    with recorded(work, chain_of(tender), "sheet.reopen", subject=application_id):
        work.caller.require("federation")
        if tender.state != "scoring":
            raise WrongState("first take the counting back", step="reopen", state=tender.state)
        if until <= work.now:
            raise InvalidInput.of("until", "must be later than now")
        sheet = store.sheet(work.session, application_id, reviewer_id, lock=True)
        if sheet is None:
            raise ReviewNotFound("this reviewer has no sheet for it")
        sheet.state = rules.SHEETS.take("reopen", state=sheet.state).target
        sheet.total, sheet.handed_in_at, sheet.reopened_until = None, None, until
        record(work, tender, sheet, "sheet.reopen", reason=reason)
        work.emit(events.sheet_reopened(tender, reviewer_id=reviewer_id, until=until, at=work.now))
    return shown_sheet(sheet)


def list_sheets(work: Work, *, application_id: str) -> dict[str, Any]:
    """The sheets that count for an application: for its reviewers when their own is in, for the
    federation and auditors when all are counted, so that nobody is steered.

    Raises ``Forbidden``, ``ReviewNotFound``, ``NotOnPanel``, ``OwnScoreFirst``, ``WrongState``.
    """
    _, tender = reviewed(work, application_id)
    with recorded(work, chain_of(tender), "sheets.read", subject=application_id):
        work.caller.require("reviewer", "federation", "auditor")
        _require_shown(work, tender, application_id)
        reviewers = outcomes.sitting(work.session, tender.id)
        counted = store.handed_in(work.session, tender.id, reviewers=reviewers)
    items = [shown_sheet(sheet) for sheet in counted if sheet.application_id == application_id]
    return {"items": items, "next_cursor": None}


def _require_shown(reading: Reading, tender: Tender, application_id: str) -> None:
    seat = panels.seat(reading.session, tender.id, reading.caller.id)
    if seat is not None and seat.state == "cleared":
        own = store.sheet(reading.session, application_id, reading.caller.id)
        if own is None or own.state not in rules.COUNTED:
            raise OwnScoreFirst("hand your own scores in first")
    elif not any(reading.caller.has(role) for role in ("federation", "auditor")):
        raise NotOnPanel("you have no seat on this tender's panel")
    elif tender.state not in _COUNTED_TENDER:
        raise WrongState("scores are shown when they are counted", state=tender.state)


def _own_draft(work: Work, tender: Tender, application_id: str) -> ScoreSheet:
    # The tender is locked so that no sheet comes in while the scores are counted.
    tenders.find(work.session, tender.id, lock=True)
    work.session.refresh(tender)
    require_seat(work, tender)
    if tender.state != "scoring":
        raise WrongState("nothing is scored now", step="score", state=tender.state)
    sheet = store.sheet(work.session, application_id, work.caller.id, lock=True)
    if sheet is None:
        raise WrongState("open the file first", step="score", state="unopened")
    if sheet.state != rules.SHEETS.initial:
        raise WrongState("it is handed in", step="score", state=sheet.state)
    batch = batches.find(work.session, tender.batch_id)
    assert batch is not None  # the foreign key
    rules.require_time(until=sheet.reopened_until or batch.scores_until, now=work.now)
    return sheet
