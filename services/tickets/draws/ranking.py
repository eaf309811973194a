"""The order of a draw, and who gets a place in it.

Entries are ranked by HMAC-SHA256(key = public random value, message = release ‖ commitment),
smallest first: no modulo bias, and the result does not depend on the order of the entries. The
reasoning follows RFC 3797 (publicly verifiable random selection); the value must not be known to
anybody when the entries are frozen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from services.tickets.draws.entries import Entries


@dataclass(frozen=True, slots=True)
class Result:
    """Commitments of who won and of the waiting list, each in the order of rank.

    ``pools`` tells for winners from which pool they were served, unless it was the general one.
    """

    won: Sequence[bytes]
    waiting: Sequence[bytes]
    pools: Mapping[bytes, str] = field(default_factory=dict)


def order_of(*, value: str, release_id: str, entries: Entries) -> Sequence[bytes]:
    """Commitments in the order of the draw."""
    rank = _keyed(value.encode(), release_id.encode())
    # Rank and commitment in one string: sorting those needs no call of ours for each comparison.
    ranked = [rank(commitment) + commitment for commitment in entries.commitments]
    ranked.sort()
    return [both[32:] for both in ranked]


def _keyed(key: bytes, prefix: bytes) -> Callable[[bytes], bytes]:
    """HMAC-SHA256 (RFC 2104) of ``prefix`` ‖ message under one key, set up once.

    The standard library sets the key up for each message, which takes half of the time of a draw.
    """
    block = (sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    inner = sha256(bytes(byte ^ 0x36 for byte in block) + prefix).copy
    outer = sha256(bytes(byte ^ 0x5C for byte in block)).copy

    def digest(message: bytes) -> bytes:
        within, around = inner(), outer()
        within.update(message)
        around.update(within.digest())
        return around.digest()

    return digest


def allot(*, order: Sequence[bytes], entries: Entries, places: Mapping[str, int]) -> Result:
    """Give places in the order of the draw.

    An entry gets all its places from one pool, the first of its pools that has them, or none. One
    that does not fit any more waits, and a later, smaller one may still fit; this is part of the
    published rules.
    """
    if not entries.special:
        stock = places.get("", 0)
        return Result(won=order[:stock], waiting=order[stock:])
    left = dict(places)
    won: list[bytes] = []
    waiting: list[bytes] = []
    served: dict[bytes, str] = {}
    for commitment in order:
        asked = entries.asked(commitment)
        for pool in asked.pools.split("|"):
            if left.get(pool, 0) >= asked.places:
                left[pool] -= asked.places
                won.append(commitment)
                if pool:
                    served[commitment] = pool
                break
        else:
            waiting.append(commitment)
    return Result(won=won, waiting=waiting, pools=served)
