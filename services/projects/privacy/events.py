"""What is published about erasures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from chassis.clock import rfc3339
from chassis.envelope import Event


def member_erased(
    *, erasure_id: str, member_id: str, erased: Mapping[str, int], erased_at: datetime
) -> Event:
    """What projects held about a member is erased."""
    return Event(
        type="projects.member_erased.v1",
        subject=member_id,
        data={
            "erasure_id": erasure_id,
            "member_id": member_id,
            "erased": dict(erased),
            "erased_at": rfc3339(erased_at),
        },
    )
