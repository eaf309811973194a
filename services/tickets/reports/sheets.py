"""A report as tables: CSV for machines, an Excel workbook for offices."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl import Workbook

from chassis.clock import rfc3339

Row = list[Any]
_BYTE_ORDER_MARK = "\ufeff"  # or Excel reads Chinese in the wrong encoding
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def tables(report: Mapping[str, Any]) -> dict[str, list[Row]]:
    """The report's tables by name, each with its head."""
    accounting = report["accounting"]
    groups = list(accounting["groups"])
    return {
        "release": [
            ["fact", "value"],
            *([name, report[name]] for name in ("code", "title", "state", "mode")),
            ["made_at", rfc3339(report["made_at"])],
            *report["places"].items(),
        ],
        "requests": [
            ["group", "requests"],
            *accounting["groups"].items(),
            ["total", accounting["requests"]],
            ["adds_up", accounting["adds_up"]],
        ],
        "reasons": [
            ["group", "reason", "requests"],
            *([r["group"], r["reason"], r["requests"]] for r in report["by_reason"]),
        ],
        "districts": [
            ["district", "requests", *groups],
            *_rows((r["district"], r) for r in report["by_district"]),
        ],
        "minutes": [
            ["minute", "requests", *groups],
            *_rows((rfc3339(r["minute"]), r) for r in report["by_minute"]),
        ],
    }


def _rows(rows: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterable[Row]:
    return ([head, row["requests"], *row["groups"].values()] for head, row in rows)


def as_csv(report: Mapping[str, Any]) -> bytes:
    """All tables one below the other; the first column names the table."""
    text = io.StringIO()
    writer = csv.writer(text)
    for name, rows in tables(report).items():
        writer.writerows([name, *map(_harmless, row)] for row in rows)
    return (_BYTE_ORDER_MARK + text.getvalue()).encode()


def as_workbook(report: Mapping[str, Any]) -> bytes:
    """One sheet a table."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in tables(report).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([_harmless(value) for value in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _harmless(value: Any) -> Any:
    """A spreadsheet must not take a text that somebody wrote for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
