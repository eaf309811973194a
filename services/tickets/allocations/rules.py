"""Which parts a release's stock may have."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from chassis.errors import FieldError
from services.tickets.claims.pools import ACCESSIBLE, channel_pool, district_pool
from services.tickets.claims.requests import Channel

_RESERVED = (ACCESSIBLE, channel_pool(Channel.SMS), channel_pool(Channel.COUNTER))


@dataclass(frozen=True, slots=True)
class Share:
    """A part as it is planned. What is left at ``rolls_over_at`` goes to the general part."""

    pool: str
    places: int
    rolls_over_at: datetime | None = None


def wrong_shares(
    shares: Sequence[Share],
    *,
    stock: int,
    districts: Collection[str],
    opens_at: datetime,
    closes_at: datetime,
) -> Iterator[FieldError]:
    """What is wrong with the parts of a planned release, each at its field."""
    known = {*_RESERVED, *map(district_pool, districts)}
    seen: set[str] = set()
    for number, share in enumerate(shares):
        field = f"allocations.{number}"
        if share.pool not in known:
            yield FieldError(f"{field}.pool", "is no part that this release can have")
        elif share.pool in seen:
            yield FieldError(f"{field}.pool", "is named twice")
        seen.add(share.pool)
        if share.rolls_over_at and not opens_at < share.rolls_over_at < closes_at:
            yield FieldError(f"{field}.rolls_over_at", "must lie between opens_at and closes_at")
    if sum(share.places for share in shares) > stock:
        yield FieldError("allocations", "have more places than the release")
