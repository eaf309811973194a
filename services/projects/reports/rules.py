"""The states of a report, and who sees it when."""

from __future__ import annotations

from collections.abc import Mapping

from chassis.context import Caller
from services.projects import events
from services.projects.errors import TooManyDocuments, WrongState
from services.projects.states import Machine, step
from services.projects.surveys.rules import OFFICES

STATES = Machine(
    initial="draft",
    steps={
        "discuss": step("draft", "discussed"),
        "publish": step("discussed", "published", events.REPORT_PUBLISHED),
    },
)
MOST_FILES = 20
OPEN_SHEETS = ("entered", "differing", "ready")


def require_final(survey_state: str, sheets: Mapping[str, int]) -> None:
    """Figures that can still change are not discussed. Raises ``WrongState``."""
    if survey_state != "closed":
        raise WrongState("the survey has not closed yet", step="discuss", state=survey_state)
    waiting = {state: sheets[state] for state in OPEN_SHEETS if sheets.get(state)}
    if waiting:
        raise WrongState(
            "paper sheets wait to be settled or counted", step="discuss", sheets=waiting
        )


def require_minutes_time(state: str, *, files: int) -> None:
    """Files are added between the discussion and the publication, so many and no more.

    Raises ``WrongState`` and ``TooManyDocuments``.
    """
    if state != "discussed":
        raise WrongState("minutes are added between discussion and publication", state=state)
    if files >= MOST_FILES:
        raise TooManyDocuments("no more files are taken here", most=MOST_FILES)


def may_see(caller: Caller, *, state: str, scopes: list[str], asked: bool) -> bool:
    """Its office and the auditors see a report at any time, others once it is published."""
    if caller.kind == "system" or any(
        caller.has(role, scope) for role in (*OFFICES, "auditor") for scope in scopes or [""]
    ):
        return True
    return state == "published" and (bool(caller.roles) or asked)
