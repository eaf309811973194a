"""drand's quicknet: a public random value every three seconds, each round at a time known before.

See https://docs.drand.love/ for the chain's parameters. Its values are the SHA-256 of a threshold
signature, so that nobody, its operators among them, knows one beforehand.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256

CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
_GENESIS = datetime.fromtimestamp(1692803367, UTC)
_PERIOD = timedelta(seconds=3)


def time_of(number: int) -> datetime:
    """When a round is published; the first one is number 1."""
    return _GENESIS + (number - 1) * _PERIOD


def value_of(answer: object, *, number: int) -> str:
    """The value (64 hexadecimal digits) in what a drand server answered for a round.

    Raises ``ValueError`` if it is another round's, or not the hash of its signature.
    """
    if not isinstance(answer, dict) or answer.get("round") != number:
        raise ValueError("not the round that was asked for")
    value, signature = answer.get("randomness"), answer.get("signature")
    if not isinstance(value, str) or not isinstance(signature, str):
        raise ValueError("no value")
    if sha256(bytes.fromhex(signature)).hexdigest() != value:
        raise ValueError("the value is not the hash of its signature")
    return value
