"""Lines of the first sheet of an Excel file, as a stream and with limits (docs/adr/0013)."""

from __future__ import annotations

import lzma
import posixpath
import struct
import zipfile
import zlib
from array import array
from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers.expat import ExpatError

from services.members.imports import excel_xml
from services.members.imports.rules import Cell, Cells, UnreadableFile

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    ExpatError,
    LookupError,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,  # zipfile's word for a password, and its NotImplementedError for odd packing
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATIONSHIP = "http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

_MOST_ENTRIES = 500
_MOST_UNPACKED = 1024**3  # bytes of all entries
_MOST_RATIO = 200  # unpacked to packed; a sheet of members has about 12
_RATIO_FROM = 1024**2  # bytes: small entries may be packed as tightly as they like
_MOST_SHARED = 128 * 1024**2  # bytes of shared texts


def lines(
    file: IO[bytes], *, pause: Callable[[], None] = lambda: None
) -> Iterator[tuple[int, Cells]]:
    """Pairs of line number and cells, as a stream.

    ``pause`` is called now and then while shared texts are read, before the first line comes.
    Raises ``UnreadableFile``, also for a file that would unpack to far more than it is.
    """
    try:
        with zipfile.ZipFile(file) as package:
            _refuse_bombs(package)
            shared = _shared_texts(package, pause)
            with package.open(_first_sheet(package)) as sheet:
                for line, raw in excel_xml.read(sheet, excel_xml.Rows()):
                    yield line, [_cell(cell, shared) for cell in raw]
    except _BROKEN as error:
        raise UnreadableFile(0, "xlsx", f"this is no Excel file (.xlsx): {error}") from error


def _refuse_bombs(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    # zipfile never unpacks more of an entry than it declares here, so the sums can be relied on.
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_ENTRIES or unpacked > _MOST_UNPACKED:
        raise UnreadableFile(0, "too_large", "the file unpacks to more than 1 GiB or 500 parts")
    for entry in entries:
        tight = entry.file_size > _MOST_RATIO * max(entry.compress_size, 1)
        if entry.file_size > _RATIO_FROM and tight:
            raise UnreadableFile(0, "too_large", "the file unpacks to far more than it is")


class _SharedTexts:
    """The texts that cells refer to by number, in one block: a million take a tenth of a list."""

    def __init__(self) -> None:
        self._block = bytearray()
        self._ends = array("I", [0])

    def add(self, text: str) -> None:
        self._block += text.encode("utf-8", "surrogatepass")
        if len(self._block) > _MOST_SHARED:
            raise UnreadableFile(0, "too_large", "the file holds more than 128 MiB of texts")
        self._ends.append(len(self._block))

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self._ends) - 1:
            raise KeyError(f"shared text {number}")
        return self._block[self._ends[number] : self._ends[number + 1]].decode(
            "utf-8", "surrogatepass"
        )


def _shared_texts(package: zipfile.ZipFile, pause: Callable[[], None]) -> _SharedTexts:
    texts = _SharedTexts()
    if "xl/sharedStrings.xml" in package.namelist():
        with package.open("xl/sharedStrings.xml") as file:
            for number, text in enumerate(excel_xml.read(file, excel_xml.Texts())):
                texts.add(text)
                if number % 1000 == 0:
                    pause()
    return texts


def _first_sheet(package: zipfile.ZipFile) -> str:
    with package.open("xl/workbook.xml") as file:
        sheets = excel_xml.read(file, excel_xml.Tags(f"{excel_xml.MAIN}sheet"))
        first: excel_xml.Attributes = next(sheets, {})
    with package.open("xl/_rels/workbook.xml.rels") as file:
        for relation in excel_xml.read(file, excel_xml.Tags(_RELATIONSHIP)):
            if relation.get("Id") == first.get(_RELATION):
                target = relation.get("Target", "")
                return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    raise LookupError("no sheet")


def _cell(raw: excel_xml.RawCell, shared: _SharedTexts) -> Cell:
    if raw is None:
        return None
    kind, text = raw
    if kind == "s":
        return shared[excel_xml.whole(text)]
    if kind == "n":
        return int(text) if excel_xml.is_whole(text, digits=18) else float(text)
    return text
