"""What a service holds about one member, given out as JSON in pieces.

A piece is a number: the section of the document and the page in it. Pieces in their order, joined
as they are, make one JSON object; so neither side ever holds it as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from marshmallow import fields

from chassis.clock import rfc3339
from chassis.errors import InvalidInput
from chassis.schema import Identifier, Shape, WholeNumber

ROWS = 500  # of one section in one piece
_PAGES = 1_000_000  # of one section at most, far beyond what anybody has
MOST_PIECES = 100 * _PAGES  # of one service: every piece's number is below
Rows = Callable[[str, int, int], Sequence[Mapping[str, Any]]]


class ExportMember(Shape):
    """Whose data, and which piece of it."""

    member_id = Identifier(required=True)
    piece = WholeNumber(load_default=0, most=MOST_PIECES - 1)


class ExportPiece(Shape):
    """A piece of the document, and the number of the next one."""

    text = fields.String(required=True)
    next_piece = WholeNumber(required=True, allow_none=True, most=2**53)


def export_piece(
    piece: int, *, sections: Sequence[str], at: datetime, rows: Rows
) -> dict[str, Any]:
    """One piece: its ``text`` and the number of the next one, ``None`` behind the last.

    ``rows`` gives a section's rows from a place on, so many at most. Raises ``InvalidInput``
    for a number that is no piece's.
    """
    number, page = divmod(piece, _PAGES)
    if not 0 <= number < len(sections):
        raise InvalidInput.of("piece", "there is no such piece")
    found = rows(sections[number], page * ROWS, ROWS)
    following = _after(piece, rows=len(found), sections=len(sections))
    written = ",".join(json.dumps(row, ensure_ascii=False, default=_plain) for row in found)
    begins = "" if page else f',"{sections[number]}":['
    if piece == 0:
        begins = f'{{"exported_at":"{rfc3339(at)}"{begins}'
    between = "," if page and written else ""
    ends = "" if following == piece + 1 else "]"
    text = f"{begins}{between}{written}{ends}" + ("}" if following is None else "")
    return {"text": text, "next_piece": following}


def cut_short(piece: int, why: str) -> str:
    """What stands in place of a piece that could not be had and of all behind it, so that the
    object is whole and says so as ``not_had``."""
    said = f'"not_had":{json.dumps(why, ensure_ascii=False)}}}'
    if piece == 0:
        return "{" + said
    return ("]," if piece % _PAGES else ",") + said


def _after(piece: int, *, rows: int, sections: int) -> int | None:
    if rows == ROWS:
        return piece + 1
    number = piece // _PAGES + 1
    return number * _PAGES if number < sections else None


def _plain(value: Any) -> Any:
    return rfc3339(value) if isinstance(value, datetime) else str(value)
