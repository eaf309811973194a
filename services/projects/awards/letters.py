"""What each applicant in a ranking is told of the award: place, score, and the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.projects.awards.rules import Candidate
from services.projects.scores.rules import Marks, rounded


@dataclass(frozen=True, slots=True)
class Letter:
    """``outcome`` is ``won``, ``reserve`` or ``lost``; ``reason`` a code that notify words."""

    to: Candidate
    outcome: str
    reason: str


def letters(
    ranking: Sequence[Candidate], *, winner: str, fallen: Mapping[str, str], budget: int
) -> Iterator[Letter]:
    """A letter for each of ``ranking``. ``winner`` is an application; ``fallen`` tells of those
    that were proposed before it how they fell out: ``annulled`` or ``refused``."""
    reserve_named = False
    for candidate in sorted(ranking, key=lambda one: one.place):
        name = candidate.application_id
        if name == winner:
            yield Letter(candidate, "won", "reserve_promoted" if fallen else "best_score")
        elif name in fallen:
            yield Letter(candidate, "lost", fallen[name])
        elif candidate.price > budget:
            yield Letter(candidate, "lost", "over_budget")
        elif reserve_named:
            yield Letter(candidate, "lost", "lower_score")
        else:
            reserve_named = True
            yield Letter(candidate, "reserve", "lower_score")


def means(sheets: Sequence[Marks], criteria: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What a panel made of an application by criterion: the mean mark of 100 of all for whom it
    applied, to four places, or None where it applied for nobody. No single reviewer is told."""
    return [
        {
            "text": criterion["text"],
            "weight": criterion["weight"],
            "mean": _mean([sheet.get(criterion["code"]) for sheet in sheets]),
        }
        for criterion in criteria
    ]


def _mean(marks: Sequence[int | None]) -> str | None:
    told = [mark for mark in marks if mark is not None]
    return str(rounded(Decimal(sum(told)) / len(told))) if told else None
