"""Figures as bar charts in SVG, readable in print and by a screen reader.

Groups are told by their codes, as in the workbook: names are the page's, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

WAYS = ("district", "age", "origin")
_WIDTH, _LABEL, _BAR, _GAP, _TOP = 720, 240, 20, 8, 44
_COLOUR = "#b3261e"
_MISSING = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """A bar with its label and, behind its number, a share; without ``value`` a heading."""

    label: str
    value: int | None = None
    share: float | None = None


def of_question(result: Mapping[str, Any], *, by: str = "") -> str:
    """A question's options by votes, in their order; ``by`` district, age or origin each of them
    by its groups."""
    return bars(result["text"], _grouped(result, by) if by else _options(result))


def of_participants(title: str, participants: Mapping[str, Any], *, by: str) -> str:
    """How many ballots came from each group, by district with the response rates."""
    rates = participants["rate_by_district"] if by == "district" else {}
    counts = participants[f"by_{by}"]
    rows = [
        Row(group or _MISSING, counts.get(group, 0), rates.get(group))
        for group in sorted({*counts, *rates})
    ]
    return bars(title, rows)


def _options(result: Mapping[str, Any]) -> Iterator[Row]:
    for option in result["options"]:
        yield Row(option["text"], option["votes"], option["share"])


def _grouped(result: Mapping[str, Any], by: str) -> Iterator[Row]:
    for option in result["options"]:
        yield Row(option["text"])
        for group, votes in option[f"by_{by}"].items():
            yield Row(group or _MISSING, votes)


def bars(title: str, rows: Iterable[Row]) -> str:
    """A chart of rows from the top down, with a title."""
    rows = list(rows)
    most = max((row.value or 0 for row in rows), default=0) or 1
    height = _TOP + len(rows) * (_BAR + _GAP) + _GAP
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'font-family="sans-serif" font-size="13">',
        f"<title>{escape(title)}</title>",
        f'<text x="8" y="22" font-size="15">{_short(title, 44)}</text>',
    ]
    for place, row in enumerate(rows):
        drawn += _row(row, top=_TOP + place * (_BAR + _GAP), most=most)
    return "\n".join([*drawn, "</svg>"]) + "\n"


def _row(row: Row, *, top: int, most: int) -> Iterator[str]:
    if row.value is None:
        yield f'<text x="8" y="{top + 15}" font-weight="bold">{_short(row.label, 44)}</text>'
        return
    length = round((_WIDTH - _LABEL - 110) * row.value / most, 1)
    share = "" if row.share is None else f" · {row.share:.1%}"
    yield f'<text x="{_LABEL - 8}" y="{top + 15}" text-anchor="end">{_short(row.label, 17)}</text>'
    yield f'<rect x="{_LABEL}" y="{top}" width="{length}" height="{_BAR}" fill="{_COLOUR}"/>'
    yield f'<text x="{_LABEL + length + 6}" y="{top + 15}">{row.value}{share}</text>'


def _short(text: str, most: int) -> str:
    return escape(text if len(text) <= most else text[: most - 1] + "…")
