"""One document about a member, gathered from every service, piece by piece."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from chassis.clock import rfc3339
from chassis.context import Caller
from chassis.errors import InvalidInput
from chassis.export import cut_short, export_piece
from chassis.ids import uuid7
from chassis.personal import Unreadable
from chassis.work import Reading, Store
from services.members.errors import MemberNotFound
from services.members.privacy import store
from services.members.privacy.asking import Others, PartAway
from services.members.privacy.rules import OWN, PARTS, Place
from services.members.privacy.store import Section
from services.members.privacy.tables import Export
from services.members.security import PHONE, Security


def require_entitled(caller: Caller, member_id: str) -> None:
    """A member's data goes to the member and to the city's office.

    Raises ``Unauthenticated`` and ``Forbidden``.
    """
    if caller.kind != "member" or caller.id != member_id:
        caller.require("federation")


def export_member(
    opened: Store, security: Security, others: Others, *, member_id: str, piece: int
) -> dict[str, Any]:
    """One piece of all that the house holds about a member. What a service does not give in time
    is named, in its part and in ``missing`` at the end. To whom it went is on record.

    Raises ``MemberNotFound``, ``InvalidInput``, ``Unauthenticated`` and ``Forbidden``.
    """
    require_entitled(opened.context.caller, member_id)
    place = Place.of(piece)
    if place.missing >> len(PARTS):
        raise InvalidInput.of("piece", "there is no such piece")
    if piece == 0:
        _record(opened, member_id)
    if place.name == OWN:
        return _own(opened, security, place, member_id)
    return _of_another(others, place, member_id)


def _record(opened: Store, member_id: str) -> None:
    with opened.work() as work:
        if store.member(work.session, member_id) is None:
            raise MemberNotFound("there is no such member")
        work.session.add(
            Export(
                id=uuid7(),
                member_id=member_id,
                asked_by=work.caller.id or work.caller.kind,
                asked_at=work.now,
            )
        )


def _own(opened: Store, security: Security, place: Place, member_id: str) -> dict[str, Any]:
    with opened.reading() as reading:
        answer = export_piece(
            place.piece,
            sections=[section.value for section in Section],
            at=reading.now,
            rows=lambda section, start, limit: _rows(
                reading, security, section, member_id, start=start, limit=limit
            ),
        )
        head = ""
        if place.piece == 0:
            first = {
                "member_id": member_id,
                "exported_at": rfc3339(reading.now),
                "parts": list(PARTS),
            }
            head = json.dumps(first).removesuffix("}")
    return _joined(place, answer["text"], answer["next_piece"], head=head)


def _of_another(others: Others, place: Place, member_id: str) -> dict[str, Any]:
    try:
        text, following = others.export_piece(place.name, member_id=member_id, piece=place.piece)
    except PartAway as error:
        return _joined(place, cut_short(place.piece, str(error)), None, had=False)
    return _joined(place, text, following)


def _joined(
    place: Place, text: str, following: int | None, *, head: str = "", had: bool = True
) -> dict[str, Any]:
    if place.piece == 0:
        text = f'{head},"{place.name}":{text}'
    after = place.within(following) if following is not None else place.behind(had=had)
    if after is None:
        text += f',"missing":{json.dumps(place.missing_names(had=had))}}}'
    return {"text": text, "next_piece": after.number if after else None}


def _rows(
    reading: Reading, security: Security, section: str, member_id: str, *, start: int, limit: int
) -> Sequence[Mapping[str, Any]]:
    found = store.rows(reading.session, section, member_id, start=start, limit=limit)
    return [_readable(row, security) for row in found] if section == Section.MEMBER else found


def _readable(row: dict[str, Any], security: Security) -> dict[str, Any]:
    """A member as the member knows them: the number itself in place of the sealed one."""
    sealed = row.pop("phone_sealed")
    try:
        return row | {"phone": security.personal.open(sealed, purpose=PHONE)}
    except Unreadable:
        return row | {"phone": ""}
