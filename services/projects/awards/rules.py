"""The ways of an award and of an objection, who may be awarded, and what each decision asks for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from services.projects.awards import events
from services.projects.errors import BudgetExceeded, NoticeOver, StandstillRunning
from services.projects.states import Machine, step

AWARDS = Machine(
    initial="standstill",
    steps={
        "contest": step("standstill", "contested"),
        "resume": step("contested", "standstill"),
        "annul": step("standstill contested", "annulled", events.AWARD_ANNULLED),
        # The ranking itself was wrong: another one follows, in which everybody stands again.
        "void": step("standstill contested", "void", events.AWARD_ANNULLED),
        "confirm": step("standstill", "confirmed", events.AWARD_CONFIRMED),
        "refuse": step("standstill confirmed", "refused", events.AWARD_REFUSED),
    },
)
LIVE = ("standstill", "contested", "confirmed")
FALLEN = ("annulled", "refused")
OBJECTIONS = Machine(
    initial="filed",
    steps={
        "dismiss": step("filed", "dismissed", events.OBJECTION_ANSWERED),
        "rescore": step("filed", "rescored", events.OBJECTION_ANSWERED),
        "annul": step("filed", "annulled", events.OBJECTION_ANSWERED),
        # Another objection was upheld; whoever still objects does so to the next notice.
        "settle": step("filed", "settled"),
    },
)
OUTCOMES = ("dismiss", "rescore", "annul")
SHORTEST, USUAL, LONGEST = 3, 7, 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An application in the fixed ranking. ``price`` is in fen, ``score`` of 100 points."""

    application_id: str
    provider_id: str
    provider_name: str
    place: int
    score: Decimal
    price: int


def next_candidate(
    ranking: Sequence[Candidate], *, fallen: frozenset[str], budget: int
) -> Candidate | None:
    """The first place that has not fallen out and that the ``budget`` of what is awarded covers."""
    standing = (c for c in ranking if c.application_id not in fallen and c.price <= budget)
    return min(standing, key=lambda candidate: candidate.place, default=None)


def require_money(*, price: int, tender: int, batch: int, awarded: int) -> None:
    """An award stays within the budgets of its tender or lot and, with all others, of its batch.

    Amounts in fen. Raises ``BudgetExceeded``.
    """
    if price > tender or awarded + price > batch:
        raise BudgetExceeded(
            "the budget does not cover this award",
            price=price,
            tender=tender,
            batch=batch,
            awarded=awarded,
        )


def tender_state(awards: Collection[str]) -> str:
    """The state of a tender whose awards that stand, one or one for each lot, are in these states.

    It waits for the slowest of them; without any it is unsuccessful.
    """
    for state, told in (("contested", "suspended"), ("standstill", "standstill")):
        if state in awards:
            return told
    return "awarded" if awards else "unsuccessful"


def require_in_notice(*, until: datetime, now: datetime) -> None:
    """Objections are taken until the standstill is over. Raises ``NoticeOver``."""
    if now >= until:
        raise NoticeOver(
            "the time for objections is over", until=until.isoformat(), now=now.isoformat()
        )


def may_object(state: str, *, until: datetime, objected: bool, now: datetime) -> bool:
    """Whether an applicant may object to an award in ``state``: once to each notice, in time."""
    return state in ("standstill", "contested") and not objected and now < until


def require_standstill_over(*, until: datetime, now: datetime) -> None:
    """Nothing is awarded before everybody could object. Raises ``StandstillRunning``."""
    if now < until:
        raise StandstillRunning(
            "the standstill is not over", until=until.isoformat(), now=now.isoformat()
        )
