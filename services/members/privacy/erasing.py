"""Erasing a member: here in one transaction, in the other services by an event."""

from __future__ import annotations

from collections.abc import Mapping

from chassis.clock import parse_rfc3339
from chassis.envelope import ReceivedEvent
from chassis.ids import uuid7
from chassis.work import Work
from services.members import events
from services.members.cards.tables import CardChange, Member
from services.members.errors import MemberNotFound
from services.members.privacy import rules, store
from services.members.privacy.rules import OTHERS, OWN, State
from services.members.privacy.tables import Erasure, ErasurePart
from services.members.security import PHONE, Security

ERASED_PHONE = "erased-phone"  # the purpose under which the number travels to the other services


def erase_member(
    work: Work,
    security: Security,
    *,
    member_id: str,
    reason: str,
    held: Mapping[str, int],
) -> Erasure:
    """Blank what members holds about a member and ask the other services for the same.

    ``held`` are the places that the member has. The member logs in no more: card, sessions and
    codes are gone. Repeating it asks all services again, as after the restoring of a backup; once
    all were done without the number, which is known no more.

    Raises ``MemberNotFound``, ``HoldsPlaces`` and ``Forbidden``.
    """
    work.caller.require("federation")
    member = store.member(work.session, member_id, lock=True)
    if member is None:
        raise MemberNotFound("there is no such member")
    erasure = store.open_erasure(work.session, member_id)
    if member.erased_at is not None:
        return _again(work, security, erasure or store.newest(work.session, member_id))
    rules.require_nothing_held(held)
    if erasure is None:
        erasure = Erasure(
            id=uuid7(),
            member_id=member_id,
            asked_by=work.caller.id or work.caller.kind,
            asked_at=work.now,
        )
        work.session.add(erasure)
    erasure.state = State.RUNNING.value
    erasure.decided_by = work.caller.id or work.caller.kind
    erasure.decided_at, erasure.reason = work.now, reason
    erasure.sealed_phone = security.personal.seal(
        security.personal.open(member.phone_sealed, purpose=PHONE), purpose=ERASED_PHONE
    )
    own = ErasurePart(service=OWN, done_at=work.now, erased=_blank(work, security, member))
    erasure.parts = [own, *(ErasurePart(service=other, erased={}) for other in OTHERS)]
    work.session.flush()
    _tell(work, erasure)
    return erasure


def part_done(work: Work, event: ReceivedEvent) -> None:
    """Another service has erased its part. What was asked for by nobody here is left alone."""
    erasure = store.find(work.session, event.data["erasure_id"], lock=True)
    if erasure is None:
        return
    part = store.part(erasure, event.type.partition(".")[0])
    if part is None or part.done_at is not None:
        return
    part.done_at = parse_rfc3339(event.data["erased_at"])
    part.erased = event.data["erased"]
    if rules.state_after(each.done_at is not None for each in erasure.parts) is State.DONE:
        erasure.state, erasure.done_at = State.DONE.value, work.now
        erasure.sealed_phone = ""


def _blank(work: Work, security: Security, member: Member) -> dict[str, int]:
    session, member_id = work.session, member.id
    indexes = {security.card_index(number) for number in store.cards(session, member_id)}
    member.name = member.phone_sealed = member.phone_index = member.union_path = ""
    member.birth_year, member.audiences = 0, []
    member.updated_at = member.erased_at = work.now
    return {
        "member": 1,
        "cards": store.delete_cards(session, member_id, card_indexes=indexes, at=work.now),
        "card_changes": store.blank_card_changes(session, CardChange.member_id == member_id),
        "sessions": store.delete_sessions(session, member_id),
        "answers": store.delete_answers(session, member_id),
    }


def _again(work: Work, security: Security, erasure: Erasure | None) -> Erasure:
    if erasure is None:
        raise MemberNotFound("there is no such member any more")
    if erasure.state == State.DONE:
        erasure.state, erasure.done_at = State.RUNNING.value, None
        erasure.sealed_phone = security.personal.seal("", purpose=ERASED_PHONE)
        for part in erasure.parts:
            part.done_at = part.done_at if part.service == OWN else None
    _tell(work, erasure)
    return erasure


def _tell(work: Work, erasure: Erasure) -> None:
    work.emit(
        events.member_erased(
            erasure_id=erasure.id,
            member_id=erasure.member_id,
            sealed_phone=erasure.sealed_phone,
        )
    )
