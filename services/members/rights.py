"""In which parts of the union somebody may act."""

from __future__ import annotations

from typing import Final

from chassis.context import Caller
from chassis.errors import Forbidden, Unauthenticated

OFFICERS: Final = ("federation", "district")


def scopes(caller: Caller, *roles: str) -> list[str]:
    """The parts of the tree in which the caller holds one of the roles; never empty.

    Raises ``Unauthenticated`` for nobody and ``Forbidden`` for one without such a role.
    """
    if caller.kind == "anonymous":
        raise Unauthenticated("log in first")
    if caller.kind == "system":
        return [""]
    found = sorted({role.scope for role in caller.roles if role.role in roles})
    if not found:
        raise Forbidden("this needs another role")
    return found


def within(path: str, scopes_held: list[str]) -> bool:
    """Whether a path lies in one of these parts of the tree."""
    return any(scope in ("", path) or path.startswith(scope + "/") for scope in scopes_held)
