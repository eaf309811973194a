"""How an SMS is counted and what it can carry.

3GPP TS 23.038: a text of the GSM 7-bit alphabet has 160 septets in one part and 153 in each of
several; any other is UCS-2 with 70 and 67 units. A character of two units is never split.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
# Controls, joiners, variation selectors and everything beyond the basic plane, emoji above all:
# parts are split between units, and old phones show boxes.
_UNFIT = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\ufe00-\ufe0f\U00010000-\U0010ffff]+")


class Encoding(StrEnum):
    """The alphabet in which a text travels."""

    GSM7 = "gsm7"
    UCS2 = "ucs2"


_ONE_PART = {Encoding.GSM7: 160, Encoding.UCS2: 70}
_EACH_OF_MANY = {Encoding.GSM7: 153, Encoding.UCS2: 67}


@dataclass(frozen=True, slots=True)
class Size:
    """What a text costs."""

    encoding: Encoding
    units: int
    parts: int

    @property
    def too_much(self) -> int:
        """Units beyond one part."""
        return max(0, self.units - _ONE_PART[self.encoding])


def size(text: str) -> Size:
    """Count a text; the empty one has no part."""
    gsm = all(c in _BASIC or c in _EXTENDED for c in text)
    encoding = Encoding.GSM7 if gsm else Encoding.UCS2
    wide = _EXTENDED if gsm else frozenset(c for c in text if c > "\uffff")
    units = len(text) + sum(c in wide for c in text)
    if units <= _ONE_PART[encoding]:
        return Size(encoding, units, 1 if units else 0)
    parts, room = 0, 0
    for character in text:
        width = 2 if character in wide else 1
        if width > room:
            parts, room = parts + 1, _EACH_OF_MANY[encoding]
        room -= width
    return Size(encoding, units, parts)


def fit_for_sms(text: str) -> str:
    """The text without what an SMS cannot carry; a line break becomes a space."""
    return _UNFIT.sub("", re.sub(r"\s*[\r\n\t]+\s*", " ", text))
