"""Files of members, as officers would have them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import openpyxl

from services.members.cards.rules import check_digit
from tests.component.members.conftest import UNION

CHINESE = ["卡号", "姓名", "手机", "出生年", "工会"]
ENGLISH = ["card_no", "name", "phone", "birth_year", "union"]


def number(serial: int) -> str:
    """A card number that the demonstration does not use."""
    payload = f"62{serial:013d}"
    return payload + check_digit(payload)


def row(serial: int, **change: Any) -> list[Any]:
    """A line that is right, but for ``change``."""
    good = {
        "card_no": number(serial),
        "name": "张三",
        "phone": f"139{serial:08d}",
        "birth_year": 1980,
        "union": UNION,
    }
    return list((good | change).values())


def csv_of(rows: Iterable[Iterable[Any]], *, heads: list[str] = ENGLISH) -> bytes:
    """CSV in UTF-8."""
    return "".join(",".join(map(str, line)) + "\n" for line in [heads, *rows]).encode()


def excel_of(rows: Iterable[Iterable[Any]], *, heads: list[str] = CHINESE) -> bytes:
    """An Excel file, written by openpyxl."""
    book = openpyxl.Workbook()
    for line in [heads, *rows]:
        book.active.append(list(line))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
