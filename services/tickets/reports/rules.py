"""How requests and places of a release are accounted for, and who may see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from chassis.context import Caller

_OFFICERS = ("federation", "district", "auditor")


class Group(StrEnum):
    """The headings under which every request is found exactly once."""

    WON = "won"
    ENTERED = "entered"  # takes part in a draw that has not been held
    WAITING = "waiting"
    SOLD_OUT = "sold_out"
    NOT_ELIGIBLE = "not_eligible"
    REPEATED = "repeated"
    NOT_OPEN = "not_open"  # too early, too late or after the cancellation
    OTHER = "other"  # an outcome that this report does not know


_GROUPS = {
    "won": Group.WON,
    "entered": Group.ENTERED,
    "waiting": Group.WAITING,
    "sold_out": Group.SOLD_OUT,
    "not_eligible": Group.NOT_ELIGIBLE,
    "already_claimed": Group.REPEATED,
    "not_open": Group.NOT_OPEN,
}
_USUAL = tuple(group for group in Group if group is not Group.OTHER)


@dataclass(frozen=True, slots=True)
class Cell:
    """How many requests share an outcome, a rule that refused, a district or a minute."""

    requests: int
    outcome: str
    reason: str = ""
    district: str = ""
    minute: datetime | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Places of a release's tickets: valid or used ones, used ones, and those given back."""

    held: int
    used: int
    given_back: int


def may_see(caller: Caller, districts: Collection[str]) -> bool:
    """Officers and auditors over one of the release's districts, and the system."""
    if caller.kind == "system":
        return True
    return any(caller.has(role, district) for role in _OFFICERS for district in districts)


def accounting(cells: Iterable[Cell], *, requests: int) -> dict[str, Any]:
    """The requests by heading. ``requests`` is the release's own count, kept apart from them."""
    groups = _grouped(cells)
    return {
        "requests": requests,
        "groups": groups,
        "adds_up": sum(groups.values()) == requests,
    }


def by_district(cells: Iterable[Cell]) -> list[dict[str, Any]]:
    """Demand by the districts of those who asked, those with most first."""
    parts: dict[str, list[Cell]] = {}
    for cell in cells:
        parts.setdefault(cell.district, []).append(cell)
    rows = [
        {"district": district, "requests": sum(c.requests for c in part), "groups": _grouped(part)}
        for district, part in parts.items()
    ]
    return sorted(rows, key=lambda row: (-row["requests"], row["district"]))


def by_minute(cells: Iterable[Cell]) -> list[dict[str, Any]]:
    """Demand by minute, in their order; minutes in which nobody asked are left out."""
    parts: dict[datetime, list[Cell]] = {}
    for cell in cells:
        assert cell.minute is not None
        parts.setdefault(cell.minute, []).append(cell)
    return [
        {"minute": minute, "requests": sum(c.requests for c in part), "groups": _grouped(part)}
        for minute, part in sorted(parts.items())
    ]


def by_reason(cells: Iterable[Cell]) -> list[dict[str, Any]]:
    """The rules that refused, those that refused most first."""
    counted: Counter[tuple[str, str]] = Counter()
    for cell in cells:
        if cell.reason:
            counted[_GROUPS.get(cell.outcome, Group.OTHER), cell.reason] += cell.requests
    return [
        {"group": group, "reason": reason, "requests": requests}
        for (group, reason), requests in sorted(counted.items(), key=lambda row: (-row[1], row[0]))
    ]


def use_of_places(places: Places, *, stock: int, over: bool) -> dict[str, Any]:
    """What was made of the stock. Who has not come is known when the event is ``over``."""
    missed = places.held - places.used
    return {
        "stock": stock,
        "held": places.held,
        "used": places.used,
        "given_back": places.given_back,
        "no_shows": missed if over else None,
        "fill_rate": places.held / stock if stock else 0.0,
        "attendance": places.used / places.held if over and places.held else None,
    }


def _grouped(cells: Iterable[Cell]) -> Mapping[str, int]:
    """Every heading with its requests; the last only if it has any."""
    counted: Counter[str] = Counter()
    for cell in cells:
        counted[_GROUPS.get(cell.outcome, Group.OTHER)] += cell.requests
    groups = {group.value: counted[group] for group in _USUAL}
    return groups | ({Group.OTHER.value: counted[Group.OTHER]} if counted[Group.OTHER] else {})
