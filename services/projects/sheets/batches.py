"""Batches of scanned sheets, down and up as one Excel table."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from marshmallow import Schema

from chassis.errors import DomainError, FieldError, InvalidInput
from chassis.schema import load
from chassis.work import Reading, Work
from services.projects.sheets import excel
from services.projects.sheets.sealing import Sealing
from services.projects.sheets.use_cases import enter, paper_survey, require_entry_time
from services.projects.surveys.use_cases import questions_of


def sheet_table(reading: Reading, *, survey_id: str) -> dict[str, str]:
    """The table to fill in. Raises as ``enter_sheet`` does."""
    survey = paper_survey(reading, survey_id)
    data = excel.empty_table(questions_of(survey))
    return {"filename": f"{survey.code}.xlsx", "data": base64.b64encode(data).decode()}


def upload_sheets(
    work: Work, *, sealing: Sealing, survey_id: str, data: str, form: type[Schema]
) -> dict[str, int]:
    """Enter a whole table, all of it or nothing; ``form`` checks each line as one by hand.

    Raises as ``enter_sheet`` does, with every line that is wrong named.
    """
    survey = paper_survey(work, survey_id)
    require_entry_time(work, survey)
    try:
        raw = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidInput.of("data", "not base64") from error
    wrong: list[FieldError] = []
    differing = 0
    filled = excel.read_table(questions_of(survey), raw)
    for row in filled:
        line = row.pop("line")
        try:
            checked: dict[str, Any] = load(form, {**row, "survey_id": survey_id})
            checked.pop("survey_id")
            sheet = enter(
                work, survey, sealing=sealing, sheet_no=checked.pop("sheet_no"), form=checked
            )
            differing += sheet.state == "differing"
        except DomainError as error:
            found = error.errors or (FieldError("sheet_no", error.message),)
            wrong += [FieldError(f"rows.{line}.{e.field}", e.message) for e in found]
    if wrong:
        raise InvalidInput("some lines are not right", errors=tuple(wrong[:100]))
    return {"entered": len(filled), "differing": differing}
