"""A member's data is given out, and erased on request; that it was there is not forgotten."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from chassis.clock import rfc3339
from chassis.context import Caller
from chassis.errors import InvalidInput
from chassis.ids import uuid7
from chassis.personal import PersonalData, Unreadable
from chassis.work import Reading, Work
from services.notify.inbound import rules as inbound
from services.notify.inbound.receiving import PHONE
from services.notify.privacy import rules, store
from services.notify.privacy.rules import Section
from services.notify.privacy.tables import Erasure


def require_officer(caller: Caller) -> None:
    """The city's office answers requests about personal data. Raises ``Forbidden``."""
    caller.require("federation")


def export_member(
    reading: Reading, *, member_id: str, piece: int, personal: PersonalData
) -> dict[str, Any]:
    """One piece of all that notify holds about a member. A login code stays sealed: it was the
    member's for minutes. Raises ``InvalidInput`` and ``Forbidden``."""
    require_officer(reading.caller)
    place = rules.place_of(piece)
    if place is None:
        raise InvalidInput.of("piece", "there is no such piece")
    section, start = place
    found = store.rows(reading.session, section, member_id, start=start, limit=rules.ROWS)
    following = rules.piece_after(piece, rows=len(found))
    head = json.dumps({"member_id": member_id, "exported_at": rfc3339(reading.now)})
    written = ",".join(
        json.dumps(_readable(section, row, personal), ensure_ascii=False, default=_plain)
        for row in found
    )
    text = rules.framed(piece, written, head=head.removesuffix("}"), following=following)
    return {"text": text, "next_piece": following}


def _readable(section: Section, row: dict[str, Any], personal: PersonalData) -> dict[str, Any]:
    if section is not Section.SMS:
        return row
    shown = {name: value for name, value in row.items() if not name.startswith("number_")}
    try:
        number = personal.open(row["number_sealed"], purpose=PHONE)
    except Unreadable:
        number = ""
    return shown | {"number": number}


def _plain(value: Any) -> Any:
    return rfc3339(value) if isinstance(value, datetime) else str(value)


def erase_member(
    work: Work, *, member_id: str, reason: str, phone: str, personal: PersonalData
) -> dict[str, Any]:
    """Blank what notify holds about a member: numbers, texts, SMS. What stays is that there were
    messages, when, and what became of them; and, known by its keyed hash alone, that a number
    wants nothing. ``phone`` is empty where nobody knows one. Repeating it erases what has come
    since. Raises ``Forbidden``.
    """
    require_officer(work.caller)
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
        "call_notes": store.blank_call_notes(work.session, member_id),
        "broadcast_lines": store.blank_broadcast_lines(work.session, member_id),
        "preferences": store.delete_preferences(work.session, member_id),
        "reminders": store.delete_reminders(work.session, member_id),
        "phone": store.delete_phone(work.session, [number] if number else []),
        "answers": store.delete_answers(work.session, member_id),
    }
    done = {"id": uuid7(), "member_id": member_id, "erased": erased, "erased_at": work.now}
    work.session.add(Erasure(**done, account_id=work.caller.id or work.caller.kind, reason=reason))
    return done
