"""The one file that a request carries, in pieces, as it arrives: never whole in memory or on disk.

Taken as ``multipart/form-data`` (the first part that has a file name) or as the bare body.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import PurePosixPath, PureWindowsPath

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.datastructures import Headers
from starlette.types import Receive

from gateway.bodies import media_type, pieces
from gateway.problems import Problem, bad_request

MOST = 200_000_000  # bytes
PIECE = 256 * 1024
_LONGEST_NAME = 120
_LONGEST_BOUNDARY = 70  # RFC 2046, 5.1.1
_UNWANTED = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_FORMATS = {
    "text/csv": "csv",
    "application/csv": "csv",
    "application/vnd.ms-excel": "csv",  # what browsers on Windows call a CSV file
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}


class Upload:
    """``filename`` and ``format`` (csv or xlsx) are known once the first piece has arrived."""

    def __init__(self, headers: Headers, receive: Receive) -> None:
        self.filename = ""
        self.format = ""
        self._headers = headers
        self._receive = receive

    async def pieces(self) -> AsyncIterator[bytes]:
        """The file in pieces of ``PIECE`` bytes, the last one shorter.

        Raises ``Problem``: 400 for a broken form, 413, 415 for what is no table.
        """
        waiting = bytearray()
        async for data in self._data():
            waiting += data
            while len(waiting) >= PIECE:
                yield bytes(waiting[:PIECE])
                del waiting[:PIECE]
        if waiting:
            yield bytes(waiting)

    async def _data(self) -> AsyncIterator[bytes]:
        kind, _ = media_type(self._headers)
        if kind != "multipart/form-data":
            self._name(self._headers.get("content-disposition", ""), kind)
            async for piece in pieces(self._headers, self._receive, most=MOST):
                yield piece
            return
        form = _Form(self._headers.get("content-type", ""))
        async for piece in pieces(self._headers, self._receive, most=MOST):
            data = form.feed(piece)
            if data:
                if not self.format:
                    self._name(form.disposition, form.kind)
                yield data
        form.close()

    def _name(self, disposition: str, kind: str) -> None:
        _, options = parse_options_header(disposition)
        raw = options.get(b"filename", b"").decode("utf-8", "replace")
        name = PureWindowsPath(PurePosixPath(raw).name).name
        suffix = name.rpartition(".")[2].lower()
        found = suffix if suffix in {"csv", "xlsx"} else _FORMATS.get(kind, "")
        if not found:
            raise Problem(415, "not_a_table", "Send a CSV or an XLSX file.")
        self.format = found
        self.filename = _UNWANTED.sub("", name)[-_LONGEST_NAME:] or f"upload.{found}"


class _Form:
    """Takes the file out of a form, piece by piece."""

    def __init__(self, content_type: str) -> None:
        boundary = parse_options_header(content_type)[1].get(b"boundary", b"")
        if not 0 < len(boundary) <= _LONGEST_BOUNDARY:
            raise bad_request("malformed_form", "The form names no boundary that can be used.")
        self.disposition = ""
        self.kind = ""
        self._field = self._value = b""
        self._part: dict[bytes, bytes] = {}
        self._in_file = self._had_file = self._ended = False
        self._data = bytearray()
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._part_begins,
                "on_header_field": self._header_field,
                "on_header_value": self._header_value,
                "on_header_end": self._header_ends,
                "on_headers_finished": self._headers_end,
                "on_part_data": self._part_data,
                "on_part_end": self._part_ends,
                "on_end": self._form_ends,
            },
        )

    def feed(self, piece: bytes) -> bytes:
        """What of the file is in this piece of the body."""
        self._data.clear()
        try:
            self._parser.write(piece)
        except FormParserError as error:
            raise bad_request("malformed_form", "The form cannot be read.") from error
        return bytes(self._data)

    def close(self) -> None:
        """The body is over; the form must be, too."""
        if not self._ended:
            raise bad_request("malformed_form", "The form breaks off.")

    def _part_begins(self) -> None:
        self._part = {}

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_ends(self) -> None:
        self._part[self._field.lower()] = self._value
        self._field = self._value = b""

    def _headers_end(self) -> None:
        disposition = self._part.get(b"content-disposition", b"")
        if not self._had_file and b"filename" in parse_options_header(disposition)[1]:
            self._in_file = self._had_file = True
            self.disposition = disposition.decode("latin-1")
            kind = self._part.get(b"content-type", b"").partition(b";")[0]
            self.kind = kind.decode("latin-1").strip().lower()

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._in_file:
            self._data += data[start:end]

    def _part_ends(self) -> None:
        self._in_file = False

    def _form_ends(self) -> None:
        self._ended = True
