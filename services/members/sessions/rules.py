"""Refresh tokens: how one follows from another, and what a token that comes again means.

The first token of a session is random; each later one is a keyed hash of the one before. So the
database keeps hashes only, and yet a client whose answer was lost gets the very same answer again
(docs/adr/0010).
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

MEMBER: Final = "member"
REPEATABLE: Final = timedelta(seconds=10)
_LIFETIMES: Final = {MEMBER: timedelta(days=30)}
_OFFICE_LIFETIME: Final = timedelta(hours=12)


class Verdict(Enum):
    """What a known refresh token is."""

    FRESH = "used for the first time"
    REPEATED = "its answer was lost: give the same one again"
    STOLEN = "used by two: end the session"


def judge(*, used_at: datetime | None, successor_used: bool, now: datetime) -> Verdict:
    """A used token may be repeated for a few seconds, as long as nobody has gone on from it."""
    if used_at is None:
        return Verdict.FRESH
    if now - used_at <= REPEATABLE and not successor_used:
        return Verdict.REPEATED
    return Verdict.STOLEN


def ends_at(kind: str, *, now: datetime) -> datetime:
    """When a session that begins now ends, however often it is refreshed."""
    return now + _LIFETIMES.get(kind, _OFFICE_LIFETIME)


def first_token() -> str:
    """A token that nobody can guess: 256 random bits."""
    return secrets.token_urlsafe(32)


def successor(token: str, sign: Callable[[str], bytes]) -> str:
    """The token after this one; only who can ``sign`` knows it in advance."""
    return base64.urlsafe_b64encode(sign(token)).decode().rstrip("=")


def fingerprint(token: str) -> str:
    """What is stored of a token. It has 256 bits of its own, so a plain hash hides it."""
    return hashlib.sha256(token.encode()).hexdigest()
