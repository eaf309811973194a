"""The XML inside an Excel file, read as a stream by Expat with little handlers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any, Final, Protocol
from xml.parsers import expat

from services.members.imports.rules import UnreadableFile

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LARGEST_ITEM = 1024**2  # bytes of XML of one line or one text
_MOST_COLUMNS = 100
_BITE = 64 * 1024

_ROW, _CELL, _VALUE, _TEXT = f"{MAIN}row", f"{MAIN}c", f"{MAIN}v", f"{MAIN}t"
_SHARED, _SPOKEN = f"{MAIN}si", f"{MAIN}rPh"
_WRITTEN = (_VALUE, _TEXT)
_SHEET_DATA = f"{MAIN}sheetData"

RawCell = tuple[str, str] | None  # its kind and what is written in it
Attributes = dict[str, str]


class _Reader(Protocol):
    """Collects ``items`` while elements go by; ``over`` when no more will come."""

    items: list[Any]
    over: bool

    def start(self, name: str, attributes: Attributes) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


class Tags:
    """The attributes of every element of a name."""

    def __init__(self, name: str) -> None:
        self.items: list[Attributes] = []
        self.over = False
        self._name = name

    def start(self, name: str, attributes: Attributes) -> None:
        if name == self._name:
            self.items.append(attributes)

    def end(self, name: str) -> None:
        """Attributes are all that counts."""

    def text(self, text: str) -> None:
        """Attributes are all that counts."""


class Texts:
    """Shared texts, in one or several runs, without what tells how they are spoken."""

    def __init__(self) -> None:
        self.items: list[str] = []
        self.over = False
        self._parts: list[str] = []
        self._inside = self._spoken = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == _TEXT:
            self._inside = not self._spoken
        elif name == _SPOKEN:
            self._spoken = True

    def end(self, name: str) -> None:
        if name == _TEXT:
            self._inside = False
        elif name == _SHARED:
            self.items.append("".join(self._parts))
            self._parts.clear()
        elif name == _SPOKEN:
            self._spoken = False

    def text(self, text: str) -> None:
        if self._inside:
            self._parts.append(text)


class Rows:
    """Lines of a sheet: number and raw cells."""

    def __init__(self) -> None:
        self.items: list[tuple[int, list[RawCell]]] = []
        self.over = False
        self._line = 0
        self._cells: list[RawCell] = []
        self._place = 0
        self._kind = ""
        self._parts: list[str] = []
        self._inside = self._spoken = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name in _WRITTEN:
            self._inside = not self._spoken
        elif name == _CELL:
            place = _column(attributes.get("r", ""))
            self._place = len(self._cells) if place < 0 else place
            self._kind = attributes.get("t", "n")
        elif name == _ROW:
            # Lines count up, whatever a careless writer put there.
            self._line = max(self._line + 1, whole(attributes.get("r", "")))
            self._cells = []
        elif name == _SPOKEN:
            self._spoken = True

    def end(self, name: str) -> None:
        if name in _WRITTEN:
            self._inside = False
        elif name == _CELL:
            if self._place < _MOST_COLUMNS:
                self._cells.extend([None] * (self._place + 1 - len(self._cells)))
                if self._parts:
                    self._cells[self._place] = (self._kind, "".join(self._parts))
            self._parts = []
        elif name == _ROW:
            self.items.append((self._line, self._cells))
        elif name == _SPOKEN:
            self._spoken = False
        elif name == _SHEET_DATA:
            self.over = True  # what follows is about print and looks, and may be long

    def text(self, text: str) -> None:
        if self._inside:
            self._parts.append(text)


def read(file: IO[bytes], reader: _Reader) -> Iterator[Any]:
    """The reader's items, while the file is read in small bites.

    Raises ``UnreadableFile`` for an item without end and for a document type, in which Excel has
    no part, and ``ExpatError`` for what is no XML.
    """
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _no_doctype
    since = 0
    while not reader.over and (bite := file.read(_BITE)):
        parser.Parse(bite, False)
        since = 0 if reader.items else since + len(bite)
        if since > _LARGEST_ITEM:
            raise UnreadableFile(0, "too_large", "a line of the file is larger than 1 MiB")
        yield from reader.items
        reader.items.clear()
    if not reader.over:
        parser.Parse(b"", True)


def is_whole(text: str, *, digits: int) -> bool:
    """Whether a text is a whole number of at most so many digits."""
    return len(text) <= digits and text.isascii() and text.isdigit()


def whole(text: str) -> int:
    """A whole number of at most nine digits, or -1."""
    return int(text) if is_whole(text, digits=9) else -1


def _column(reference: str) -> int:
    """``B7`` → 1; -1 for what is no reference."""
    number = 0
    for letter in reference[:4]:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _no_doctype(*_: Any) -> None:
    raise UnreadableFile(0, "xlsx", "this is no Excel file (.xlsx): it has a document type")
