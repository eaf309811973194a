"""What is published about social organisations."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from chassis.clock import rfc3339
from chassis.envelope import Event

PROVIDER_REGISTERED = "projects.provider_registered.v1"
PROVIDER_VERIFIED = "projects.provider_verified.v1"
PROVIDER_REFUSED = "projects.provider_refused.v1"


class ProviderFacts(Protocol):
    """What an event tells of an organisation; not its bank account."""

    id: str
    credit_code: str
    name: str
    reason: str


def provider_changed(event_type: str, provider: ProviderFacts, *, at: datetime) -> Event:
    """An organisation registered, or the federation decided about it."""
    return Event(
        type=event_type,
        subject=provider.id,
        data={
            "provider_id": provider.id,
            "credit_code": provider.credit_code,
            "name": provider.name,
            "reason": provider.reason,
            "at": rfc3339(at),
        },
    )
