"""What a need is, the states it goes through, and who may hand it in and see it."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.context import Caller
from chassis.errors import Forbidden, InvalidInput, Unauthenticated
from services.projects import events
from services.projects.needs.kinds import belongs
from services.projects.states import Machine, step

READERS = frozenset({"federation", "district", "grassroots", "auditor"})

STATES = Machine(
    initial="draft",
    steps={
        "submit": step("draft", "submitted", events.NEED_SUBMITTED),
        "accept": step("submitted", "accepted", events.NEED_ACCEPTED),
        "reject": step("submitted", "rejected", events.NEED_REJECTED),
        "merge": step("accepted", "merged", events.NEED_MERGED),
        "unmerge": step("merged", "accepted", events.NEED_UNMERGED),
        "put_to_vote": step("accepted", "in_vote"),
        "rank": step("in_vote", "ranked"),
        "select": step("ranked", "selected", events.NEED_SELECTED),
        "park": step("ranked", "parked", events.NEED_PARKED),
        "tender": step("selected", "in_tender", events.NEED_TENDERED),
        "take_back": step("in_tender", "selected"),
        "fulfil": step("in_tender", "fulfilled", events.NEED_FULFILLED),
        "withdraw": step("draft submitted accepted merged", "withdrawn", events.NEED_WITHDRAWN),
    },
)


@dataclass(frozen=True, slots=True)
class NewNeed:
    """A need as a union writes it. ``people`` is how many members it would serve."""

    title: str
    need_class: str
    kind: str
    audience: str
    people: int
    evidence: str = ""
    wanted_time: str = ""
    wanted_place: str = ""


def check(need: NewNeed) -> None:
    """Raises ``InvalidInput`` for a kind that its class does not have."""
    if not belongs(need.kind, need.need_class):
        raise InvalidInput.of("kind", f"there is no such kind in the class {need.need_class}")


def union_of(caller: Caller, asked: str) -> str:
    """The union in whose name a cadre hands in: the one asked for, or the only one there is.

    Raises ``Unauthenticated``, ``Forbidden``, or ``InvalidInput`` when it is not clear which.
    """
    if asked:
        caller.require("grassroots", path=asked)
        return asked
    require_reader(caller)
    own = sorted({role.scope for role in caller.roles if role.role == "grassroots"})
    if not own:
        raise Forbidden("only a grassroots union hands in needs")
    if len(own) > 1 or not own[0]:
        raise InvalidInput.of("union", "say for which union")
    return own[0]


def require_reader(caller: Caller) -> None:
    """Refuse one to whom no need is shown. Raises ``Unauthenticated`` or ``Forbidden``."""
    if caller.kind == "anonymous":
        raise Unauthenticated("log in first")
    if caller.kind != "system" and not readable(caller):
        raise Forbidden("this needs a role in the union")


def readable(caller: Caller) -> tuple[str, ...]:
    """The parts of the union tree whose needs the caller sees; an empty path is all of it."""
    if caller.kind == "system":
        return ("",)
    return tuple(sorted({role.scope for role in caller.roles if role.role in READERS}))


def may_read(caller: Caller, union: str) -> bool:
    """Whether the caller sees the needs of a union."""
    return caller.kind == "system" or any(
        role.role in READERS and role.covers(union) for role in caller.roles
    )
