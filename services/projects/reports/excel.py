"""A report as an Excel workbook: figures, figures by group, participants with their rates."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from openpyxl import Workbook

_WAYS = ("district", "age", "origin")


def workbook(report: Mapping[str, Any]) -> bytes:
    """The workbook."""
    book = Workbook()
    table = book.active
    table.title = "figures"
    table.append(["question", "text", "option", "option text", "votes", "share", "points"])
    for question in report["questions"]:
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
    groups = book.create_sheet("groups")
    groups.append(["question", "option", "option text", "by", "group", "votes"])
    for question in report["questions"]:
        for option in question["options"]:
            named = [question["code"], option["code"], _plain(option["text"])]
            for by in _WAYS:
                for group, count in option[f"by_{by}"].items():
                    groups.append([*named, by, group, count])
    _participants(book.create_sheet("participants"), report["participants"])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _participants(table: Any, participants: Mapping[str, Any]) -> None:
    table.append(["by", "group", "ballots", "rate"])
    table.append(["all", "", participants["total"], participants["rate"]])
    for by in _WAYS:
        rates = participants["rate_by_district"] if by == "district" else {}
        for group, count in participants[f"by_{by}"].items():
            table.append([by, group, count, rates.get(group)])


def _plain(text: str) -> str:
    """A text that a spreadsheet does not run as a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
