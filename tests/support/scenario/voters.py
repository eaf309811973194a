"""Who votes, and how: everything follows from running numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from services.projects.demo.needs import rows
from services.projects.surveys.rules import AGE_BANDS
from tests.support.scenario.needs import Root

MOST_CHOICES = 5
_FREE = 50  # every so manieth ballot has a free text
_TEXT = "希望周末开课，联系13800138000"


def unions() -> list[str]:
    """The grassroots unions of the scenario."""
    return [row["union"] for row in rows("unions.csv")]


def options(roots: Sequence[Root]) -> list[str]:
    """The codes under which the needs stand on the ballot."""
    return [f"n{place:02d}" for place in range(1, len(roots) + 1)]


def ballot(number: int, codes: Sequence[str]) -> dict[str, Any]:
    """How the voter with this number fills the form in, ticks in the order of the ballot."""
    count = len(codes)
    wanted = {(number * number * 31 + number * 7 + turn * (turn + 5)) % count for turn in range(4)}
    # What lies towards the end is liked less, so that not everything is wanted alike.
    ticked = sorted(at for at in wanted if (number * 13 + at * at) % count >= at / 2)
    ticked = ticked[:MOST_CHOICES] or [number % count]
    answers = [
        {"question": "q1", "options": [codes[at] for at in ticked]},
        {"question": "q2", "number": 1 + number % 5},
    ]
    if number % _FREE == 0:
        answers.append({"question": "q3", "text": _TEXT})
    return {"answers": answers, "age_band": AGE_BANDS[number % len(AGE_BANDS)]}


class Tally:
    """The figures that the report must show, counted here."""

    def __init__(self) -> None:
        self.votes: Counter[str] = Counter()
        self.votes_by_origin: Counter[tuple[str, str]] = Counter()
        self.voters: Counter[str] = Counter()
        self.voters_by_age: Counter[str] = Counter()
        self.scale: Counter[int] = Counter()
        self.texts = 0

    def add(self, form: dict[str, Any], origin: str) -> None:
        """Count one ballot."""
        self.voters[origin] += 1
        self.voters_by_age[form["age_band"]] += 1
        for answer in form["answers"]:
            for code in answer.get("options", ()):
                self.votes[code] += 1
                self.votes_by_origin[code, origin] += 1
            self.scale.update([answer["number"]] if "number" in answer else [])
            self.texts += "text" in answer
