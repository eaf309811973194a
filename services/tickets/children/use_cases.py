"""What members do with what is written about their children. Nobody else comes in here."""

from __future__ import annotations

from datetime import date
from typing import Any

from chassis.errors import InvalidInput
from chassis.ids import uuid7
from chassis.work import Reading, Work
from services.tickets.children import rules, store
from services.tickets.children.rules import Facts, Person, Relation
from services.tickets.children.sealing import Sealing
from services.tickets.children.tables import Child
from services.tickets.days import day_of
from services.tickets.enrolment import store as enrolment
from services.tickets.errors import ChildInClass, ChildNotFound, MemberErased
from services.tickets.privacy import store as privacy


def list_my_children(reading: Reading, *, sealing: Sealing) -> dict[str, Any]:
    """The caller's children, the eldest first. Raises ``Unauthenticated``, ``Forbidden``."""
    member_id = reading.caller.require_member()
    found = store.of_member(reading.session, member_id)
    return {"items": [shown(child, sealing) for child in found]}


def add_child(
    work: Work, *, sealing: Sealing, birth_date: date, relation: Relation, **facts: Any
) -> dict[str, Any]:
    """Write a child down; the same name and date of birth again is the child there is.

    Raises ``Unauthenticated``, ``Forbidden``, ``MemberErased`` and ``InvalidInput``.
    """
    child = write_down(
        work,
        work.caller.require_member(),
        sealing=sealing,
        birth_date=birth_date,
        relation=relation,
        facts=facts,
    )
    return shown(child, sealing)


def write_down(
    work: Work,
    member_id: str,
    *,
    sealing: Sealing,
    birth_date: date,
    relation: Relation,
    facts: dict[str, Any],
    by: str | None = None,
    because: str | None = None,
) -> Child:
    """Write somebody of a member's household down, by the member or, with the reason, by staff.

    Whoever has the same name and date of birth already is the one there is. Raises
    ``MemberErased`` and ``InvalidInput``.
    """
    if privacy.is_erased(work.session, member_id):
        raise MemberErased("nothing is written down about the member any more")
    rules.check_birth_date(birth_date, today=day_of(work.now), relation=relation)
    written = _facts(facts)
    index = sealing.index(written.name, birth_date)
    there = store.find_by_index(work.session, member_id=member_id, index=index)
    if there is not None:
        return there
    rules.check_number(len(store.children_of(work.session, member_id)))
    child = Child(
        id=uuid7(),
        member_id=member_id,
        birth_date=birth_date,
        relation=relation.value,
        name_index=index,
        sealed=sealing.seal(written),
        created_at=work.now,
        changed_at=work.now,
        added_by=by,
        added_because=because,
    )
    store.add(work.session, child)
    return child


def change_child(work: Work, *, sealing: Sealing, child_id: str, **changes: Any) -> dict[str, Any]:
    """Change what is named and leave the rest.

    Raises ``Unauthenticated``, ``Forbidden``, ``ChildNotFound`` and ``InvalidInput``.
    """
    child = _mine(work, child_id)
    before = shown(child, sealing)
    del before["id"]
    after = before | changes
    birth_date, relation = after.pop("birth_date"), after.pop("relation")
    rules.check_birth_date(birth_date, today=day_of(work.now), relation=relation)
    written = _facts(after)
    index = sealing.index(written.name, birth_date)
    other = store.find_by_index(work.session, member_id=child.member_id, index=index)
    if other is not None and other.id != child.id:
        raise InvalidInput.of("name", "another of your children has this name and birthday")
    child.birth_date, child.relation = birth_date, Relation(relation).value
    child.name_index, child.sealed = index, sealing.seal(written)
    child.changed_at = work.now
    return shown(child, sealing)


def remove_child(work: Work, *, child_id: str) -> None:
    """Forget a child.

    Raises ``Unauthenticated``, ``Forbidden``, ``ChildNotFound``, and ``ChildInClass`` while it has
    or awaits a place in a class.
    """
    child = _mine(work, child_id)
    if enrolment.is_bound(work.session, child.id, today=day_of(work.now)):
        raise ChildInClass("it has or awaits a place in a class; withdraw that first")
    store.remove(work.session, child)


def shown(child: Child, sealing: Sealing) -> dict[str, Any]:
    """All that is known of a child: for its member, and for the staff of its class."""
    facts = sealing.open(child.sealed)
    return {
        "id": child.id,
        "birth_date": child.birth_date,
        "relation": Relation(child.relation),
        "name": facts.name,
        "guardians": facts.guardians,
        "pickups": facts.pickups,
        "health": facts.health,
        "allergies": facts.allergies,
    }


def _mine(work: Work, child_id: str) -> Child:
    member_id = work.caller.require_member()
    child = store.find(work.session, member_id=member_id, child_id=child_id, lock=True)
    if child is None:
        raise ChildNotFound("you have no such child")
    return child


def _facts(written: dict[str, Any]) -> Facts:
    people = {
        role: [p if isinstance(p, Person) else Person(**p) for p in written[role]]
        for role in ("guardians", "pickups")
    }
    return Facts(**(written | people))
