"""From counted cells to the figures of a report.

The database counts once, into cells (question, option, value, district, age, origin); every
figure is a sum of cells.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.projects.surveys.questions import Question

FEWEST = 5  # a smaller group of an anonymous survey could point to a person
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Group:
    """How many ballots came from one district, age and origin."""

    district: str
    age_band: str
    origin: str
    ballots: int


@dataclass(frozen=True, slots=True)
class Cell:
    """How many marks a group made on one option with one value; ``ballots`` were first marks."""

    question: int
    option: int
    value: int
    district: str
    age_band: str
    origin: str
    marks: int
    ballots: int


Folding = Mapping[str, str]


def folding(sizes: Mapping[str, int], *, fewest: int) -> dict[str, str]:
    """Under which name each group is shown: its own, or with the other small ones.

    Small groups are shown together, and if they are few together as well, with the next one:
    else the small group would be the difference between the total and the others.
    """
    names = {name: name for name in sizes}
    folded = 0
    for name, size in sorted(sizes.items(), key=lambda pair: (pair[1], pair[0])):
        if size >= fewest and (folded == 0 or folded >= fewest):
            break
        names[name] = OTHERS
        folded += size
    return names


def participants(groups: Iterable[Group], eligible: Mapping[str, int]) -> dict[str, Any]:
    """Who took part, by district, age and origin, with rates where the eligible are known."""
    groups = list(groups)
    total = sum(group.ballots for group in groups)
    by_district = _sums((group.district, group.ballots) for group in groups)
    known = sum(eligible.values())
    return {
        "total": total,
        "by_district": by_district,
        "by_age": _sums((group.age_band, group.ballots) for group in groups),
        "by_origin": _sums((group.origin, group.ballots) for group in groups),
        "eligible": known or None,
        "rate": _share(total, known),
        "rate_by_district": {
            district: _share(by_district.get(district, 0), count)
            for district, count in sorted(eligible.items())
        },
    }


def results(
    questions: Sequence[Question],
    cells: Iterable[Cell],
    texts: Mapping[int, int],
    *,
    districts: Folding,
    ages: Folding,
) -> list[dict[str, Any]]:
    """The result of each question; ``texts`` is how many free texts each has."""
    by_question: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_question[cell.question].append(cell)
    return [
        _result(question, by_question[place], texts.get(place, 0), districts=districts, ages=ages)
        for place, question in enumerate(questions)
    ]


def _result(
    question: Question, cells: list[Cell], texts: int, *, districts: Folding, ages: Folding
) -> dict[str, Any]:
    answered = texts if question.kind == "text" else sum(cell.ballots for cell in cells)
    rows: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        rows[cell.value if question.kind == "scale" else cell.option].append(cell)
    return {
        "code": question.code,
        "kind": question.kind,
        "text": question.text,
        "answered": answered,
        "mean": _mean(cells) if question.kind == "scale" else None,
        "options": [
            {
                "code": code,
                "text": text,
                "need_id": need_id,
                "votes": sum(cell.marks for cell in rows[key]),
                "share": _share(sum(cell.marks for cell in rows[key]), answered),
                "points": _points(question, rows[key]),
                "by_district": _sums((districts[c.district], c.marks) for c in rows[key]),
                "by_age": _sums((ages[c.age_band], c.marks) for c in rows[key]),
                "by_origin": _sums((c.origin, c.marks) for c in rows[key]),
            }
            for key, code, text, need_id in _rows_of(question)
        ],
    }


def _rows_of(question: Question) -> list[tuple[int, str, str, str]]:
    if question.kind == "scale":
        return [(n, str(n), str(n), "") for n in range(question.least, question.most + 1)]
    return [(n, o.code, o.text, o.need_id) for n, o in enumerate(question.options)]


def _points(question: Question, cells: list[Cell]) -> int | None:
    """Borda's count: the first of at most ``most`` ranks gives ``most`` points, the last one."""
    if question.kind != "ranked":
        return None
    return sum(cell.marks * (question.most - cell.value + 1) for cell in cells)


def _mean(cells: list[Cell]) -> float | None:
    marks = sum(cell.marks for cell in cells)
    return round(sum(cell.marks * cell.value for cell in cells) / marks, 3) if marks else None


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _sums(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for name, count in pairs:
        total[name] += count
    return dict(sorted(total.items()))
