"""A report as an Excel workbook: figures, figures by group, participants with their rates, and a
chart of each."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from services.projects.reports.chart import WAYS

_WIDTH, _LEAST_HEIGHT, _BAR, _LINE = 22, 6, 0.55, 0.5  # centimetres


def workbook(report: Mapping[str, Any]) -> bytes:
    """The workbook."""
    book = Workbook()
    _figures(book.active, report["questions"])
    _groups(book.create_sheet("groups"), report["questions"])
    _participants(book.create_sheet("participants"), report["participants"])
    _charts(book, report)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _figures(table: Any, questions: Sequence[Mapping[str, Any]]) -> None:
    table.title = "figures"
    table.append(["question", "text", "option", "option text", "votes", "share", "points"])
    for question in questions:
        for option in question["options"]:
            table.append(
                [
                    question["code"],
                    _plain(question["text"]),
                    option["code"],
                    _plain(option["text"]),
                    option["votes"],
                    option["share"],
                    option["points"],
                ]
            )


def _groups(table: Any, questions: Sequence[Mapping[str, Any]]) -> None:
    table.append(["question", "option", "option text", "by", "group", "votes"])
    for question in questions:
        for option in question["options"]:
            named = [question["code"], option["code"], _plain(option["text"])]
            for by in WAYS:
                for group, count in option[f"by_{by}"].items():
                    table.append([*named, by, group, count])


def _participants(table: Any, participants: Mapping[str, Any]) -> None:
    table.append(["by", "group", "ballots", "rate"])
    table.append(["all", "", participants["total"], participants["rate"]])
    for by in WAYS:
        rates = participants["rate_by_district"] if by == "district" else {}
        for group, count in participants[f"by_{by}"].items():
            table.append([by, group, count, rates.get(group)])


def _charts(book: Any, report: Mapping[str, Any]) -> None:
    """One below the other: who took part by each way, then each question by its options."""
    drawn, first = [], 3  # below the heading and the line of all
    for by in WAYS:
        count = len(report["participants"][f"by_{by}"])
        drawn.append(_chart(by, book["participants"], column=2, first=first, count=count))
        first += count
    first = 2
    for question in report["questions"]:
        count = len(question["options"])
        title = _plain(question["text"])
        drawn.append(_chart(title, book["figures"], column=4, first=first, count=count))
        first += count
    sheet, line = book.create_sheet("charts"), 1
    for chart in drawn:
        if chart is not None:
            sheet.add_chart(chart, f"A{line}")
            line += round(chart.height / _LINE) + 2


def _chart(title: str, table: Any, *, column: int, first: int, count: int) -> BarChart | None:
    """Labels of a ``column`` and the numbers beside it as bars; None where there are no rows."""
    if not count:
        return None
    last = first + count - 1
    chart = BarChart()
    chart.type, chart.title, chart.legend = "bar", title, None
    chart.width, chart.height = _WIDTH, max(_LEAST_HEIGHT, _BAR * count)
    chart.add_data(Reference(table, min_col=column + 1, min_row=first, max_row=last))
    chart.set_categories(Reference(table, min_col=column, min_row=first, max_row=last))
    chart.x_axis.scaling.orientation = "maxMin"  # the first row on top
    chart.x_axis.delete = chart.y_axis.delete = False
    return chart


def _plain(text: str) -> str:
    """A text that a spreadsheet does not run as a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
