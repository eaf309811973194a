"""One-time codes: six digits, five minutes, five tries."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Final

LIFETIME: Final = timedelta(minutes=5)
TRIES: Final = 5
PURPOSE: Final = "login-code"


def new_code() -> str:
    """Six digits that nobody can guess in five tries."""
    return f"{secrets.randbelow(1_000_000):06d}"


def hashed_text(*, login_code_id: str, code: str) -> str:
    """What a code's keyed hash is made of. A million codes are soon tried out: only the key
    protects them, and the id makes equal codes look different."""
    return f"{login_code_id}\0{code}"
