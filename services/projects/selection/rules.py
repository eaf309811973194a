"""Proposals for a selection, and what a person must say who decides otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from chassis.errors import FieldError, InvalidInput

BASES = ("votes", "quotas", "greedy", "best_fit")
_UNITS = 5000  # the budget is cut into so many parts; costs are rounded up to whole parts


@dataclass(frozen=True, slots=True)
class Candidate:
    """A need that was voted on. ``cost`` is in fen, and 0 where nobody has estimated it."""

    need_id: str
    code: str
    need_class: str
    votes: int
    people: int
    cost: int = 0


def ranked(candidates: Collection[Candidate]) -> list[Candidate]:
    """By votes; ties by the people it would serve, then by code."""
    return sorted(candidates, key=lambda c: (-c.votes, -c.people, c.code))


def by_votes(candidates: Collection[Candidate], *, count: int) -> list[Candidate]:
    """The first so many."""
    return ranked(candidates)[:count]


def by_quotas(candidates: Collection[Candidate], quotas: Mapping[str, int]) -> list[Candidate]:
    """The first so many of each class."""
    taken: Counter[str] = Counter()
    chosen = []
    for candidate in ranked(candidates):
        if taken[candidate.need_class] < quotas.get(candidate.need_class, 0):
            taken[candidate.need_class] += 1
            chosen.append(candidate)
    return chosen


def greedy(candidates: Collection[Candidate], *, budget: int) -> list[Candidate]:
    """By votes, each that the rest of the budget still pays for."""
    chosen = []
    for candidate in ranked(candidates):
        if candidate.cost <= budget:
            budget -= candidate.cost
            chosen.append(candidate)
    return chosen


def best_fit(candidates: Collection[Candidate], *, budget: int) -> list[Candidate]:
    """The most votes that the budget pays for, to within a five-thousandth of it.

    The knapsack problem by lists of undominated (cost, votes) pairs (Nemhauser and Ullmann,
    1969). Rounding costs up keeps the lists short and can never exceed the budget.
    """
    unit = max(1, -(-budget // _UNITS))
    # Cheapest first with strictly rising votes; each with its choice as a linked list.
    best: list[tuple[int, int, tuple[Candidate, object] | None]] = [(0, 0, None)]
    for candidate in ranked(candidates):
        cost = -(-candidate.cost // unit)
        taking = [
            (spent + cost, votes + candidate.votes, (candidate, chosen))
            for spent, votes, chosen in best
            if (spent + cost) * unit <= budget
        ]
        merged = sorted([*best, *taking], key=lambda entry: (entry[0], -entry[1]))
        best = []
        for entry in merged:
            if not best or entry[1] > best[-1][1]:
                best.append(entry)
    chosen: list[Candidate] = []
    link: object = best[-1][2]
    while isinstance(link, tuple):
        chosen.append(link[0])
        link = link[1]
    return ranked(chosen)


def proposals(
    candidates: Sequence[Candidate], *, quotas: Mapping[str, int], budget: int
) -> dict[str, list[Candidate]]:
    """Every proposal side by side; those by budget only where there is one."""
    found = {
        "votes": by_votes(candidates, count=sum(quotas.values())),
        "quotas": by_quotas(candidates, quotas),
    }
    if budget:
        found["greedy"] = greedy(candidates, budget=budget)
        found["best_fit"] = best_fit(candidates, budget=budget)
    return found


def check_costs(candidates: Collection[Candidate], costs: Mapping[str, int], budget: int) -> None:
    """Raises ``InvalidInput`` for a cost of something else, or a budget without all costs."""
    known = {candidate.need_id for candidate in candidates}
    if not known.issuperset(costs):
        raise InvalidInput.of("costs", "a need is named that was not voted on")
    if budget and not known <= set(costs):
        raise InvalidInput.of("costs", "a choice by budget needs the cost of every need")


def check_decision(
    candidates: Collection[Candidate],
    proposed: Collection[Candidate],
    *,
    chosen: Sequence[str],
    reasons: Mapping[str, str],
    budget: int,
) -> None:
    """A person may decide otherwise than the proposal, with a reason for each difference, and
    within the budget. Raises ``InvalidInput``.
    """
    by_id = {candidate.need_id: candidate for candidate in candidates}
    wrong: list[FieldError] = []
    if len(set(chosen)) < len(chosen) or not set(by_id).issuperset(chosen):
        raise InvalidInput.of("chosen", "a need is named twice, or was not voted on")
    if budget and sum(by_id[need_id].cost for need_id in chosen) > budget:
        wrong.append(FieldError("chosen", "costs more than the budget"))
    differing = set(chosen) ^ {candidate.need_id for candidate in proposed}
    for need_id in sorted(differing - set(reasons)):
        wrong.append(FieldError("reasons", f"{by_id[need_id].code} differs from the proposal"))
    for need_id in sorted(set(reasons) - differing):
        wrong.append(FieldError("reasons", f"{need_id} does not differ from the proposal"))
    if wrong:
        raise InvalidInput("the decision is not complete", errors=tuple(wrong))
