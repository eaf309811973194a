"""What an application must say, until when it is taken, and the states that it goes through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from chassis.clock import rfc3339
from chassis.errors import FieldError, InvalidInput
from services.projects.applications import events
from services.projects.audit.rules import canonical, hash_of
from services.projects.errors import TooLate, WrongState
from services.projects.parcels import rules as parcels
from services.projects.states import Machine, step

STATES = Machine(
    initial="sealed",
    steps={
        "replace": step("sealed stale withdrawn", "sealed", events.APPLICATION_SEALED),
        "withdraw": step("sealed stale", "withdrawn", events.APPLICATION_WITHDRAWN),
        "outdate": step("sealed", "stale", events.APPLICATION_OUTDATED),
        "confirm": step("stale", "sealed", events.APPLICATION_SEALED),
        "open": step("sealed", "opened"),
        "ask_correction": step("opened", "correcting", events.CORRECTION_ASKED),
        "correct": step("correcting", "opened", events.CORRECTION_HANDED_IN),
        "admit": step("opened correcting", "admitted", events.APPLICATION_ADMITTED),
        "disqualify": step("opened correcting", "disqualified", events.APPLICATION_DISQUALIFIED),
    },
)
READABLE: Final = ("opened", "correcting", "admitted", "disqualified")
_LONGEST_WINDOW: Final = timedelta(days=30)


def written(
    *,
    plan: str,
    team: Sequence[Mapping[str, str]],
    budget: Sequence[Mapping[str, Any]],
    answers: Sequence[Mapping[str, Any]],
    documents: Sequence[Mapping[str, str]],
    lots: Sequence[str] = (),
) -> dict[str, Any]:
    """What is sealed and hashed; ``price`` is the sum of the budget, in fen, ``lots`` that of each
    lot which the application is for."""
    told = {"lots": parcels.prices(budget, sorted(lots))} if lots else {}
    return told | {
        "plan": plan,
        "team": [dict(person) for person in team],
        "budget": [dict(item) for item in budget],
        "price": sum(item["amount"] for item in budget),
        "answers": sorted((dict(answer) for answer in answers), key=lambda each: each["line"]),
        "documents": [dict(document) for document in documents],
    }


def check(
    content: Mapping[str, Any], *, ceiling: int, requirements: str, lots: parcels.Lots = ()
) -> None:
    """Refuse what could not be judged. ``ceiling`` is the tender's budget in fen.

    Raises ``InvalidInput`` that names each wrong field.
    """
    if wrong := tuple(_wrong(content, ceiling, requirements, lots)):
        raise InvalidInput("some fields are not right", errors=wrong)


def _wrong(
    content: Mapping[str, Any], ceiling: int, requirements: str, lots: parcels.Lots
) -> Iterator[FieldError]:
    chosen = list(content.get("lots", ()))
    yield from parcels.wrong_choice(lots, chosen=chosen, budget=content["budget"])
    if content["price"] > ceiling:
        yield FieldError(
            "budget", f"makes {content['price']} fen, more than the {ceiling} there are"
        )
    answered = [answer["line"] for answer in content["answers"]]
    lines = parcels.lines_to_answer(requirements, lots, chosen)
    if sorted(answered) != lines:
        yield FieldError("answers", f"answer each of the {len(lines)} requirements once")


def receipt(*, application_id: str, version: int, salt: str, content: Mapping[str, Any]) -> str:
    """What proves later what was handed in: SHA-256 of canonical JSON.

    ``salt`` is told to the organisation only, so that nobody can guess at what a published hash
    stands for.
    """
    return hash_of(
        canonical(
            {"application": application_id, "version": version, "salt": salt, "content": content}
        )
    )


def closed_since(
    *, closes_at: datetime, answered: Sequence[datetime | None], now: datetime
) -> datetime | None:
    """Since when a call takes nothing more, or None. An unanswered question keeps it open."""
    if now < closes_at or None in answered:
        return None
    return max([closes_at, *(moment for moment in answered if moment is not None)])


def require_open(
    state: str,
    *,
    opens_at: datetime,
    closes_at: datetime,
    answered: Sequence[datetime | None],
    now: datetime,
) -> None:
    """A call takes applications from its opening until it is closed, to the microsecond.

    Raises ``WrongState`` before and ``TooLate`` after, with both times.
    """
    if state == "published":
        raise WrongState("the call is not open yet", state=state, opens_at=rfc3339(opens_at))
    closed = closed_since(closes_at=closes_at, answered=answered, now=now)
    if state != "open":  # whatever this process's clock says
        closed = closed or closes_at
    if closed is not None:
        raise _too_late(closed, now=now, what="the call")


def require_before(until: datetime, *, now: datetime, what: str) -> None:
    """Raises ``TooLate`` with the deadline and the time of arrival."""
    if now >= until:
        raise _too_late(until, now=now, what=what)


def _too_late(closed: datetime, *, now: datetime, what: str) -> TooLate:
    return TooLate(
        f"{what} closed at {rfc3339(closed)}, this came at {rfc3339(now)}",
        closed_at=rfc3339(closed),
        came_at=rfc3339(now),
    )


def require_first_correction(until: datetime | None) -> None:
    """There is one correction window, not a second. Raises ``WrongState``."""
    if until is not None:
        raise WrongState("a correction was asked for before", step="ask_correction", state="asked")


def require_window(until: datetime, *, now: datetime) -> None:
    """A window to correct lies ahead and is no longer than 30 days. Raises ``InvalidInput``."""
    if not now < until <= now + _LONGEST_WINDOW:
        raise InvalidInput.of("until", f"must lie within {_LONGEST_WINDOW.days} days from now")


def require_window_over(state: str, *, until: datetime | None, now: datetime) -> None:
    """Nobody is judged while the time to correct runs. Raises ``WrongState``."""
    if state == "correcting" and until is not None and now < until:
        raise WrongState(
            "the time to correct is not over", state=state, correction_until=rfc3339(until)
        )


def checks(*, provider_state: str, within_budget: bool, sealed_documents: int) -> dict[str, bool]:
    """What makes an application eligible, each point by name and whether it holds."""
    return {
        "provider_verified": provider_state == "verified",
        "within_budget": within_budget,
        "documents_readable": sealed_documents == 0,
    }


def require_checks(passed: Mapping[str, bool]) -> None:
    """Only what passes all checks is admitted. Raises ``WrongState`` that names the others."""
    if failed := sorted(name for name, holds in passed.items() if not holds):
        raise WrongState("some checks do not hold", step="admit", failed=failed)
