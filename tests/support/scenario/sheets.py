"""Paper: two clerks type each sheet into the table that the house gives out."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook

from chassis.context import Caller
from tests.support.scenario.house import House
from tests.support.scenario.people import CLERKS, OFFICER
from tests.support.waiting import eventually


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper: its number, the card on it, and the form as it is filled in."""

    number: str
    card: str
    form: dict[str, Any]


def enter(house: House, survey_id: str, sheets: Sequence[Sheet], *, a_file: int) -> None:
    """The first clerk's entry of every sheet, then the second one's, in files."""
    table = house.get(CLERKS[0], f"/v1/surveys/{survey_id}/sheets/table.xlsx")
    files = [
        (_filled(table, part), len(part))
        for part in (sheets[at : at + a_file] for at in range(0, len(sheets), a_file))
    ]
    for clerk in CLERKS:
        told = house.together(
            lambda file, clerk=clerk: _upload(house, survey_id, clerk, file[0]), files
        )
        assert [one["entered"] for one in told] == [size for _, size in files]
        assert sum(one["differing"] for one in told) == 0


def enter_misread(house: House, survey_id: str, sheets: Sequence[Sheet]) -> None:
    """Sheets that the second clerk reads otherwise; with the paper in hand they are settled."""
    table = house.get(CLERKS[0], f"/v1/surveys/{survey_id}/sheets/table.xlsx")
    misread = [Sheet(sheet.number, sheet.card, sheet.form | {"age_band": ""}) for sheet in sheets]
    _upload(house, survey_id, CLERKS[0], _filled(table, sheets))
    again = house.call(
        CLERKS[0],
        "POST",
        f"/v1/surveys/{survey_id}/sheets/table",
        {"data": _filled(table, sheets)},
    )
    assert again.status == 422, f"two entries of one clerk prove nothing: {again}"
    told = _upload(house, survey_id, CLERKS[1], _filled(table, misread))
    assert told == {"entered": len(sheets), "differing": len(sheets)}
    waiting = {
        one["sheet_no"]: one
        for one in house.pages(OFFICER, f"/v1/surveys/{survey_id}/sheets", state="differing")
    }
    assert waiting.keys() == {sheet.number for sheet in sheets}
    for sheet in sheets:
        found = waiting[sheet.number]
        assert found["differences"] == ["age_band"]
        entries = house.get(OFFICER, f"/v1/sheets/{found['id']}")["entries"]
        assert [one["age_band"] for one in entries] == [sheet.form["age_band"], ""]
        settled = entries[0] | {"reason": "与纸质问卷核对，以第一次录入为准"}
        told = house.post(OFFICER, f"/v1/sheets/{found['id']}/settlement", settled)
        assert told["state"] == "ready"


def await_counted(house: House, survey_id: str) -> None:
    """Wait until no sheet is ready any more: each is counted, a double, or of nobody."""

    def done() -> bool:
        path = f"/v1/surveys/{survey_id}/sheets"
        return not house.get(OFFICER, path, state="ready", limit=1)["items"]

    eventually(done, what="the sheets are counted", seconds=120)


def _upload(house: House, survey_id: str, clerk: Caller, data: str) -> dict[str, int]:
    path = f"/v1/surveys/{survey_id}/sheets/table"
    told: dict[str, int] = house.post(clerk, path, {"data": data})
    return told


def _filled(table: bytes, sheets: Sequence[Sheet]) -> str:
    book = load_workbook(io.BytesIO(table))
    for sheet in sheets:
        cells = {answer["question"]: _cell(answer) for answer in sheet.form["answers"]}
        head = [sheet.number, sheet.card, sheet.form["age_band"], ""]
        book.worksheets[0].append([*head, *(cells.get(code) for code in ("q1", "q2", "q3"))])
    written = io.BytesIO()
    book.save(written)
    return base64.b64encode(written.getvalue()).decode()


def _cell(answer: dict[str, Any]) -> Any:
    return " ".join(answer.get("options", ())) or answer.get("number") or answer.get("text")
