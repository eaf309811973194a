"""What people do with the call list. Numbers are shown to whoever phones, and that is noted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chassis import paging
from chassis.context import Caller
from chassis.ids import uuid7
from chassis.work import Reading, Work
from services.notify.contacts.directory import Contact
from services.notify.errors import CallClosed, CallNotFound
from services.notify.reconciliation import store
from services.notify.reconciliation.rules import LEAVES_OPEN, Outcome
from services.notify.reconciliation.tables import CallListEntry, Matter
from services.notify.reconciliation.use_cases import close

NUMBER_SHOWN, EXPORTED = "number_shown", "exported"


@dataclass(frozen=True, slots=True)
class ToCall:
    """One line for a person who phones."""

    entry: Mapping[str, Any]
    member_id: str


def require_caller(caller: Caller) -> None:
    """Only the city's office phones, as its list is the whole city's. Raises ``Forbidden``."""
    caller.require("federation")


def list_calls(
    reading: Reading, *, limit: int, cursor: str, state: str, reason: str
) -> dict[str, Any]:
    """One page of the call list, oldest first. Raises ``Forbidden``."""
    reading.caller.require("federation", "auditor")
    found = store.entries(
        reading.session,
        is_open=state == "open",
        reason=reason,
        beyond=paging.decode(cursor, length=1) if cursor else (),
        limit=limit + 1,
    )
    page = paging.page(found, limit=limit, key=lambda row: (row[0].id,))
    return page | {"items": [_shown(*row) for row in page["items"]]}


def get_call(reading: Reading, *, entry_id: str) -> dict[str, Any]:
    """An entry and what people did about it. Raises ``CallNotFound`` and ``Forbidden``."""
    reading.caller.require("federation", "auditor")
    return _told(reading, *_found(reading, entry_id))


def tick_off(work: Work, *, entry_id: str, outcome: str, note: str) -> dict[str, Any]:
    """Note what came of a call; whoever did not answer stays on the list.

    Raises ``CallNotFound``, ``CallClosed`` and ``Forbidden``.
    """
    require_caller(work.caller)
    entry, matter = _found(work, entry_id, lock=True)
    _require_open(entry)
    entry.tries += 1
    if Outcome(outcome) in LEAVES_OPEN:
        entry.outcome = outcome
    else:
        close(matter, entry, outcome=outcome, by=_account(work), now=work.now)
    _note(work, [entry.id], outcome, note=note)
    work.session.flush()
    return _told(work, entry, matter)


def member_of(reading: Reading, *, entry_id: str) -> str:
    """Whom an open entry is about. Raises ``CallNotFound``, ``CallClosed`` and ``Forbidden``."""
    require_caller(reading.caller)
    entry, matter = _found(reading, entry_id)
    _require_open(entry)
    return matter.member_id


def show_number(work: Work, *, entry_id: str, contact: Contact | None) -> dict[str, Any]:
    """Hand a number to whoever phones, and note that it was."""
    _note(work, [entry_id], NUMBER_SHOWN)
    return {"name": contact.name if contact else "", "number": contact.phone if contact else ""}


def to_call(reading: Reading, *, limit: int, reason: str) -> Sequence[ToCall]:
    """The oldest open entries. Raises ``Forbidden``."""
    require_caller(reading.caller)
    found = store.entries(reading.session, is_open=True, reason=reason, beyond=(), limit=limit)
    return [ToCall(_shown(entry, matter), matter.member_id) for entry, matter in found]


def note_export(work: Work, lines: Iterable[ToCall]) -> None:
    """Note for each entry that its number left the house in a file."""
    _note(work, [line.entry["id"] for line in lines], EXPORTED)


def _found(reading: Reading, entry_id: str, *, lock: bool = False) -> tuple[CallListEntry, Matter]:
    row = store.entry(reading.session, entry_id, lock=lock)
    if row is None:
        raise CallNotFound("there is no such entry on the call list")
    return row


def _require_open(entry: CallListEntry) -> None:
    if entry.closed_at is not None:
        raise CallClosed(f"the entry is closed: {entry.outcome}")


def _note(work: Work, entry_ids: Iterable[str], what: str, *, note: str = "") -> None:
    store.note(
        work.session,
        [
            {
                "id": uuid7(),
                "entry_id": entry_id,
                "account_id": _account(work),
                "what": what,
                "note": note,
                "at": work.now,
            }
            for entry_id in entry_ids
        ],
    )


def _account(work: Work) -> str:
    return work.caller.id or work.caller.kind


def _told(reading: Reading, entry: CallListEntry, matter: Matter) -> dict[str, Any]:
    notes = [
        {"at": note.at, "what": note.what, "by": note.account_id, "note": note.note}
        for note in store.notes(reading.session, entry.id)
    ]
    return {"entry": _shown(entry, matter), "notes": notes}


def _shown(entry: CallListEntry, matter: Matter) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": matter.kind,
        "subject_id": matter.subject_id,
        "member_id": matter.member_id,
        "title": matter.title,
        "reason": entry.reason,
        "happened_at": matter.happened_at,
        "ends_at": matter.ends_at,
        "listed_at": entry.listed_at,
        "tries": entry.tries,
        "outcome": entry.outcome,
        "closed_at": entry.closed_at,
        "closed_by": entry.closed_by,
    }
