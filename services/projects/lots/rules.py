"""An order by a public random value, which anybody can compute again.

Names are ranked by HMAC-SHA256 (key: the value, message: subject ‖ newline ‖ name), smallest first:
no modulo bias, and the order in which the names were written down has no part in it. The reasoning
follows RFC 3797 (publicly verifiable random selection): names are fixed, and their hash is public,
before anybody can know the value.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from chassis.errors import InvalidInput
from services.projects.errors import LotNotDue, SameOfficer, WrongState


def order_of(names: Iterable[str], *, value: str, subject: str) -> list[str]:
    """The names in the order of the lot."""
    return sorted(names, key=lambda name: (_rank(name, value=value, subject=subject), name))


def _rank(name: str, *, value: str, subject: str) -> bytes:
    return hmac.digest(value.encode(), f"{subject}\n{name}".encode(), "sha256")


def names_hash(names: Iterable[str]) -> str:
    """SHA-256 of the sorted names as JSON: what is published before the value is known."""
    text = json.dumps(sorted(names), ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def require_future(due_at: datetime, *, now: datetime) -> None:
    """A value that is known when the names are fixed decides nothing. Raises ``InvalidInput``."""
    if due_at <= now:
        raise InvalidInput.of("due_at", "the value must become public later than now")


def require_drawable(
    *, announced_by: str, due_at: datetime, drawn: bool, officer: str, now: datetime
) -> None:
    """A value is entered once, when it is public, by another officer than who fixed the names.

    Raises ``WrongState``, ``LotNotDue`` and ``SameOfficer``.
    """
    if drawn:
        raise WrongState("the lot is drawn", step="draw", state="drawn")
    if now < due_at:
        raise LotNotDue("the value is not public yet", due_at=due_at.isoformat())
    if announced_by == officer:
        raise SameOfficer("somebody else enters the value of a lot that you announced")
