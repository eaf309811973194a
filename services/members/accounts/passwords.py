"""Passwords: Argon2id, hashed beside the hub so that nobody else waits (docs/adr/0014)."""

from __future__ import annotations

from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from eventlet import tpool

# OWASP's first choice for Argon2id: 19 MiB, two passes, one lane; about 25 ms on one core.
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Of a password that nobody knows, so that an unknown name costs what a known one does.
_NOBODYS: Final = (
    "$argon2id$v=19$m=19456,t=2,p=1"
    "$r/aj+g3Y9tNqnX7E/dW9AQ$oTY8ZayrlB35/X00a086wtoZ5/6o1zxnmMHoJ8kMFOU"
)


def hash_password(password: str) -> str:
    """The hash to keep."""
    kept: str = tpool.execute(_HASHER.hash, password)
    return kept


def verify(kept: str | None, password: str) -> bool:
    """Whether a password fits a kept hash; takes as long when there is none."""
    try:
        tpool.execute(_HASHER.verify, kept or _NOBODYS, password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(kept)
