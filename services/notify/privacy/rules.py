"""In which pieces a member's data leaves the house."""

from __future__ import annotations

from enum import StrEnum

ROWS = 500  # of one kind in one piece
_PAGES = 1_000_000  # of one kind at most, far beyond what anybody has


class Section(StrEnum):
    """The kinds of data that notify holds about a member, in the order of the document."""

    MESSAGES = "messages"
    ATTEMPTS = "attempts"
    RECEIPTS = "receipts"
    RESENDS = "resends"
    INBOX = "inbox"
    PREFERENCES = "preferences"
    REMINDERS = "reminders"
    SMS = "sms"
    MATTERS = "matters"
    CALLS = "calls"
    CALL_NOTES = "call_notes"
    ERASURES = "erasures"
    BROADCAST_LINES = "broadcast_lines"


_ORDER = list(Section)


def place_of(piece: int) -> tuple[Section, int] | None:
    """Which section a piece is of, and from which row on; ``None`` for one that is none."""
    number, page = divmod(piece, _PAGES)
    return (_ORDER[number], page * ROWS) if number < len(_ORDER) else None


def piece_after(piece: int, *, rows: int) -> int | None:
    """The piece behind one that had so many rows; ``None`` behind the last."""
    if rows == ROWS:
        return piece + 1
    number = piece // _PAGES + 1
    return number * _PAGES if number < len(_ORDER) else None


def framed(piece: int, rows: str, *, head: str, following: int | None) -> str:
    """A piece of the document. ``head`` are its first fields, ``rows`` are joined by commas."""
    number, page = divmod(piece, _PAGES)
    begins = "" if page else f'{head if number == 0 else ""},"{_ORDER[number]}":['
    between = "," if page and rows else ""
    ends = "" if following == piece + 1 else "]"
    return f"{begins}{between}{rows}{ends}" + ("}" if following is None else "")
