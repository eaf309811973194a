"""The states of a survey, who may make it, and who may answer when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from chassis.context import Caller, Role
from chassis.errors import Forbidden, InvalidInput
from services.projects import events
from services.projects.errors import NotEligible, WrongState
from services.projects.states import Machine, step

OFFICES = ("federation", "district")
AGE_BANDS = ("under-30", "30-39", "40-49", "50-up")

STATES = Machine(
    initial="draft",
    steps={
        "publish": step("draft", "scheduled"),
        "open": step("scheduled", "open", events.SURVEY_OPENED),
        "close": step("open", "closed", events.SURVEY_CLOSED),
    },
)


class Asked(Protocol):
    """What the rules need to know of a survey."""

    state: str
    scopes: list[str]
    audiences: list[str]
    opens_at: datetime
    closes_at: datetime


def check_times(opens_at: datetime, closes_at: datetime, *, now: datetime) -> None:
    """Raises ``InvalidInput`` for a survey that would end before it starts, or before now."""
    if closes_at <= opens_at:
        raise InvalidInput.of("closes_at", "must lie after opens_at")
    if closes_at <= now:
        raise InvalidInput.of("closes_at", "lies in the past")


def require_office(caller: Caller, scopes: Sequence[str]) -> None:
    """Only an office over every part of the union that is asked makes a survey.

    Raises ``Unauthenticated`` and ``Forbidden``.
    """
    for scope in scopes or ("",):
        caller.require(*OFFICES, path=scope)


def may_enter_paper(caller: Caller, scopes: Sequence[str]) -> bool:
    """Whether the caller may enter paper sheets: an office over what is asked, or a union in it."""
    if caller.kind == "system":
        return True
    return any(
        role.role in (*OFFICES, "grassroots")
        and any(
            role.covers(scope) or Role("", scope).covers(role.scope) for scope in scopes or ("",)
        )
        for role in caller.roles
    )


def require_paper_clerk(caller: Caller, scopes: Sequence[str]) -> None:
    """Raises ``Unauthenticated`` and ``Forbidden`` for one who may not enter paper sheets."""
    if not may_enter_paper(caller, scopes):
        caller.require()
        raise Forbidden("this needs another role or another part of the union")


def is_asked(survey: Asked, union: str) -> bool:
    """Whether members of a union are asked; a survey without scopes asks all."""
    return not survey.scopes or any(Role("", scope).covers(union) for scope in survey.scopes)


def require_eligible(survey: Asked, *, union: str, audience: str) -> None:
    """Raises ``NotEligible`` for a union that is not asked or an audience that is not meant.

    To which audience a member belongs is the member's own word; nobody keeps a list.
    """
    if not is_asked(survey, union):
        raise NotEligible("this survey is for members of other unions", field="union")
    if survey.audiences and audience not in survey.audiences:
        raise NotEligible("this survey is for a particular group", field="audience")


def require_open(survey: Asked, *, now: datetime) -> None:
    """By the stored times, not by when a tick came round. Raises ``WrongState``."""
    published = survey.state in ("scheduled", "open")
    if not (published and survey.opens_at <= now < survey.closes_at):
        raise WrongState(
            "the survey does not take answers now",
            state=survey.state,
            opens_at=survey.opens_at.isoformat(),
            closes_at=survey.closes_at.isoformat(),
        )
