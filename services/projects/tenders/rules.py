"""What a tender must say before its call, its states, and the hash that fixes its method."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from chassis.errors import FieldError, InvalidInput
from services.projects import events
from services.projects.errors import WrongState
from services.projects.states import Machine, step

STATES = Machine(
    initial="draft",
    steps={
        "publish": step("draft", "published"),
        "open": step("published", "open", events.CALL_OPENED),
        "close": step("open", "opening", events.CALL_CLOSED),
        "score": step("opening", "scoring"),
        "moderate": step("scoring", "moderation"),
        "rescore": step("moderation", "scoring"),
        "rank": step("moderation", "ranked"),
        "notice": step("ranked standstill suspended awarded", "standstill"),
        "suspend": step("standstill", "suspended"),
        "resume": step("suspended", "standstill"),
        "judge_again": step("suspended", "moderation"),
        "award": step("standstill", "awarded"),
        "fail": step("opening ranked standstill suspended awarded", "unsuccessful"),
        "cancel": step("draft published open opening", "cancelled"),
    },
)
NOTICED = ("standstill", "suspended", "awarded", "unsuccessful")
PUBLIC = ("published", "open", "opening", "scoring", "moderation", "ranked", *NOTICED)
METHODS = ("drop_extremes", "mean", "median")
ADAPTATIONS = ("deaf", "intellectual", "wheelchair", "psychiatric")
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is scored, and how many of 100 points it is worth."""

    code: str
    text: str
    weight: int


def check(criteria: Sequence[Mapping[str, Any]]) -> None:
    """Refuse criteria that cannot be scored by. Raises ``InvalidInput``."""
    if wrong := tuple(_wrong_criteria(criteria)):
        raise InvalidInput("some fields are not right", errors=wrong)


def _wrong_criteria(criteria: Sequence[Mapping[str, Any]]) -> Iterator[FieldError]:
    codes = [criterion["code"] for criterion in criteria]
    if len(set(codes)) < len(codes):
        yield FieldError("criteria", "a code is there twice")
    if (total := sum(criterion["weight"] for criterion in criteria)) != _WHOLE:
        yield FieldError("criteria", f"the weights make {total}, not {_WHOLE}")


def method_hash(
    *,
    code: str,
    method: str,
    criteria: Sequence[Criterion],
    blind: bool = False,
    lots: Sequence[Mapping[str, Any]] = (),
) -> str:
    """SHA-256 of the canonical JSON of how a tender will be judged; ``blind`` is in it if it is so,
    and so are the ``lots`` that it is awarded in.

    Published before the call opens, so that nobody can fit the method to the applications.
    """
    told: dict[str, Any] = {
        "tender": code,
        "method": method,
        "criteria": [asdict(criterion) for criterion in criteria],
    }
    if blind:
        told["blind"] = True
    if lots:
        told["lots"] = [{"code": lot["code"], "budget": lot["budget"]} for lot in lots]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def require_ready(code: str, *, requirements: str, criteria: Sequence[Any]) -> None:
    """Only a tender that says what it wants and how it is judged is published.

    Raises ``WrongState``.
    """
    if not requirements or not criteria:
        raise WrongState("its requirements or criteria are not written yet", tender=code)


def require_question_time(state: str, *, until: datetime, now: datetime) -> None:
    """Questions are taken while a call is public and until its time for them is over.

    Raises ``WrongState``.
    """
    if state not in ("published", "open") or now >= until:
        raise WrongState("no more questions are taken", state=state, until=until.isoformat())
