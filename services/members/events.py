"""What the members service publishes. No event holds a name, a phone number or a card number."""

from __future__ import annotations

from datetime import datetime

from chassis.clock import rfc3339
from chassis.envelope import Event


def login_code_issued(
    *, login_code_id: str, member_id: str, sealed_code: str, expires_at: datetime
) -> Event:
    """A member asked for a code; the code itself is sealed for whoever sends it."""
    return Event(
        type="members.login_code_issued.v1",
        subject=member_id,
        data={
            "login_code_id": login_code_id,
            "member_id": member_id,
            "sealed_code": sealed_code,
            "expires_at": rfc3339(expires_at),
        },
    )


def card_suspended(*, member_id: str, union: str, reason: str) -> Event:
    """A card is out of use."""
    return _card("members.card_suspended.v1", member_id=member_id, union=union, reason=reason)


def card_reinstated(*, member_id: str, union: str, reason: str) -> Event:
    """A suspended card is in use again."""
    return _card("members.card_reinstated.v1", member_id=member_id, union=union, reason=reason)


def card_reissued(*, member_id: str, union: str, reason: str) -> Event:
    """A member has a card with a new number."""
    return _card("members.card_reissued.v1", member_id=member_id, union=union, reason=reason)


def members_imported(*, import_id: str, rows_ok: int, rows_failed: int) -> Event:
    """A file of members has been taken over."""
    return Event(
        type="members.members_imported.v1",
        subject=import_id,
        data={"import_id": import_id, "rows_ok": rows_ok, "rows_failed": rows_failed},
    )


def member_erased(*, erasure_id: str, member_id: str, sealed_phone: str) -> Event:
    """A member's data is erased here, and is to be erased everywhere. The number, by which some of
    it is found, is sealed for whoever looks."""
    return Event(
        type="members.member_erased.v1",
        subject=member_id,
        data={
            "erasure_id": erasure_id,
            "member_id": member_id,
            "sealed_phone": sealed_phone,
        },
    )


def _card(event_type: str, *, member_id: str, union: str, reason: str) -> Event:
    return Event(
        type=event_type,
        subject=member_id,
        data={"member_id": member_id, "union": union, "reason": reason},
    )
