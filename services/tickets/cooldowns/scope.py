"""Which districts a caller answers for."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.context import Caller
from chassis.districts import DISTRICTS
from chassis.errors import Forbidden, InvalidInput

_OFFICERS = ("federation", "district")
_READERS = (*_OFFICERS, "auditor")


def require_officer(caller: Caller, district: str) -> None:
    """Refuse who may not decide for members of a district. Raises ``Forbidden``."""
    caller.require(*_OFFICERS, path=district)


def districts_of(caller: Caller, district: str) -> Sequence[str]:
    """The districts that a caller may look at, or the one asked for.

    Raises ``InvalidInput`` and ``Forbidden``.
    """
    if district and district not in DISTRICTS:
        raise InvalidInput.of("district", "no such district")
    if district:
        caller.require(*_READERS, path=district)
        return (district,)
    mine = [code for code in DISTRICTS if any(caller.has(role, code) for role in _READERS)]
    if not mine:
        caller.require()
        raise Forbidden("this needs another role")
    return mine
