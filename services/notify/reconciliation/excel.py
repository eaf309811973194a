"""The call list as an Excel workbook for the people who phone."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook

from services.notify.contacts.directory import Contact
from services.notify.reconciliation.calling import ToCall

_ZONE = ZoneInfo("Asia/Shanghai")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HEAD = [
    "name",
    "number",
    "kind",
    "title",
    "until",
    "reason",
    "tries",
    "last outcome",
    "listed",
    "entry",
    "outcome",
    "note",
]


def workbook(lines: Sequence[ToCall], contacts: Mapping[str, Contact]) -> bytes:
    """One line a call; the last two columns are for whoever phones. Times are Shanghai's."""
    book = Workbook()
    sheet = book.active
    sheet.title = "calls"
    sheet.append(_HEAD)
    for line in lines:
        contact, entry = contacts.get(line.member_id), line.entry
        row = [
            contact.name if contact else "",
            contact.phone if contact else "",
            entry["kind"],
            entry["title"],
            _local(entry["ends_at"]),
            entry["reason"],
            entry["tries"],
            entry["outcome"],
            _local(entry["listed_at"]),
            entry["id"],
        ]
        sheet.append([_harmless(value) for value in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _local(moment: datetime | None) -> str:
    return f"{moment.astimezone(_ZONE):%Y-%m-%d %H:%M}" if moment else ""


def _harmless(value: Any) -> Any:
    """A spreadsheet must not take a text that somebody wrote for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
