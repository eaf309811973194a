"""What staff do with cards, and what other services ask about members."""

from __future__ import annotations

import secrets
from typing import Any

from chassis.errors import Forbidden
from chassis.ids import uuid7
from chassis.work import Reading, Work
from services.members import events, rights
from services.members.cards import rules, store
from services.members.cards.audiences import Audience, ordered
from services.members.cards.tables import Card, CardChange, Member
from services.members.errors import CardNotActive, CardNotFound, CardNotSuspended
from services.members.security import PHONE, Security
from services.members.sessions import store as sessions


def suspend(work: Work, *, card_no: str | None, member_id: str | None, reason: str) -> Card:
    """Take a card out of use, and end its member's sessions.

    Raises ``CardNotFound``, ``CardNotActive`` and, outside the caller's part of the union,
    ``Forbidden``.
    """
    member, card = _found(work, card_no=card_no, member_id=member_id)
    if card.state != rules.ACTIVE:
        raise CardNotActive(f"the card is {card.state}")
    card.state = rules.SUSPENDED
    sessions.end_all(work.session, holder_id=member.id, at=work.now, because="card suspended")
    _record(work, member, card, change="suspended", reason=reason)
    work.emit(events.card_suspended(member_id=member.id, union=member.union_path, reason=reason))
    return card


def reinstate(work: Work, *, card_no: str | None, member_id: str | None, reason: str) -> Card:
    """Bring a suspended card back into use.

    Raises ``CardNotFound``, ``CardNotSuspended`` and ``Forbidden``.
    """
    member, card = _found(work, card_no=card_no, member_id=member_id)
    if card.state != rules.SUSPENDED:
        raise CardNotSuspended(f"the card is {card.state}")
    card.state = rules.ACTIVE
    _record(work, member, card, change="reinstated", reason=reason)
    work.emit(events.card_reinstated(member_id=member.id, union=member.union_path, reason=reason))
    return card


def reissue(work: Work, *, card_no: str | None, member_id: str | None, reason: str) -> Card:
    """Replace a card by an active one with a new number; the member stays the same.

    Raises ``CardNotFound``, ``CardNotActive`` for a card that was replaced before, and
    ``Forbidden``.
    """
    member, card = _found(work, card_no=card_no, member_id=member_id)
    if card.state == rules.REPLACED:
        raise CardNotActive("the card is replaced")
    card.state = rules.REPLACED
    work.session.flush()
    fresh = Card(
        card_no=_unused_number(work), member_id=member.id, state=rules.ACTIVE, issued_at=work.now
    )
    store.add_card(work.session, fresh)
    sessions.end_all(work.session, holder_id=member.id, at=work.now, because="card replaced")
    _record(work, member, card, change="reissued", reason=reason)
    work.emit(events.card_reissued(member_id=member.id, union=member.union_path, reason=reason))
    return fresh


def get_audiences(
    reading: Reading, *, card_no: str | None, member_id: str | None
) -> dict[str, Any]:
    """The groups that are recorded of a member. Some tell of a disability: they are for the
    officers who record them. Raises ``CardNotFound`` and ``Forbidden``."""
    member, _ = _sought(reading, card_no=card_no, member_id=member_id)
    return {"member_id": member.id, "audiences": member.audiences}


def set_audiences(
    work: Work,
    *,
    card_no: str | None,
    member_id: str | None,
    audiences: list[Audience],
    reason: str,
) -> dict[str, Any]:
    """Record the groups that a member belongs to, in place of those there are.

    Access tokens carry them, so they count from the next one: a quarter of an hour at most.
    Raises ``CardNotFound`` and ``Forbidden``.
    """
    member, card = _found(work, card_no=card_no, member_id=member_id)
    before, after = member.audiences, ordered(audiences)
    member.audiences = after
    member.updated_at = work.now
    _record(
        work,
        member,
        card,
        change="audiences",
        reason=reason,
        details=f"{' '.join(before)} > {' '.join(after)}",
    )
    return {"member_id": member.id, "audiences": after}


