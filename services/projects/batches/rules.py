"""What a batch must fulfil, the states it goes through, and who may approve it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis.errors import FieldError, InvalidInput
from services.projects import events
from services.projects.errors import BudgetExceeded, SameOfficer
from services.projects.states import Machine, step

STATES = Machine(
    initial="draft",
    steps={
        "approve": step("draft", "approved", events.BATCH_APPROVED),
        "call": step("approved", "calling", events.CALL_PUBLISHED),
        "review": step("calling publicising", "reviewing"),
        "publicise": step("reviewing delivering", "publicising"),
        "deliver": step("publicising", "delivering"),
        "cancel": step(
            "draft approved calling reviewing publicising", "cancelled", events.BATCH_CANCELLED
        ),
    },
)
STAGES = ("calling", "reviewing", "publicising", "delivering")
_CALLED = frozenset({"draft", "published", "open"})
_ENDED = frozenset({"awarded", "unsuccessful"})
_NOTICED = _ENDED | {"standstill", "suspended"}
ROLES = ("department", "service_centre", "expert", "grassroots", "employee")
PRESETS: Mapping[str, Mapping[str, int]] = {
    # The law on public procurement asks for two thirds of experts; a union's own rules for cadres
    # and employees, as the first batch had them.
    "experts": {"department": 1, "expert": 4},
    "union": {"department": 2, "service_centre": 1, "expert": 2, "grassroots": 1, "employee": 1},
}
_FEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """The deadlines of a batch: moments with their hour, each later than the one before."""

    call_opens_at: datetime
    questions_until: datetime
    call_closes_at: datetime
    scores_until: datetime
    award_notice_at: datetime


_ORDER = (
    "call_opens_at",
    "questions_until",
    "call_closes_at",
    "scores_until",
    "award_notice_at",
)


def delay(
    *, closes_at: datetime, closed_late_at: datetime | None, now_until: datetime
) -> timedelta:
    """By how much the deadlines after the calls move when the last call closes at ``now_until``
    instead: reviewers keep the time that was planned for them."""
    last = closes_at if closed_late_at is None else max(closes_at, closed_late_at)
    return max(now_until - last, timedelta())


def check(
    timetable: Timetable,
    *,
    seats: Mapping[str, int],
    chosen: Mapping[str, int],
    now: datetime,
) -> None:
    """Refuse a batch that could not be carried out. ``chosen`` are the costs of the chosen needs.

    Raises ``InvalidInput`` that names each wrong field.
    """
    wrong = (*_wrong_times(timetable, now), *wrong_seats(seats), *_wrong_costs(chosen))
    if wrong:
        raise InvalidInput("some fields are not right", errors=wrong)


def _wrong_times(timetable: Timetable, now: datetime) -> Iterator[FieldError]:
    times = [now, *(getattr(timetable, name) for name in _ORDER)]
    for at, name in enumerate(_ORDER, start=1):
        if times[at] <= times[at - 1]:
            before = _ORDER[at - 2] if at > 1 else "now"
            yield FieldError(name, f"must be later than {before}")


def wrong_seats(seats: Mapping[str, int]) -> Iterator[FieldError]:
    """What is wrong with the seats of a panel."""
    count = sum(seats.values())
    if count < _FEWEST or count % 2 == 0:
        yield FieldError("seats", f"a panel has an odd number of members, {_FEWEST} or more")


def _wrong_costs(chosen: Mapping[str, int]) -> Iterator[FieldError]:
    if not chosen:
        yield FieldError("survey_id", "nothing was chosen after this survey")
    elif unknown := [need_id for need_id, cost in chosen.items() if not cost]:
        yield FieldError("costs", f"{len(unknown)} chosen needs have no cost")


def stage(tenders: Collection[str]) -> str:
    """The stage of a called batch whose tenders are in these states: that of the slowest."""
    states = set(tenders) - {"cancelled"}
    if states & _CALLED:
        return "calling"
    if not states <= _NOTICED:
        return "reviewing"
    return "delivering" if states <= _ENDED and "awarded" in states else "publicising"


def steps_to(wanted: str, *, state: str) -> Iterator[str]:
    """The steps from one stage to another, either way, none left out."""
    names = {"reviewing": "review", "publicising": "publicise", "delivering": "deliver"}
    at, end = STAGES.index(state), STAGES.index(wanted)
    while at != end and end > 0:
        at += 1 if end > at else -1
        yield names[STAGES[at]]


def require_other_officer(created_by: str, approver: str) -> None:
    """Two persons answer for a purchase. Raises ``SameOfficer``."""
    if created_by == approver:
        raise SameOfficer("somebody else has to approve what you drew up")


def require_budget(*, total: int, reserved: int, wanted: int) -> None:
    """Money that is not there is not reserved. Raises ``BudgetExceeded``; amounts in fen."""
    if reserved + wanted > total:
        raise BudgetExceeded(
            "the year's budget does not cover this batch",
            total=total,
            reserved=reserved,
            wanted=wanted,
        )


def require_covers_reserved(*, total: int, reserved: int) -> None:
    """A budget cannot be cut below what is reserved. Raises ``BudgetExceeded``."""
    if total < reserved:
        raise BudgetExceeded("more than this is reserved", total=total, reserved=reserved)
