"""Who calls the projects service in tests."""

from __future__ import annotations

from chassis.context import Caller, Role

UNION = "chaoyang/jianwai/u0001"
NEIGHBOUR = "chaoyang/jianwai/u0002"
ELSEWHERE = "haidian/shangdi/u0001"


def staff(role: str, scope: str = "") -> Caller:
    """Somebody with one role."""
    return Caller(kind="staff", id=f"{role} {scope}", roles=(Role(role, scope),))


def member(name: str, union: str = UNION) -> Caller:
    """A member of a union."""
    return Caller(kind="member", id=name, union=union)


CADRE = staff("grassroots", UNION)
DISTRICT = staff("district", "chaoyang")
FEDERATION = staff("federation")
AUDITOR = staff("auditor")
