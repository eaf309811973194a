"""The event by which members asks for an erasure, as the other services hear it."""

from __future__ import annotations

from chassis.envelope import Event
from chassis.ids import uuid7
from chassis.personal import PersonalData
from tests.support.component import settings


def member_erased(member_id: str, phone: str = "13812345678", *, erasure_id: str = "") -> Event:
    """A member's data is erased, and is to be erased everywhere."""
    personal = PersonalData(settings().personal_data_secret)
    return Event(
        "members.member_erased.v1",
        member_id,
        {
            "erasure_id": erasure_id or uuid7(),
            "member_id": member_id,
            "sealed_phone": personal.seal(phone, purpose="erased-phone"),
        },
    )
