"""How large a scenario is: the real case, and the smallest that goes the same way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """``themes`` of each class become one tender each; every number is a count."""

    themes: Mapping[str, int]
    needs: int  # handed in on these themes
    web: int  # ballots on the web
    paper: int  # ballots on paper
    doubles: int  # members who answer on the web and on paper
    differing: int  # sheets that two clerks read differently
    sheets_a_file: int
    organisations: int
    applications: int

    @property
    def tenders(self) -> int:
        """One for each theme."""
        return sum(self.themes.values())


WHOLE = Sizes(
    themes={"work": 12, "life": 17, "culture": 6},
    needs=144,
    web=5000,
    paper=5000,
    doubles=20,
    differing=10,
    sheets_a_file=500,
    organisations=164,
    applications=289,
)
SMALL = Sizes(
    themes={"work": 1, "life": 2, "culture": 1},
    needs=17,
    web=40,
    paper=30,
    doubles=4,
    differing=3,
    sheets_a_file=20,
    organisations=13,
    applications=18,
)
