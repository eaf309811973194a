"""Which files are taken: by what they are, not by what they are called."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from services.projects.errors import DocumentRefused

MOST_BYTES: Final = 4_000_000
MOST_OF_ONE: Final = 20  # documents of an organisation for one purpose
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
KINDS: Final = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
}
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_END: Final = b"IEND\xaeB`\x82"
_TAIL: Final = 2048  # bytes in which a PDF's end mark has to lie


def check(name: str, data: bytes) -> str:
    """The media type of a file that is taken. Raises ``DocumentRefused`` with the field."""
    if not data:
        raise DocumentRefused.of("data", "the file is empty")
    if len(data) > MOST_BYTES:
        raise DocumentRefused.of("data", f"a file has {MOST_BYTES} bytes at most")
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if suffix not in KINDS:
        raise DocumentRefused.of("name", f"must end in one of {', '.join(KINDS)}")
    found = sniff(data)
    if found is None:
        raise DocumentRefused.of("data", "the file is of no kind that is taken, or is damaged")
    if found != KINDS[suffix]:
        raise DocumentRefused.of("data", f"the file is {found}, its name says {suffix}")
    return found


def sniff(data: bytes) -> str | None:
    """The media type of a whole file by its first and last bytes, or None.

    An Office file with macros is none: what runs code is no document.
    """
    if data.startswith(b"%PDF-"):
        return KINDS["pdf"] if b"%%EOF" in data[-_TAIL:] else None
    if data.startswith(_PNG):
        return KINDS["png"] if data.endswith(_PNG_END) else None
    if data.startswith(b"\xff\xd8\xff"):
        return KINDS["jpg"] if data.rstrip(b"\0").endswith(b"\xff\xd9") else None
    return _office_kind(data) if data.startswith(b"PK\x03\x04") else None


def _office_kind(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        return None
    if "[Content_Types].xml" not in names or any(n.endswith("vbaProject.bin") for n in names):
        return None
    if "word/document.xml" in names:
        return KINDS["docx"]
    return KINDS["xlsx"] if "xl/workbook.xml" in names else None
