"""What the ticket service publishes of waiting lists."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from chassis.clock import rfc3339
from chassis.envelope import Event
from services.tickets.events import ReleaseFacts
from services.tickets.waiting.rules import Offer


class OfferFacts(Protocol):
    """What events tell of an offer that was made."""

    @property
    def id(self) -> str: ...
    @property
    def member_id(self) -> str: ...
    @property
    def places(self) -> int: ...


def offer_made(
    offer: Offer, release: ReleaseFacts, *, member_id: str, made_at: datetime, until: datetime
) -> Event:
    """Somebody's turn has come on the waiting list: places are kept for them for a while."""
    return Event(
        type="tickets.offer_made.v1",
        subject=offer.id,
        data={
            "offer_id": offer.id,
            "release_id": release.id,
            "release_code": release.code,
            "title": release.title,
            "member_id": member_id,
            "places": offer.places,
            "offered_at": rfc3339(made_at),
            "offer_until": rfc3339(until),
        },
    )


def offer_expired(place: OfferFacts, release: ReleaseFacts, *, expired_at: datetime) -> Event:
    """Nobody accepted an offer in time; its places go on to the next."""
    return Event(
        type="tickets.offer_expired.v1",
        subject=place.id,
        data={
            "offer_id": place.id,
            "release_id": release.id,
            "title": release.title,
            "member_id": place.member_id,
            "places": place.places,
            "expired_at": rfc3339(expired_at),
        },
    )
