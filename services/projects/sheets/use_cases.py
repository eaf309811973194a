"""Entering paper sheets and settling their differences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis import paging
from chassis.ids import uuid7
from chassis.work import Reading, Work
from services.projects.audit import use_cases as audit
from services.projects.errors import SheetNotFound, SurveyNotFound, WrongState
from services.projects.reports import store as reports
from services.projects.sheets import rules, store
from services.projects.sheets.sealing import Sealing
from services.projects.sheets.tables import Sheet
from services.projects.sql import insert_new
from services.projects.surveys import rules as surveys
from services.projects.surveys import store as survey_store
from services.projects.surveys.questions import read_answers
from services.projects.surveys.tables import Survey
from services.projects.surveys.use_cases import questions_of


def enter_sheet(
    work: Work, *, sealing: Sealing, survey_id: str, sheet_no: str, **form: Any
) -> Sheet:
    """Enter a sheet, for the first or for the second time; the second time it is compared.

    Raises ``Unauthenticated``, ``Forbidden``, ``SurveyNotFound``, ``InvalidInput``,
    ``SameClerk`` and ``WrongState`` (a third entry, or a survey that has not opened).
    """
    survey = paper_survey(work, survey_id)
    require_entry_time(work, survey)
    return enter(work, survey, sealing=sealing, sheet_no=sheet_no, form=form)


def enter(
    work: Work, survey: Survey, *, sealing: Sealing, sheet_no: str, form: rules.Form
) -> Sheet:
    """Enter one sheet of a survey that takes them."""
    questions = questions_of(survey)
    read_answers(questions, form["answers"])
    form = rules.in_order(questions, form)
    first = {
        "id": uuid7(),
        "survey_id": survey.id,
        "sheet_no": sheet_no,
        "state": rules.STATES.initial,
        "first_sealed": sealing.seal(form),
        "second_sealed": "",
        "final_sealed": "",
        "differences": [],
        "first_by": work.caller.id,
        "second_by": "",
        "settled_by": "",
        "reason": "",
        "changed_at": work.now,
    }
    new = insert_new(work.session, Sheet, [first]) == 1
    sheet = store.numbered(work.session, survey_id=survey.id, sheet_no=sheet_no)
    if new:
        return sheet
    rules.STATES.take("match", state=sheet.state)
    rules.require_other_clerk(sheet.first_by, work.caller.id)
    sheet.differences = rules.differences(questions, sealing.open(sheet.first_sealed), form)
    sheet.second_sealed = sealing.seal(form)
    sheet.second_by = work.caller.id
    if not sheet.differences:
        sheet.final_sealed = sheet.second_sealed
    _move(work, sheet, "differ" if sheet.differences else "match")
    return sheet


def settle_sheet(work: Work, *, sealing: Sealing, sheet_id: str, reason: str, **form: Any) -> Sheet:
    """Say what the sheet really says, with the paper in hand.

    Raises ``Unauthenticated``, ``Forbidden``, ``SheetNotFound``, ``InvalidInput`` and
    ``WrongState``.
    """
    sheet, survey = _sheet(work, sheet_id, lock=True)
    questions = questions_of(survey)
    read_answers(questions, form["answers"])
    _move(work, sheet, "settle")
    sheet.final_sealed = sealing.seal(rules.in_order(questions, form))
    sheet.settled_by = work.caller.id
    sheet.reason = reason
    audit.record(
        work,
        audit.survey_chain(survey.id),
        "sheet.settle",
        subject=sheet.id,
        data={"sheet_no": sheet.sheet_no},
        reason=reason,
    )
    return sheet


def get_sheet(reading: Reading, *, sealing: Sealing, sheet_id: str) -> dict[str, Any]:
    """A sheet whose two entries differ, with both of them. Raises as ``settle_sheet`` does."""
    sheet, _ = _sheet(reading, sheet_id)
    if sheet.state != "differing":
        raise WrongState("only a sheet to be settled is shown", step="look", state=sheet.state)
    entries = [sealing.open(sheet.first_sealed), sealing.open(sheet.second_sealed)]
    return {"sheet": sheet, "entries": entries}


def list_sheets(
    reading: Reading, *, survey_id: str, state: str, cursor: str, limit: int
) -> dict[str, Any]:
    """One page of a survey's sheets by number, without what they say."""
    paper_survey(reading, survey_id)
    found: Sequence[Sheet] = store.by_number(
        reading.session,
        survey_id=survey_id,
        state=state,
        beyond=paging.decode(cursor, length=2) if cursor else (),
        limit=limit + 1,
    )
    return paging.page(found, limit=limit, key=lambda sheet: (sheet.sheet_no, sheet.id))


def paper_survey(reading: Reading, survey_id: str) -> Survey:
    """A survey whose sheets the caller may enter. Raises as ``enter_sheet`` does."""
    survey = survey_store.find(reading.session, survey_id)
    if survey is None:
        raise SurveyNotFound("there is no such survey")
    surveys.require_paper_clerk(reading.caller, survey.scopes)
    return survey


def require_entry_time(work: Work, survey: Survey) -> None:
    """Raises ``WrongState`` where a survey takes no paper now."""
    # Locked for the discussion of its figures, which must not begin between look and entry.
    work.session.refresh(survey, with_for_update={"read": True})
    discussed = reports.find(work.session, survey.id) is not None
    started = survey.opens_at <= work.now
    rules.require_entry_time(survey.state, started=started, discussed=discussed)


def _sheet(reading: Reading, sheet_id: str, *, lock: bool = False) -> tuple[Sheet, Survey]:
    sheet = store.find(reading.session, sheet_id, lock=lock)
    if sheet is None:
        raise SheetNotFound("there is no such sheet")
    return sheet, paper_survey(reading, sheet.survey_id)


def _move(work: Work, sheet: Sheet, step: str) -> None:
    sheet.state = rules.STATES.take(step, state=sheet.state).target
    sheet.changed_at = work.now
