"""Panels: named by role, alternates by a public lot, conflicts declared, who has one replaced."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.support.scenario.applications import Entry
from tests.support.scenario.house import House
from tests.support.scenario.people import ANYBODY, OFFICER, SECOND, reviewer
from tests.support.scenario.providers import name_of
from tests.support.scenario.tenders import SEATS, Tender

TENDERS_A_PANEL = 5
CONFLICTED = ("expert", "employee")  # whose member of the first panel leaves the first tender
_CANDIDATES = 3  # for each role
_VALUE = "05 12 19 23 28 31 + 07"


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel and the tenders that it judges, by their place in the list."""

    id: str
    lot_id: str
    number: int
    tenders: range


Seats = dict[int, list[str]]  # of each tender who judges it, in the order of the roles


def form(
    house: House, batch: Mapping[str, Any], tenders: Sequence[Tender], sealed: Sequence[Entry]
) -> list[Panel]:
    """Name a panel for every few tenders while nobody knows what the lots will say."""
    parts = [
        range(at, min(at + TENDERS_A_PANEL, len(tenders)))
        for at in range(0, len(tenders), TENDERS_A_PANEL)
    ]
    employer = name_of(next(entry.organisation for entry in sealed if entry.tender == 0))
    due = house.in_days(1)

    def named(number: int) -> Panel:
        people = [
            _person(f"reviewer-{number}-{role}", role, employer if _leaves(number, role) else "")
            for role in SEATS
        ]
        waiting = [
            _person(f"candidate-{number}-{role}-{at}", role)
            for role in SEATS
            for at in range(_CANDIDATES)
        ]
        wanted = {
            "tender_ids": [tenders[at]["id"] for at in parts[number]],
            "members": people,
            "candidates": waiting,
            "source": "福彩双色球第2026071期",
            "due_at": due,
        }
        path = f"/v1/batches/{batch['id']}/panels"
        if number == 0:
            few = wanted | {"members": [*people[1:], people[1] | {"account_id": "somebody"}]}
            house.refused(OFFICER, path, few, code="invalid_input")
        told = house.post(OFFICER, path, wanted, expect=201)
        (lot,) = told["lots"]
        return Panel(told["id"], lot["id"], number, parts[number])

    panels = house.together(named, range(len(parts)))
    lots = [panel.lot_id for panel in panels]
    house.refused(SECOND, f"/v1/lots/{lots[0]}/value", {"value": _VALUE}, code="lot_not_due")
    house.until(due)
    house.refused(OFFICER, f"/v1/lots/{lots[0]}/value", {"value": _VALUE}, code="same_officer")
    for lot in lots:
        house.post(SECOND, f"/v1/lots/{lot}/value", {"value": _VALUE})
    return panels


def declare(
    house: House, batch: Mapping[str, Any], tenders: Sequence[Tender], panels: Sequence[Panel]
) -> Seats:
    """Everybody declares; who has a conflict leaves, and the lot says who follows."""
    orders = _drawn_again(house, batch)
    seats: Seats = {}
    leaving: list[tuple[int, str]] = []
    for panel in panels:
        for at in panel.tenders:
            seats[at] = [f"reviewer-{panel.number}-{role}" for role in SEATS]
        leaving += [(panel.tenders[0], role) for role in SEATS if _leaves(panel.number, role)]
    for at, role in leaving:
        _leave(house, tenders[at], f"reviewer-0-{role}")
        place = list(SEATS).index(role)
        order = orders[panels[0].lot_id]
        seats[at][place] = next(who for who in order if f"-{role}-" in who)
    _too_early(house, tenders, seats)
    none = {"conflict": False}
    told = house.together(
        lambda pair: house.post(reviewer(pair[1]), f"/v1/tenders/{pair[0]}/declaration", none),
        [(tenders[at]["id"], who) for at, named in seats.items() for who in named],
    )
    assert {one["state"] for one in told} == {"cleared"}
    assert len(leaving) == len(CONFLICTED)
    return seats


def open_files(house: House, tenders: Sequence[Tender], seats: Seats) -> None:
    """The files open to panels that keep their rule, with the alternates that the lot named."""

    def opened(at: int) -> None:
        told = house.post(OFFICER, f"/v1/tenders/{tenders[at]['id']}/scoring")["items"]
        assert {s["account_id"] for s in told if s["state"] == "cleared"} == set(seats[at])
        recused = [seat["account_id"] for seat in told if seat["state"] == "recused"]
        expected = [f"reviewer-0-{role}" for role in CONFLICTED] if at == 0 else []
        assert sorted(recused) == sorted(expected)

    house.together(opened, range(len(tenders)))


def _person(account_id: str, role: str, employer: str = "") -> dict[str, str]:
    return {"account_id": account_id, "name": f"评审{account_id}", "role": role} | (
        {"employer": employer} if employer else {}
    )


def _leaves(panel: int, role: str) -> bool:
    return panel == 0 and role in CONFLICTED


def _drawn_again(house: House, batch: Mapping[str, Any]) -> dict[str, list[str]]:
    """The order of each lot, as anybody computes it from what is published."""
    orders = {}
    for lot in house.get(ANYBODY, f"/v1/batches/{batch['id']}/lots")["items"]:

        def rank(name: str, lot: Any = lot) -> bytes:
            return hmac.digest(lot["value"].encode(), f"{lot['id']}\n{name}".encode(), "sha256")

        orders[lot["id"]] = sorted(lot["names"], key=rank)
        assert orders[lot["id"]] == lot["order"]
    return orders


def _leave(house: House, tender: Tender, account_id: str) -> None:
    path = f"/v1/tenders/{tender['id']}/declaration"
    seen = house.get(reviewer(account_id), path)
    assert sum("employer" in one["hints"] for one in seen["applicants"]) == 1
    house.refused(reviewer(account_id), path, {"conflict": True}, code="invalid_input")
    told = house.post(reviewer(account_id), path, {"conflict": True, "reason": "在该机构任职"})
    assert told["state"] == "recused"


def _too_early(house: House, tenders: Sequence[Tender], seats: Seats) -> None:
    """No file opens before everybody has declared."""
    path = f"/v1/tenders/{tenders[0]['id']}/scoring"
    house.refused(OFFICER, path, code="panel_incomplete")
