"""What an SMS says: its coding, and the parts of a long one.

Source: 3GPP TS 23.038 (data coding) and TS 23.040, 9.2.3.24.1 (concatenated short messages).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

UCS2: Final = 8
DEFAULT: Final = 0
UDH: Final = 0x40
"""The bit of ``esm_class`` that announces a header in front of the text."""
_ALONE: Final = {UCS2: 140, DEFAULT: 160}
_IN_PARTS: Final = {UCS2: 134, DEFAULT: 153}


@dataclass(frozen=True, slots=True)
class Part:
    """One of ``total`` parts with the same ``reference``; a short SMS is the only one."""

    octets: bytes
    data_coding: int
    reference: int = 0
    total: int = 1
    number: int = 1

    @property
    def esm_class(self) -> int:
        """Whether a header stands in front."""
        return UDH if self.total > 1 else 0

    def packed(self) -> bytes:
        """Header and text."""
        if self.total == 1:
            return self.octets
        return bytes((5, 0, 3, self.reference, self.total, self.number)) + self.octets


def split(text: str, *, reference: int) -> list[Part]:
    """A text as parts; in the default alphabet where it is plain ASCII, which is the same there
    but for few signs. A pair of surrogates is not kept together, as carriers do not."""
    coding = DEFAULT if text.isascii() else UCS2
    octets = text.encode("ascii" if coding == DEFAULT else "utf-16-be")
    if len(octets) <= _ALONE[coding]:
        return [Part(octets, coding)]
    room = _IN_PARTS[coding]
    pieces = [octets[at : at + room] for at in range(0, len(octets), room)]
    return [
        Part(piece, coding, reference, len(pieces), number)
        for number, piece in enumerate(pieces, start=1)
    ]


def unpacked(octets: bytes, *, esm_class: int, data_coding: int) -> Part:
    """A part from the wire. Raises ``ValueError`` for a header that makes no sense."""
    if not esm_class & UDH:
        return Part(octets, data_coding)
    length = octets[0] + 1
    header, rest = octets[1:length], octets[length:]
    if header[:2] != b"\0\3" or len(header) != 5:
        raise ValueError(f"a header of another kind: {header.hex()}")
    return Part(rest, data_coding, *header[2:])


def joined(parts: Iterable[Part]) -> str | None:
    """The whole text, however its parts are ordered; ``None`` while one is missing."""
    found: Mapping[int, Part] = {part.number: part for part in parts}
    total = max((part.total for part in found.values()), default=0)
    if not total or set(found) != set(range(1, total + 1)):
        return None
    octets = b"".join(found[number].octets for number in range(1, total + 1))
    return octets.decode("utf-16-be" if found[1].data_coding == UCS2 else "ascii", "replace")
