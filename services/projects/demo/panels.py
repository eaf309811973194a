"""Panels of the demonstration: who judges, who has a conflict, who takes the seat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from services.projects.batches.rules import PRESETS
from services.projects.batches.tables import Batch
from services.projects.demo import people
from services.projects.demo.history import History
from services.projects.demo.names import person
from services.projects.lots.use_cases import enter_lot_value
from services.projects.panels import seats, store
from services.projects.panels.forming import form_panel
from services.projects.panels.tables import PanelSeat
from services.projects.tenders.tables import Tender

_ROLES: Final = [role for role, places in PRESETS["union"].items() for _ in range(places)]
_EMPLOYERS: Final = {
    "department": "市总工会权益保障部",
    "service_centre": "市总工会职工服务中心",
    "expert": "首都社会工作学院",
    "grassroots": "城建三公司工会",
    "employee": "京通公交有限责任公司",
}
_SOURCE: Final = "福彩双色球开奖号码"
_VALUE: Final = "05 12 19 23 28 31 + 07"


def form(
    history: History,
    batch: Batch,
    tenders: Sequence[Tender],
    *,
    name: str,
    at: datetime,
    expert: Mapping[str, str],
) -> list[str]:
    """A panel for some tenders, with two candidates a role and a lot for their order; the lot's id.

    ``expert`` replaces what is said of the first expert.
    """
    members = [_member(f"{name} {place}", role, place) for place, role in enumerate(_ROLES)]
    members[_ROLES.index("expert")] |= expert
    candidates = [
        _member(f"{name} alternate {role} {place}", role, 40 + place * 7 + len(role))
        for role in sorted(set(_ROLES))
        for place in range(2)
    ]
    formed = form_panel(
        history.work(at, people.OFFICER),
        batch_id=batch.id,
        tender_ids=[tender.id for tender in tenders],
        members=members,
        candidates=candidates,
        source=_SOURCE,
        due_at=at + timedelta(days=3),
    )
    return [lot["id"] for lot in formed["lots"]]


def expert_of(name: str) -> str:
    """The account of a panel's first expert."""
    return _account(f"{name} {_ROLES.index('expert')}")


def draw(history: History, lot_ids: Sequence[str], *, at: datetime) -> None:
    """The values of the lots are public, and another officer enters them."""
    for lot_id in lot_ids:
        work = history.work(at, people.SECOND_OFFICER)
        enter_lot_value(work, lot_id=lot_id, value=_VALUE)


def declare(
    history: History,
    tender: Tender,
    *,
    at: datetime,
    conflicts: Mapping[str, str],
    silent: str = "",
) -> None:
    """Everybody who sits says whether there is a conflict of interest, and alternates after them.

    ``conflicts`` are reasons by account. ``silent`` has not said anything yet.
    """
    while waiting := [seat for seat in _waiting(history, tender) if seat.account_id != silent]:
        for seat in waiting:
            reason = conflicts.get(seat.account_id, "")
            seats.declare(
                history.work(at, people.reviewer(seat.account_id)),
                tender_id=tender.id,
                conflict=bool(reason),
                reason=reason,
            )


def recuse(history: History, tender: Tender, *, role: str, at: datetime, reason: str) -> None:
    """The federation takes one of a role off a tender."""
    sitting = store.seats(history.session, [tender.id])
    seat = next(each for each in sitting if (each.role, each.state) == (role, "cleared"))
    seats.recuse_reviewer(
        history.work(at, people.OFFICER),
        tender_id=tender.id,
        reviewer_id=seat.account_id,
        reason=reason,
    )


def open_scoring(history: History, tender: Tender, *, at: datetime) -> None:
    """The files of a tender are open to its panel."""
    seats.open_scoring(history.work(at, people.OFFICER), tender_id=tender.id)


def _waiting(history: History, tender: Tender) -> list[PanelSeat]:
    sitting = store.seats(history.session, [tender.id])
    return [seat for seat in sitting if seat.state == "assigned"]


def _account(name: str) -> str:
    return people.somebody(f"reviewer {name}")


def _member(name: str, role: str, number: int) -> dict[str, str]:
    return {
        "account_id": _account(name),
        "name": person(number * 11 + len(name)),
        "role": role,
        "employer": _EMPLOYERS[role],
        "union": "",
    }
