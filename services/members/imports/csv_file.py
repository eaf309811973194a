"""Lines of a CSV file, in UTF-8 or in the GB 18030 that a Chinese Excel writes."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from typing import IO

from services.members.imports.rules import Cells, UnreadableFile

_LONGEST_LINE = 64 * 1024  # bytes
_LOOK = 64 * 1024  # bytes by which the encoding is told


def lines(file: IO[bytes]) -> Iterator[tuple[int, Cells]]:
    """Pairs of line number and cells, as a stream. Raises ``UnreadableFile``."""
    encoding = _encoding(file)
    numbered = _Decoded(file, encoding)
    reader = csv.reader(numbered, strict=True)
    while True:
        first = numbered.line + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableFile(first, "csv", f"this is no CSV line: {error}") from error
        yield first, cells


class _Decoded:
    """Text lines of a file, which knows the number of the last one it gave."""

    def __init__(self, file: IO[bytes], encoding: str) -> None:
        self._file = file
        self._encoding = encoding
        self.line = 0

    def __iter__(self) -> _Decoded:
        return self

    def __next__(self) -> str:
        raw = self._file.readline(_LONGEST_LINE)
        if not raw:
            raise StopIteration
        self.line += 1
        if len(raw) == _LONGEST_LINE:
            raise UnreadableFile(self.line, "too_long", f"the line is over {_LONGEST_LINE} bytes")
        try:
            text = raw.decode(self._encoding)
        except UnicodeDecodeError as error:
            raise UnreadableFile(
                self.line, "encoding", "the line is neither UTF-8 nor GB 18030 like the others"
            ) from error
        return text


def _encoding(file: IO[bytes]) -> str:
    start = file.read(_LOOK)
    file.seek(len(codecs.BOM_UTF8) if start.startswith(codecs.BOM_UTF8) else 0)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"
