"""A broadcast's CSV file: a card on each line, further columns are values of variables."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from chassis.errors import InvalidInput
from services.notify.errors import TemplateError
from services.notify.templates.rules import Kind, Template, check_values
from services.notify.templates.writing import Draft, too_long

MOST = 50_000  # lines
_CARD = re.compile(r"[0-9]{16}")
_CARD_COLUMNS = ("card_no", "卡号")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line; with a fault it leads to nobody. ``code`` is the fault's stable name."""

    number: int
    card_no: str = ""
    values: Mapping[str, str]
    field: str = ""
    fault: str = ""
    code: str = ""


def read(text: str, *, draft: Draft, given: Collection[str]) -> Iterator[Line]:
    """The lines after the names. ``given`` are variables whose values are the same for all.

    Raises ``InvalidInput`` for a file that names other columns than are needed, has no lines or
    too many.
    """
    reader = csv.reader(text.lstrip("\ufeff").splitlines(keepends=True), strict=True)
    names = _names(reader, draft=draft, given=given)
    seen: dict[str, int] = {}
    before = reader.line_num
    count = 0
    while True:
        number = before + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            yield _faulty(number, "line", f"no CSV: {error}", "no_csv")
            before = reader.line_num
            count += 1
            continue
        before = reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MOST:
            raise InvalidInput.of("audience.csv", f"more than {MOST} lines")
        yield _line(number, cells, names, draft, seen)
    if not count:
        raise InvalidInput.of("audience.csv", "no line after the names")


def _names(reader: Iterator[list[str]], *, draft: Draft, given: Collection[str]) -> list[str]:
    try:
        names = [name.strip() for name in next(reader)]
    except (StopIteration, csv.Error) as error:
        raise InvalidInput.of("audience.csv", "the first line names the columns") from error
    names = ["card_no" if name in _CARD_COLUMNS else name for name in names]
    needed = {"card_no", *(each.name for each in draft.variables if each.name not in given)}
    odd = sorted(needed ^ set(names))
    if odd:
        raise InvalidInput.of("audience.csv", f"missing or unknown columns: {', '.join(odd)}")
    if len(set(names)) != len(names):
        raise InvalidInput.of("audience.csv", "a column is named twice")
    return names


def _line(
    number: int, cells: list[str], names: list[str], draft: Draft, seen: dict[str, int]
) -> Line:
    if len(cells) != len(names):
        fault = f"{len(cells)} cells under {len(names)} names"
        return _faulty(number, "line", fault, "cells")
    values = dict(zip(names, (cell.strip() for cell in cells), strict=True))
    card = re.sub(r"[\s-]", "", values.pop("card_no"))
    if not _CARD.fullmatch(card):
        return _faulty(number, "card_no", "not a card number", "no_card")
    if card in seen:
        return _faulty(
            number, "card_no", f"the card stands on line {seen[card]} already", "repeated"
        )
    seen[card] = number
    for name, fault, code in _faults(draft, values):
        return _faulty(number, name, fault, code)
    return Line(number=number, card_no=card, values=values)


def _faulty(number: int, field: str, fault: str, code: str) -> Line:
    return Line(number=number, values={}, field=field, fault=fault, code=code)


def _faults(draft: Draft, values: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    kinds: dict[str, Kind] = {each.name: each.kind for each in draft.variables}
    for name, value in values.items():
        if not value:
            yield name, "is empty", "empty"
            continue
        alone = Template(name=name, version=1, variables={name: kinds[name]}, contents={})
        try:
            check_values(alone, {name: value})
        except TemplateError:
            yield name, f"not a {kinds[name]}", f"no_{kinds[name]}"
    for name in too_long(draft, values):
        yield name, "longer than declared", "long"
