"""Parts of a release's stock, and who may take from which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.tickets.claims.requests import Channel, Request

GENERAL = ""
ACCESSIBLE = "accessible"
_NEEDS_ACCESS = frozenset({"wheelchair", "deaf", "intellectual", "psychiatric"})


def district_pool(district: str) -> str:
    """The part that belongs to a district."""
    return f"district:{district}"


def channel_pool(channel: Channel) -> str:
    """The part that is reserved for those who come by SMS or to the counter."""
    return f"channel:{channel.value}"


def open_to(request: Request, pools: Mapping[str, int]) -> Sequence[str]:
    """The parts of the stock from which a request may be served, the narrowest first.

    The general part is last, so that what is reserved goes to those for whom it is.
    """
    if len(pools) == 1:
        return (GENERAL,) if GENERAL in pools else ()
    wanted = [channel_pool(request.channel), district_pool(request.district), GENERAL]
    if not _NEEDS_ACCESS.isdisjoint(request.audiences):
        wanted.insert(0, ACCESSIBLE)
    return [pool for pool in wanted if pool in pools]
