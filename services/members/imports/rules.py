"""What a file of members must hold, line by line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from services.members import rights
from services.members.cards import audiences
from services.members.cards import rules as cards

RECEIVING: Final = "receiving"
QUEUED: Final = "queued"
READING: Final = "reading"
DONE: Final = "done"
REFUSED: Final = "refused"
FAILED: Final = "failed"
ABANDONED: Final = "abandoned"

MOST_LINES: Final = 2_000_000
MOST_ERRORS_KEPT: Final = 10_000  # of each import; all are counted

Cell = str | int | float | bool | None
Cells = Sequence[Cell]

# The first name of each column is the one that error reports use.
_COLUMNS: Final = {
    "card_no": ("card_no", "卡号"),
    "name": ("name", "姓名"),
    "phone": ("phone", "手机"),
    "birth_year": ("birth_year", "出生年"),
    "union": ("union", "工会"),
    "audiences": ("audiences", "人群"),
}
_OPTIONAL: Final = {"audiences"}
_PATH = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)*\Z")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in which line and column; ``code`` is stable, ``message`` is for people."""

    line: int
    column: str
    code: str
    message: str


class UnreadableFile(Exception):
    """The file as a whole cannot be read; says where and why."""

    def __init__(self, line: int, code: str, message: str, *, column: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(line, column, code, message)


@dataclass(frozen=True, slots=True)
class Row:
    """A line that is right in itself."""

    card_no: str
    name: str
    phone: str
    birth_year: int
    union: str
    audiences: list[str] | None = None  # none where the file does not say


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks lines of one file: knows its columns and what its importer may do."""

    places: dict[str, int]
    scopes: list[str]
    latest_birth_year: int

    def check(self, line: int, cells: Cells) -> Row | list[Problem]:
        """The row in a line, or everything that is wrong with it."""
        values = {
            column: cells[place] if place < len(cells) else None
            for column, place in self.places.items()
        }
        found: dict[str, Any] = {}
        problems = []
        for column, value in values.items():
            result = _CHECKS[column](value, self)
            if isinstance(result, _Wrong):
                problems.append(Problem(line, column, result.code, result.message))
            else:
                found[column] = result
        if problems:
            return problems
        return Row(
            card_no=found["card_no"],
            name=found["name"],
            phone=found["phone"],
            birth_year=int(found["birth_year"]),
            union=found["union"],
            audiences=found.get("audiences"),
        )


def columns(line: int, cells: Cells) -> dict[str, int]:
    """Where each column stands, from the first line. Raises ``UnreadableFile``."""
    heads = [text(cell).casefold() for cell in cells]
    places = {}
    for column, names in _COLUMNS.items():
        at = [place for place, head in enumerate(heads) if head in names]
        if not at and column in _OPTIONAL:
            continue
        if len(at) != 1:
            there = "is missing" if not at else "is there more than once"
            raise UnreadableFile(
                line, "header", f"the column {' / '.join(names)} {there}", column=column
            )
        places[column] = at[0]
    return places


def text(cell: Cell) -> str:
    """A cell as a person reads it: full-width letters plain, no blanks around, 1980.0 as 1980."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    plain = cell if isinstance(cell, str) else str(cell)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", plain)
    return plain.strip()


def is_blank(cells: Cells) -> bool:
    """Whether a line holds nothing."""
    return not any(cell is not None and text(cell) for cell in cells)


@dataclass(frozen=True, slots=True)
class _Wrong:
    code: str
    message: str


_MISSING = _Wrong("missing", "is missing")


def _card_no(cell: Cell, _checker: Checker) -> str | _Wrong:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _Wrong(
            "number_cell",
            "is a number; Excel keeps only 15 digits of it, so format the column as text",
        )
    number = cards.digits(text(cell))
    if not number:
        return _MISSING
    if len(number) != 16 or not (number.isascii() and number.isdigit()):
        return _Wrong("not_16_digits", "is not sixteen digits")
    if not cards.is_card_number(number):
        return _Wrong("check_digit", "has a wrong digit: the check digit does not fit")
    return number


def _name(cell: Cell, _checker: Checker) -> str | _Wrong:
    name = text(cell)
    if not name:
        return _MISSING
    if len(name) > 60:
        return _Wrong("too_long", "is longer than 60 characters")
    if _CONTROL.search(name):
        return _Wrong("control_characters", "holds control characters")
    return name


def _phone(cell: Cell, _checker: Checker) -> str | _Wrong:
    given = text(cell)
    if not given:
        return _MISSING
    return cards.mobile(given) or _Wrong("not_a_mobile", "is not a mobile number of 11 digits")


def _birth_year(cell: Cell, checker: Checker) -> str | _Wrong:
    year = text(cell)
    if not year:
        return _MISSING
    if len(year) != 4 or not (year.isascii() and year.isdigit()):
        return _Wrong("not_a_year", "is not a year of four digits")
    if not cards.EARLIEST_BIRTH_YEAR <= int(year) <= checker.latest_birth_year:
        limits = f"{cards.EARLIEST_BIRTH_YEAR} and {checker.latest_birth_year}"
        return _Wrong("out_of_range", f"lies not between {limits}")
    return year


def _union(cell: Cell, checker: Checker) -> str | _Wrong:
    path = text(cell).casefold().strip("/")
    if not path:
        return _MISSING
    if len(path) > 120 or not _PATH.match(path):
        return _Wrong("not_a_path", "is not a path such as chaoyang/jianwai/u0001")
    if not rights.within(path, checker.scopes):
        return _Wrong("outside_scope", "is outside your part of the union")
    return path


def _audiences(cell: Cell, _checker: Checker) -> list[str] | _Wrong:
    found = audiences.read(text(cell))
    return (
        _Wrong("unknown_audience", "names a group that we do not know") if found is None else found
    )


_CHECKS: Final[dict[str, Callable[[Cell, Checker], Any]]] = {
    "card_no": _card_no,
    "name": _name,
    "phone": _phone,
    "birth_year": _birth_year,
    "union": _union,
    "audiences": _audiences,
}
