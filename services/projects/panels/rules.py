"""What makes a panel a panel: its seats, who follows whom, and how many must be left.

A panel has an odd number of seats, five or more, each for a role. Whoever has a conflict leaves the
seat to the next alternate of the same role, in the order of the lot. Files open when everybody who
sits has declared to be free of conflicts, at least two thirds of the seats are filled, and no role
has lost its voice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chassis.errors import FieldError, InvalidInput
from services.projects.batches.rules import wrong_seats
from services.projects.errors import PanelIncomplete
from services.projects.states import Machine, step

# The way of one reviewer's seat in one tender.
SEATS = Machine(
    initial="assigned",
    steps={
        "clear": step("assigned", "cleared"),
        "recuse": step("assigned cleared", "recused"),
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who may sit on a panel. ``employer`` and ``union`` are names, or empty."""

    account_id: str
    name: str
    role: str
    employer: str = ""
    union: str = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A seat as it stands: whose role it is, and its state."""

    role: str
    state: str


def check(
    seats: Mapping[str, int], *, members: Sequence[Person], candidates: Sequence[Person]
) -> None:
    """Refuse a panel that breaks its rule. Raises ``InvalidInput`` that names each wrong field."""
    if wrong := tuple(_wrong(seats, members, candidates)):
        raise InvalidInput("some fields are not right", errors=wrong)


def _wrong(
    seats: Mapping[str, int], members: Sequence[Person], candidates: Sequence[Person]
) -> Iterator[FieldError]:
    yield from wrong_seats(seats)
    named = Counter(person.role for person in members)
    for role in sorted({*seats, *named}):
        if named[role] != seats.get(role, 0):
            yield FieldError("members", f"{role}: {named[role]} for {seats.get(role, 0)} seats")
    if strange := sorted({person.role for person in candidates} - set(seats)):
        yield FieldError("candidates", f"the panel has no seat for {', '.join(strange)}")
    everybody = Counter(person.account_id for person in (*members, *candidates))
    if any(times > 1 for times in everybody.values()):
        yield FieldError("members", "somebody is there twice")


def next_alternate(
    order: Sequence[str], *, roles: Mapping[str, str], role: str, called: Collection[str]
) -> str | None:
    """Who takes an empty seat: the first of its role in the lot's order who was not called yet."""
    free = (name for name in order if roles[name] == role and name not in called)
    return next(free, None)


def quorum(seats: int) -> int:
    """How many of a panel must judge: two thirds of the seats, rounded up."""
    return (2 * seats + 2) // 3


def require_able(seats: Mapping[str, int], sitting: Sequence[Sitting]) -> None:
    """Only a panel that keeps its rule opens files. Raises ``PanelIncomplete`` that says why."""
    if undeclared := sum(seat.state == SEATS.initial for seat in sitting):
        raise PanelIncomplete("not everybody has declared yet", undeclared=undeclared)
    cleared = Counter(seat.role for seat in sitting if seat.state == "cleared")
    needed = quorum(sum(seats.values()))
    if cleared.total() < needed:
        raise PanelIncomplete("too few are left", cleared=cleared.total(), quorum=needed)
    if silent := sorted(set(seats) - set(cleared)):
        raise PanelIncomplete(f"nobody is left for {', '.join(silent)}", roles=silent)