def members_of_cards(reading: Reading, *, card_nos: list[str]) -> list[dict[str, Any]]:
    """Whose cards these are, for services only; a reissued card leads to its member.

    Cards that nobody has are left out. Raises ``Forbidden``.
    """
    if reading.caller.kind != "system":
        raise Forbidden("only services can ask whose a card is")
    return [
        {
            "card_no": card.card_no,
            "member_id": member.id,
            "union": member.union_path,
            "birth_year": member.birth_year,
            "audiences": member.audiences,
            "name_masked": rules.masked(member.name),
        }
        for member, card in store.by_cards(reading.session, set(card_nos))
    ]


def look_up_member(reading: Reading, *, card_no: str) -> dict[str, Any]:
    """Whose card this is, for the city's office: an id, and enough of the name to see it is right.

    Raises ``CardNotFound``, ``Unauthenticated`` and ``Forbidden``.
    """
    reading.caller.require("federation")
    found = store.by_card(reading.session, card_no)
    if found is None:
        raise CardNotFound("there is no such card")
    member = found[0]
    return {"member_id": member.id, "name_masked": rules.masked(member.name)}


def members_of_segment(
    reading: Reading,
    *,
    unions: list[str],
    audiences: list[Audience],
    after: str | None,
    limit: int,
    count: bool,
) -> dict[str, Any]:
    """A page of who belongs to a part of the union, for services only. Raises ``Forbidden``."""
    if reading.caller.kind != "system":
        raise Forbidden("only services can ask who belongs to a union")
    groups = [audience.value for audience in audiences]
    found = store.segment(
        reading.session, unions=unions, audiences=groups, after=after, limit=limit + 1
    )
    total = None
    if count:
        total = store.count_segment(reading.session, unions=unions, audiences=groups)
    return {"member_ids": found[:limit], "more": len(found) > limit, "total": total}


def contacts_of(
    reading: Reading, security: Security, *, member_ids: list[str]
) -> list[dict[str, Any]]:
    """Name and phone of members, for services only. Raises ``Forbidden``."""
    if reading.caller.kind != "system":
        raise Forbidden("only services can ask for phone numbers")
    return [
        {
            "member_id": member.id,
            "name": member.name,
            "phone": security.personal.open(member.phone_sealed, purpose=PHONE),
        }
        for member in store.members(reading.session, member_ids)
    ]


def members_by_phone(
    reading: Reading, security: Security, *, phones: list[str]
) -> list[dict[str, Any]]:
    """Who is reached by these numbers, for services only; each number as it was asked for.

    What is no mobile number reaches nobody. Raises ``Forbidden``.
    """
    if reading.caller.kind != "system":
        raise Forbidden("only services can ask whose a number is")
    asked: dict[str, list[str]] = {}
    for phone in dict.fromkeys(phones):
        if (number := rules.mobile(phone)) is not None:
            asked.setdefault(security.personal.index(number, purpose=PHONE), []).append(phone)
    return [
        {
            "phone": phone,
            "member_id": member.id,
            "union": member.union_path,
            "card_no": card.card_no,
            "card_state": card.state,
            "birth_year": member.birth_year,
            "audiences": member.audiences,
        }
        for member, card in store.by_phone_index(reading.session, asked)
        for phone in asked[member.phone_index]
    ]


def _found(work: Work, *, card_no: str | None, member_id: str | None) -> tuple[Member, Card]:
    member, card = _sought(work, card_no=card_no, member_id=member_id)
    return member, store.lock(work.session, card)


def _sought(reading: Reading, *, card_no: str | None, member_id: str | None) -> tuple[Member, Card]:
    rights.scopes(reading.caller, *rights.OFFICERS)
    found = (
        store.by_card(reading.session, card_no)
        if card_no
        else store.by_member(reading.session, member_id or "")
    )
    if found is None:
        raise CardNotFound("there is no such card")
    member, card = found
    reading.caller.require(*rights.OFFICERS, path=member.union_path)
    return member, card


def _unused_number(work: Work) -> str:
    while True:
        number = rules.new_card_number(secrets.randbelow(10**10))
        if store.is_free(work.session, number):
            return number


def _record(
    work: Work, member: Member, card: Card, *, change: str, reason: str, details: str = ""
) -> None:
    store.record(
        work.session,
        CardChange(
            id=uuid7(),
            member_id=member.id,
            card_no=card.card_no,
            change=change,
            reason=reason,
            details=details,
            changed_by=work.caller.id or work.caller.kind,
            changed_at=work.now,
        ),
    )
