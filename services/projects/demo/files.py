"""The demonstration's documents: one page each, that every reader opens."""

from __future__ import annotations

from typing import Final

from chassis.config import Settings
from services.projects.documents.shelves import Shelf, shelf_of
from services.projects.errors import DocumentMissing

_OBJECTS: Final = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 4 0 R "
    b"/Resources << /Font << /F1 5 0 R >> >> >>",
)
_FONT: Final = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


class _NoShelf:
    """For an installation that says nowhere where files lie: what is told of them stays."""

    def put(self, _key: str, _data: bytes) -> None:
        """Keep nothing."""

    def get(self, _key: str) -> bytes:
        """Raises ``DocumentMissing``."""
        raise DocumentMissing("this installation keeps no files")


def shelf_for(settings: Settings) -> Shelf:
    """The installation's shelf, or none at all."""
    try:
        return shelf_of(settings)
    except DocumentMissing:
        return _NoShelf()


def page(text: str) -> bytes:
    """A PDF with one line of Latin text."""
    stream = f"BT /F1 14 Tf 40 540 Td ({text}) Tj ET".encode("ascii")
    content = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
    places: list[int] = []
    written = b"%PDF-1.4\n"
    for number, body in enumerate((*_OBJECTS, content, _FONT), start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(written))
    return written + head + tail
