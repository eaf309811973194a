"""Who acts in the scenario."""

from __future__ import annotations

from chassis.context import Caller, Role


def _staff(name: str, role: str, scope: str = "") -> Caller:
    return Caller(kind="staff", id=name, roles=(Role(role, scope),), session_id="scenario")


OFFICER = _staff("officer-1", "federation")  # draws up, announces, gives notice
SECOND = _staff("officer-2", "federation")  # approves, draws, confirms
AUDITOR = _staff("auditor-1", "auditor")
CLERKS = (_staff("clerk-1", "district", ""), _staff("clerk-2", "district", ""))
ANYBODY = Caller()


def cadre(union: str) -> Caller:
    """Who works for a grassroots union."""
    return _staff(f"cadre of {union}"[:64], "grassroots", union)


def member(name: str, union: str) -> Caller:
    """A member of a union."""
    return Caller(kind="member", id=name, union=union, session_id="scenario")


def organisation(number: int) -> Caller:
    """Who acts for a social organisation."""
    return Caller(
        kind="provider",
        id=f"organisation-{number}",
        roles=(Role("provider"),),
        session_id="scenario",
    )


def reviewer(account_id: str) -> Caller:
    """Who sits on a panel."""
    return _staff(account_id, "reviewer")
