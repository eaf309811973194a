"""A member's data is given out, and erased on request; that it was there is not forgotten."""

from __future__ import annotations

from typing import Any

from chassis.envelope import ReceivedEvent
from chassis.errors import Forbidden
from chassis.export import export_piece
from chassis.ids import uuid7
from chassis.personal import PersonalData, Unreadable
from chassis.work import Reading, Work
from services.notify import events
from services.notify.inbound import rules as inbound
from services.notify.inbound.receiving import PHONE
from services.notify.privacy import store
from services.notify.privacy.rules import Section
from services.notify.privacy.tables import Erasure

_ERASED_PHONE = "erased-phone"  # the purpose under which members seals the number


def export_member(
    reading: Reading, *, member_id: str, piece: int, personal: PersonalData
) -> dict[str, Any]:
    """One piece of all that notify holds about a member, for services only. A login code stays
    sealed: it was the member's for minutes. Raises ``InvalidInput`` and ``Forbidden``."""
    if reading.caller.kind != "system":
        raise Forbidden("only services can ask what is held about a member")
    return export_piece(
        piece,
        sections=[section.value for section in Section],
        at=reading.now,
        rows=lambda name, start, limit: [
            _readable(Section(name), row, personal)
            for row in store.rows(
                reading.session, Section(name), member_id, start=start, limit=limit
            )
        ],
    )


def _readable(section: Section, row: dict[str, Any], personal: PersonalData) -> dict[str, Any]:
    if section is not Section.SMS:
        return row
    shown = {name: value for name, value in row.items() if not name.startswith("number_")}
    try:
        number = personal.open(row["number_sealed"], purpose=PHONE)
    except Unreadable:
        number = ""
    return shown | {"number": number}


def member_erased(work: Work, event: ReceivedEvent, *, personal: PersonalData) -> None:
    """Blank what notify holds about a member and say so."""
    member_id, erasure_id = event.data["member_id"], event.data["erasure_id"]
    erased = erase_member(
        work,
        member_id=member_id,
        reason=f"erasure {erasure_id}",
        phone=personal.open(event.data["sealed_phone"], purpose=_ERASED_PHONE),
        personal=personal,
    )
    work.emit(
        events.member_erased(
            erasure_id=erasure_id, member_id=member_id, erased=erased, erased_at=work.now
        )
    )


def erase_member(
    work: Work, *, member_id: str, reason: str, phone: str, personal: PersonalData
) -> dict[str, int]:
    """Blank what notify holds about a member: numbers, texts, SMS. What stays is that there were
    messages, when, and what became of them; and, known by its keyed hash alone, that a number
    wants nothing. ``phone`` is empty where nobody knows one. Repeating it erases what has come
    since. How many rows of what it was.
    """
    number = inbound.mobile(phone) or phone
    indexes = {personal.index(number, purpose=PHONE)} if number else set()
    sms = store.sms_of(work.session, member_id, number_indexes=indexes)
    recipients = [member_id, *(each.id for each in sms)]
    numbers = {each.number_index for each in sms if each.number_index} | indexes
    written = 0
    for each in sms:
        written += bool(each.number_sealed or each.text)
        each.text = each.number_sealed = each.number_index = each.recipient = ""
        if each.due_at is not None:
            each.due_at, each.handled_at, each.outcome = None, work.now, "erased"
    work.session.flush()
    erased = {
        "sms": written,
        "numbers": store.blank_numbers(work.session, numbers),
        "messages": store.blank_messages(work.session, recipients, now=work.now),
        "inbox": store.blank_inbox(work.session, member_id),
        "matters": store.end_matters(work.session, member_id, now=work.now),
        "call_notes": store.blank_call_notes(work.session, member_id),
        "broadcast_lines": store.blank_broadcast_lines(work.session, member_id),
        "preferences": store.delete_preferences(work.session, member_id),
        "reminders": store.delete_reminders(work.session, member_id),
        "phone": store.delete_phone(work.session, [number] if number else []),
        "answers": store.delete_answers(work.session, member_id),
    }
    work.session.add(
        Erasure(
            id=uuid7(),
            member_id=member_id,
            account_id=work.caller.id or work.caller.kind,
            reason=reason,
            erased=erased,
            erased_at=work.now,
        )
    )
    return erased
