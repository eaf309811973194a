"""One question's result as a bar chart in SVG, readable in print and by a screen reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

_WIDTH, _LABEL, _BAR, _GAP, _TOP = 720, 240, 20, 8, 44
_COLOUR = "#b3261e"


def bars(result: Mapping[str, Any]) -> str:
    """A chart of the options by votes, in the order of the question."""
    options = result["options"]
    most = max((option["votes"] for option in options), default=0) or 1
    height = _TOP + len(options) * (_BAR + _GAP) + _GAP
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'font-family="sans-serif" font-size="13">',
        f"<title>{escape(result['text'])}</title>",
        f'<text x="8" y="22" font-size="15">{_short(result["text"], 44)}</text>',
    ]
    for place, option in enumerate(options):
        top = _TOP + place * (_BAR + _GAP)
        length = round((_WIDTH - _LABEL - 110) * option["votes"] / most, 1)
        share = "" if option["share"] is None else f" · {option['share']:.1%}"
        drawn += [
            f'<text x="{_LABEL - 8}" y="{top + 15}" text-anchor="end">'
            f"{_short(option['text'], 17)}</text>",
            f'<rect x="{_LABEL}" y="{top}" width="{length}" height="{_BAR}" fill="{_COLOUR}"/>',
            f'<text x="{_LABEL + length + 6}" y="{top + 15}">{option["votes"]}{share}</text>',
        ]
    return "\n".join([*drawn, "</svg>"]) + "\n"


def _short(text: str, most: int) -> str:
    return escape(text if len(text) <= most else text[: most - 1] + "…")
