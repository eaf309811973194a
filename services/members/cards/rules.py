"""Card numbers, mobile numbers and what may happen to a card."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

ACTIVE: Final = "active"
SUSPENDED: Final = "suspended"
REPLACED: Final = "replaced"

ISSUER: Final = "12351"  # the first digits of numbers that this system itself gives out
EARLIEST_BIRTH_YEAR: Final = 1900
YOUNGEST: Final = 16  # years; nobody works, and so joins a union, before

_CARD = re.compile(r"[0-9]{16}\Z")
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})\Z")
_FILLERS = str.maketrans("", "", " -\u3000\u00a0")
_DOUBLED = {str(digit): digit * 2 - 9 * (digit > 4) for digit in range(10)}


def digits(text: str) -> str:
    """What a person typed as a number: full-width digits made plain, blanks and hyphens gone."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return text.translate(_FILLERS)


def check_digit(payload: str) -> str:
    """The sixteenth digit for the fifteen before it.

    The Luhn formula of ISO/IEC 7812-1, annex B (modulo 10, "double-add-double"): it catches
    every single wrong digit and every exchange of neighbours but 09 and 90.
    """
    total = sum(_DOUBLED[digit] for digit in payload[::2]) + sum(map(int, payload[1::2]))
    return str(-total % 10)


def is_card_number(text: str) -> bool:
    """Whether these are sixteen digits of which the last one fits the others."""
    return bool(_CARD.match(text)) and check_digit(text[:15]) == text[15]


def new_card_number(serial: int) -> str:
    """The number of the card with this serial (0 to 9,999,999,999)."""
    payload = f"{ISSUER}{serial:010d}"
    return payload + check_digit(payload)


def masked(name: str) -> str:
    """Enough of a name for who knows it: the first letter, and a star for each of the rest."""
    return name[:1] + "*" * max(1, len(name) - 1)


def mobile(text: str) -> str | None:
    """A mobile number of mainland China as eleven digits, or None."""
    found = _MOBILE.match(digits(text))
    return found[1] if found else None
