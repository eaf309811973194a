"""How an SMS comes in: stored once, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from chassis.ids import uuid7
from chassis.personal import PersonalData
from chassis.work import Reading, Work
from services.notify.inbound import rules, store

PHONE: Final = "phone"
"""The purpose under which numbers are sealed and indexed."""
_TEXT: Final = "sms text"
_SAME_AGAIN = timedelta(seconds=30)
"""The same text twice in a row within this time is one SMS that a carrier delivered twice."""
_SHOWN = 50


def receive(
    work: Work,
    *,
    personal: PersonalData,
    id: str,
    sender: str,
    recipient: str,
    time: str,
    text: str,
) -> dict[str, Any]:
    """Store what the SMS gateway hands over. Raises ``Unauthenticated`` and ``Forbidden`` unless
    it is our own gateway that calls, which has checked the secret."""
    work.caller.require()
    sent_at = datetime.fromtimestamp(int(time), UTC) if time else None
    return _store(
        work,
        personal=personal,
        gateway_id=id,
        sender=sender,
        recipient=recipient,
        text=text,
        sent_at=sent_at,
    )


def receive_from_phone(
    work: Work, *, personal: PersonalData, number: str, text: str
) -> dict[str, Any]:
    """Store what was typed on the demonstration's phone; from here on it goes the same way."""
    return _store(
        work,
        personal=personal,
        gateway_id="",
        sender=number,
        recipient="",
        text=text,
        sent_at=work.now,
    )


def _store(
    work: Work,
    *,
    personal: PersonalData,
    gateway_id: str,
    sender: str,
    recipient: str,
    text: str,
    sent_at: datetime | None,
) -> dict[str, Any]:
    """One that was stored before changes nothing. Whoever is no mobile phone (a carrier's own
    number, a machine) is stored and never answered."""
    number = rules.mobile(sender)
    index = personal.index(number or sender, purpose=PHONE)
    row = store.lock_number(work.session, index)
    said = personal.index(text, purpose=_TEXT)
    if row.last_text == said and row.last_at and work.now < row.last_at + _SAME_AGAIN:
        return {"repeated": True}
    fresh = store.add(
        work.session,
        {
            "id": uuid7(),
            "gateway_id": gateway_id or None,
            "number_index": index,
            "number_sealed": personal.seal(number or sender, purpose=PHONE),
            "recipient": recipient,
            "text": text,
            "sent_at": sent_at,
            "received_at": work.now,
            "due_at": work.now if number else None,
            "tries": 0,
            "verb": "",
            "outcome": "" if number else "no_mobile",
            "parts": 0,
        },
    )
    if fresh:
        row.last_text, row.last_at = said, work.now
    return {"repeated": not fresh}


def sent_by(reading: Reading, *, personal: PersonalData, number: str) -> list[Mapping[str, Any]]:
    """What a phone has sent, newest first; for the demonstration's phone."""
    index = personal.index(rules.mobile(number) or number, purpose=PHONE)
    return [
        {"id": sms.id, "text": sms.text, "sent_at": sms.received_at}
        for sms in store.from_number(reading.session, index, limit=_SHOWN)
    ]
