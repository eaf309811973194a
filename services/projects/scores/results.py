"""What the scores of a panel make of an application: by the fixed method, and beside it.

The published result follows from the method that the call fixed. ``drop_extremes`` leaves out the
highest and the lowest of five or more scores, so that one reviewer alone sinks or lifts nobody; of
fewer it takes the plain mean. Beside it stand the plain mean, the median and the mean z-score,
which takes from each reviewer how strict and how wide he or she scores: z = (x - mean) / deviation
over what this reviewer scored in this tender, 0 where all are equal (Z-score normalisation,
population deviation). Every step is exact or rounded to four places, so the order of scores has no
part in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from itertools import permutations

from services.projects.scores.rules import rounded

VIEWS = ("mean", "median", "z")
_ENOUGH_TO_DROP = 5
_EXACT = Context(prec=50)
# Of each application, by reviewer, the total that was handed in.
Totals = Mapping[str, Mapping[str, Decimal]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """An application's results; all but ``score`` are there to compare."""

    score: Decimal
    mean: Decimal
    median: Decimal
    z: Decimal
    count: int


def figures(totals: Totals, *, method: str) -> dict[str, Figures]:
    """The figures of all applications of a tender, each of which somebody has scored."""
    z_scores = _z_scores(totals)
    return {
        application: Figures(
            score=by_method(list(of.values()), method=method),
            mean=_mean(list(of.values())),
            median=_median(list(of.values())),
            z=_mean(z_scores[application]),
            count=len(of),
        )
        for application, of in totals.items()
    }


def by_method(scores: Sequence[Decimal], *, method: str) -> Decimal:
    """The result of some reviewers' scores."""
    if method == "median":
        return _median(scores)
    if method == "drop_extremes" and len(scores) >= _ENOUGH_TO_DROP:
        return _mean(sorted(scores)[1:-1])
    return _mean(scores)


def _mean(scores: Sequence[Decimal]) -> Decimal:
    return rounded(_EXACT.divide(sum(scores, Decimal()), Decimal(len(scores))))


def _median(scores: Sequence[Decimal]) -> Decimal:
    middle, odd = divmod(len(scores), 2)
    ordered = sorted(scores)
    return ordered[middle] if odd else _mean(ordered[middle - 1 : middle + 1])


def _z_scores(totals: Totals) -> dict[str, list[Decimal]]:
    """Of each application the z-scores that it got."""
    by_reviewer: dict[str, dict[str, Decimal]] = {}
    for application, of in totals.items():
        for reviewer, score in of.items():
            by_reviewer.setdefault(reviewer, {})[application] = score
    found: dict[str, list[Decimal]] = {application: [] for application in totals}
    for given in by_reviewer.values():
        for application, z in _standardised(given).items():
            found[application].append(z)
    return found


def _standardised(given: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """(x - mean) / deviation as (n x - sum) / sqrt(n sum of squares - sum squared): exact inside
    the root, so that no order of summing shows."""
    count, whole = len(given), sum(given.values(), Decimal())
    spread = count * sum((score * score for score in given.values()), Decimal()) - whole * whole
    if spread <= 0:
        return dict.fromkeys(given, Decimal(0))
    root = _EXACT.sqrt(spread)
    return {
        application: rounded(_EXACT.divide(count * score - whole, root))
        for application, score in given.items()
    }


def reversals(found: Mapping[str, Figures]) -> dict[str, list[str]]:
    """Of each application the views that would put it before or behind another one than the
    method does. Where a view sees two as equal, or the method does, nothing is turned round."""
    turned: dict[str, set[str]] = {}
    for view, one, other in _turned(found):
        turned.setdefault(one, set()).add(view)
        turned.setdefault(other, set()).add(view)
    return {name: sorted(views) for name, views in turned.items()}


def _turned(found: Mapping[str, Figures]) -> Iterator[tuple[str, str, str]]:
    for one, other in permutations(found, 2):
        if found[one].score > found[other].score:
            for view in VIEWS:
                if getattr(found[one], view) < getattr(found[other], view):
                    yield view, one, other
