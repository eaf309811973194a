"""What a reviewer hands in for an application, and what it is worth.

Each criterion gets a whole number from 0 to 100, or ``None``: not applicable. What is not
applicable is no zero: its weight falls away, and the others share the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from chassis.errors import FieldError, InvalidInput
from services.projects.errors import ScoresMissing, WrongState
from services.projects.states import Machine, step

# The way of one reviewer's sheet for one application.
SHEETS = Machine(
    initial="draft",
    steps={
        "hand_in": step("draft", "submitted"),
        "reopen": step("submitted", "draft"),
        "lock": step("submitted", "locked"),
        "unlock": step("locked", "submitted"),
    },
)
COUNTED = ("submitted", "locked")
BEST = 100
PLACES = Decimal("0.0001")
Marks = Mapping[str, int | None]


def rounded(value: Decimal) -> Decimal:
    """To four places, half up: the same for whoever computes it again."""
    return value.quantize(PLACES, rounding=ROUND_HALF_UP)


def by_criterion(given: Sequence[Mapping[str, Any]]) -> dict[str, int | None]:
    """Marks by the code of their criterion. Raises ``InvalidInput`` for two of one."""
    marks = {each["criterion"]: each["mark"] for each in given}
    if len(marks) < len(given):
        raise InvalidInput.of("marks", "a criterion is there twice")
    return marks


def check_marks(marks: Marks, criteria: Sequence[Mapping[str, Any]], *, whole: bool) -> None:
    """Refuse marks that the criteria do not know or, if ``whole``, a sheet with gaps.

    Raises ``InvalidInput`` that names each wrong field.
    """
    if wrong := tuple(_wrong_marks(marks, [c["code"] for c in criteria], whole)):
        raise InvalidInput("some fields are not right", errors=wrong)


def _wrong_marks(marks: Marks, codes: Sequence[str], whole: bool) -> Iterator[FieldError]:
    for code, mark in marks.items():
        if code not in codes:
            yield FieldError(f"marks.{code}", "is no criterion of this tender")
        elif mark is not None and not 0 <= mark <= BEST:
            yield FieldError(f"marks.{code}", f"must be from 0 to {BEST}, or null")
    if whole:
        for code in codes:
            if code not in marks:
                yield FieldError(f"marks.{code}", "has no mark yet")
        if marks and all(mark is None for mark in marks.values()):
            yield FieldError("marks", "not every criterion can be not applicable")


def total(marks: Marks, criteria: Sequence[Mapping[str, Any]]) -> Decimal:
    """The weighted mean of the marks that apply, from 0 to 100, to four places."""
    told = [(marks[c["code"]], int(c["weight"])) for c in criteria]
    applied = [(mark, weight) for mark, weight in told if mark is not None]
    weights = sum(weight for _, weight in applied)
    points = sum(mark * weight for mark, weight in applied)
    return rounded(Decimal(points) / weights)


def require_time(*, until: datetime, now: datetime) -> None:
    """Scores are handed in until their time is over. Raises ``WrongState``."""
    if now >= until:
        raise WrongState("the time for scores is over", until=until.isoformat())


def require_all_in(
    sheets: Mapping[str, int], *, reviewers: int, needed: int, until: datetime, now: datetime
) -> None:
    """Nothing is decided before everybody has scored or the time is over.

    ``sheets`` tells of each application how many were handed in. Without the quorum ``needed``
    nothing is decided at all. Raises ``ScoresMissing``.
    """
    missing = sum(reviewers - count for count in sheets.values())
    if missing and now < until:
        raise ScoresMissing("scores are still awaited", missing=missing, until=until.isoformat())
    few = sorted(name for name, count in sheets.items() if count < needed)
    if few:
        raise ScoresMissing("too few have scored", applications=few, quorum=needed)
