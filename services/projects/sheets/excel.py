"""Sheets as an Excel table: the same columns to download and to upload."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from chassis.errors import FieldError, InvalidInput
from services.projects.surveys.questions import Question

COLUMNS = ("sheet_no", "card_no", "age_band", "audience")
MOST_ROWS = 500
_MOST_BYTES = 32 * 1024 * 1024  # unpacked; a workbook of this many rows has less than a tenth


def empty_table(questions: Sequence[Question]) -> bytes:
    """The table to fill in: a heading, and a second sheet that explains the codes."""
    book = Workbook()
    table = book.active
    table.title = "sheets"
    table.append([*COLUMNS, *(question.code for question in questions)])
    for column in table.iter_cols(min_row=1, max_row=1):
        # Text, so that Excel keeps all sixteen digits of a card number.
        table.column_dimensions[column[0].column_letter].number_format = "@"
        table.column_dimensions[column[0].column_letter].width = 20
    codes = book.create_sheet("codes")
    for question in questions:
        codes.append([question.code, question.kind, question.text])
        for option in question.options:
            codes.append(["", option.code, option.text])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def read_table(questions: Sequence[Question], data: bytes) -> list[dict[str, Any]]:
    """The sheets in a filled-in table, not yet checked against the rules of the questions.

    Raises ``InvalidInput`` that names the lines (``rows.2.q1``), counted as Excel does.
    """
    rows = _rows(data)
    heading = [_text(cell) for cell in next(rows, ())]
    wanted = [*COLUMNS, *(question.code for question in questions)]
    if heading[: len(wanted)] != wanted:
        raise InvalidInput.of("data", f"the first line must be: {' '.join(wanted)}")
    forms: list[dict[str, Any]] = []
    wrong: list[FieldError] = []
    for line, cells in enumerate(rows, start=2):
        values = dict(zip(wanted, map(_text, cells), strict=False))
        if not any(values.values()):
            continue
        if len(forms) >= MOST_ROWS:
            raise InvalidInput.of("data", f"more than {MOST_ROWS} sheets; send them in parts")
        answers = []
        for question in questions:
            value = values.get(question.code, "")
            try:
                answers += _answer(question, value)
            except ValueError:
                wrong.append(FieldError(f"rows.{line}.{question.code}", "not a whole number"))
        forms.append({**{name: values.get(name, "") for name in COLUMNS}, "answers": answers})
        forms[-1]["line"] = line
    if wrong:
        raise InvalidInput("some lines are not right", errors=tuple(wrong[:100]))
    return forms


def _answer(question: Question, value: str) -> list[Mapping[str, Any]]:
    if not value:
        return []
    answer: dict[str, Any] = {
        "question": question.code,
        "options": [],
        "number": None,
        "text": None,
    }
    if question.kind == "scale":
        return [{**answer, "number": int(value)}]
    if question.kind == "text":
        return [{**answer, "text": value[:2000]}]
    return [{**answer, "options": value.replace(",", " ").split()}]


def _rows(data: bytes) -> Iterator[tuple[Any, ...]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_BYTES:
                raise InvalidInput.of("data", "the workbook is too large when unpacked")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        yield from book.worksheets[0].iter_rows(values_only=True, max_row=MOST_ROWS * 4)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError) as error:
        raise InvalidInput.of("data", "this is not an Excel workbook") from error


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()
