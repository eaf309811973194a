"""What staff do at a counter. The member is present; who asked, and why, is recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from chassis.context import CallContext, Caller
from chassis.ids import uuid7
from chassis.work import Reading, Work
from services.tickets.children import store as children
from services.tickets.children import use_cases as household
from services.tickets.children.rules import Relation
from services.tickets.children.sealing import Sealing
from services.tickets.children.tables import Child
from services.tickets.claims import use_cases as claims
from services.tickets.claims.requests import Channel, Wish
from services.tickets.counter.asking import Holder
from services.tickets.tickets import store as tickets

_STAFF = ("counter", "district", "federation")


def require_staff(caller: Caller) -> None:
    """Refuse who works at no counter, before anything is told of any card.

    Raises ``Unauthenticated`` or ``Forbidden``.
    """
    if not any(role.role in _STAFF for role in caller.roles):
        caller.require()


def look_up(reading: Reading, holder: Holder, *, sealing: Sealing) -> dict[str, Any]:
    """Whom staff have before them, and who may come along; names only as far as needed to tell
    people apart. Raises ``Forbidden`` for a member of another part of the union."""
    reading.caller.require(*_STAFF, path=holder.union)
    company = children.of_member(reading.session, holder.member_id)
    return {
        "name_masked": holder.name_masked,
        "district": holder.union.partition("/")[0],
        "companions": [_shown(one, sealing) for one in company],
    }


def add_companion(
    work: Work,
    holder: Holder,
    *,
    sealing: Sealing,
    name: str,
    birth_date: date,
    relation: Relation,
    reason: str,
) -> dict[str, Any]:
    """Write down who comes along, for a member who is present, by the rules that hold for members
    themselves; who did it, and why, is recorded with it. What is for classes only (guardians,
    health) stays the member's to write.

    Raises ``Forbidden`` for a member of another part of the union, ``MemberErased`` and
    ``InvalidInput``.
    """
    work.caller.require(*_STAFF, path=holder.union)
    one = household.write_down(
        work,
        holder.member_id,
        sealing=sealing,
        birth_date=birth_date,
        relation=relation,
        facts={"name": name, "guardians": (), "pickups": (), "health": "", "allergies": ""},
        by=work.caller.id or work.caller.kind,
        because=reason,
    )
    return _shown(one, sealing)


def claim(
    work: Work,
    holder: Holder,
    *,
    context: CallContext,
    release_id: str,
    companions: Sequence[str],
    wish: Wish,
    reason: str,
) -> dict[str, Any]:
    """Claim for a member, by the rules and in the order that hold for everybody.

    The same key from the same account gets the same outcome. Raises ``Forbidden`` for a member of
    another part of the union, and ``ReleaseNotFound``.
    """
    work.caller.require(*_STAFF, path=holder.union)
    outcome = claims.claim_one(
        work,
        {
            "release_id": release_id,
            "member_id": holder.member_id,
            "key": _key(work.caller, context.idempotency_key),
            "union": holder.union,
            "birth_year": holder.birth_year,
            "audiences": holder.audiences,
            "companions": list(companions),
            "channel": Channel.COUNTER,
            "wish": wish,
            "by": work.caller.id or work.caller.kind,
            "reason": reason,
        },
    )
    ticket = tickets.find(work.session, outcome["ticket_id"]) if outcome["ticket_id"] else None
    return outcome | {
        "name_masked": holder.name_masked,
        "title": ticket.title if ticket else "",
        "short_code": ticket.short_code if ticket else "",
        "places": ticket.places if ticket else 0,
    }


def _key(caller: Caller, key: str) -> str:
    """One that no claim of the member's own can have by chance."""
    return "counter-" + hashlib.sha256(f"{caller.id}\0{key or uuid7()}".encode()).hexdigest()


def _shown(one: Child, sealing: Sealing) -> dict[str, Any]:
    return {
        "id": one.id,
        "name_masked": _masked(sealing.open(one.sealed).name),
        "relation": Relation(one.relation),
        "birth_date": one.birth_date,
    }


def _masked(name: str) -> str:
    return name[:1] + "*" * max(1, len(name) - 1)
