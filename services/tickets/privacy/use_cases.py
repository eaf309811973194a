"""A member's data is given out and erased; the ledger keeps that somebody was there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from chassis.context import Caller
from chassis.envelope import ReceivedEvent
from chassis.errors import Forbidden
from chassis.export import export_piece
from chassis.personal import PersonalData
from chassis.work import Reading, Work
from services.tickets.appeals.use_cases import PURPOSE as APPEAL
from services.tickets.attendance.feedback import PURPOSE as FEEDBACK
from services.tickets.attendance.use_cases import PURPOSE as PICK_UP
from services.tickets.children.sealing import Sealing
from services.tickets.privacy import events, places, store
from services.tickets.privacy.store import Section
from services.tickets.projections import store as projections

_SEALED = {
    # column, under which purpose, and the name under which it is given out
    Section.APPEALS: ("sealed_text", APPEAL, "text"),
    Section.ATTENDANCE: ("left_with_sealed", PICK_UP, "left_with"),
    Section.FEEDBACK: ("text_sealed", FEEDBACK, "text"),
}


def export_member(
    reading: Reading, *, personal: PersonalData, sealing: Sealing, member_id: str, piece: int
) -> dict[str, Any]:
    """One piece of all that tickets holds about a member, for services only.

    Raises ``InvalidInput`` and ``Forbidden``.
    """
    _require_service(reading.caller)
    return export_piece(
        piece,
        sections=[section.value for section in Section],
        at=reading.now,
        rows=lambda section, start, limit: [
            _readable(section, row, personal, sealing)
            for row in store.rows(reading.session, section, member_id, start=start, limit=limit)
        ],
    )


def places_of_member(reading: Reading, *, member_id: str) -> dict[str, int]:
    """The places that a member holds, for services only. Raises ``Forbidden``."""
    _require_service(reading.caller)
    return places.places_held(reading, member_id)


def erase_member(work: Work, event: ReceivedEvent, *, personal: PersonalData) -> None:
    """Blank what tickets holds about a member: household, texts, reasons. Claims, tickets,
    check-ins and what was drawn stay, by an id that names nobody any more."""
    member_id, erasure_id = event.data["member_id"], event.data["erasure_id"]
    session = work.session
    store.keep_erased(session, member_id=member_id, erasure_id=erasure_id, at=work.now)
    # As for a suspended card: no claim of a token that still lives wins anything.
    projections.keep_card(session, member_id=member_id, suspended=True, told_at=event.time)
    session.flush()
    erased = {
        "places": places.give_up_all(work, member_id),
        "pickups": store.blank_pickups(session, member_id),
        "children": store.delete_children(session, member_id),
        "feedback": store.blank_feedback(
            session, member_id, sealed_nothing=personal.seal("", purpose=FEEDBACK)
        ),
        "appeals": store.blank_appeals(
            session, member_id, sealed_nothing=personal.seal("", purpose=APPEAL)
        ),
        "reasons": store.blank_reasons(session, member_id),
        "answers": store.delete_answers(session, member_id),
    }
    work.emit(
        events.member_erased(
            erasure_id=erasure_id, member_id=member_id, erased=erased, erased_at=work.now
        )
    )


def _require_service(caller: Caller) -> None:
    if caller.kind != "system":
        raise Forbidden("only services can ask what is held about a member")


def _readable(
    section: str, row: dict[str, Any], personal: PersonalData, sealing: Sealing
) -> Mapping[str, Any]:
    """A row as the member knows it: what is sealed in clear, keyed hashes left out."""
    if section == Section.CHILDREN:
        del row["name_index"]
        return row | asdict(sealing.open(row.pop("sealed")))
    if section in _SEALED:
        column, purpose, name = _SEALED[Section(section)]
        sealed = row.pop(column)
        return row | {name: personal.open(sealed, purpose=purpose) if sealed else ""}
    return row
