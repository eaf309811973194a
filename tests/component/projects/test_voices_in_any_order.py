"""One member, one voice: whatever comes on the web and on paper, and in whatever order."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chassis.errors import DomainError
from services.projects.ballots.tables import Ballot, BallotVote, Voice
from services.projects.service import Projects
from tests.component.projects.callers import CADRE, FEDERATION, member
from tests.component.projects.forms import ANSWERS, answer, published
from tests.component.projects.test_sheets import CLERK, Cards
from tests.support.component import Component
from tests.support.component import settings as environ

MEMBERS, SHEETS = st.integers(1, 3), st.integers(1, 4)
MARKS_A_BALLOT = 6  # that ``ANSWERS`` make
ACTS = st.one_of(
    st.tuples(st.just("web"), MEMBERS),
    # Whose card a sheet carries, its number, and who enters it: two clerks, now and then one.
    st.tuples(st.just("sheet"), MEMBERS, SHEETS, st.sampled_from([CADRE, CLERK])),
    st.tuples(st.just("both entries"), MEMBERS, SHEETS),
    st.tuples(st.just("count")),
)


class Box:
    """A survey of the real service on SQLite, and who was told to be counted."""

    def __init__(self, projects: Component) -> None:
        self.projects = projects
        projects.clock.advance(timedelta(hours=1))
        self.survey_id = published(projects)
        self.told: Counter[str] = Counter()

    def act(self, name: str, *how: Any) -> None:
        if name == "web":
            who = f"m{how[0]}"
            self.told[who] += answer(self.projects, member(who), self.survey_id) == "counted"
        elif name == "sheet":
            self.enter(*how)
        elif name == "both entries":
            self.enter(*how, CADRE)
            self.enter(*how, CLERK)
        else:
            self.projects.tick("count_sheets")

    def enter(self, card: int, number: int, clerk: Any) -> None:
        form = {"card_no": f"{card:016}", "answers": ANSWERS, "age_band": "50-up"}
        request = {"survey_id": self.survey_id, "sheet_no": f"S-{number}"}
        with suppress(DomainError):
            self.projects.call("enter_sheet", caller=clerk, **request, **form)

    def check(self) -> None:
        with self.projects.database.reading() as session:
            voices = session.scalars(sa.select(Voice.voice)).all()
            members = Counter(session.scalars(sa.select(Ballot.member_id)))
            marks = session.scalar(sa.select(sa.func.count()).select_from(BallotVote))
        assert max(members.values(), default=0) <= 1
        assert len(set(voices)) == len(voices) == len(members)
        assert marks == MARKS_A_BALLOT * len(members)
        assert max(self.told.values(), default=0) <= 1
        assert {who for who, times in self.told.items() if times} <= set(members)
        told = self.projects.call("get_report", caller=FEDERATION, survey_id=self.survey_id)
        by_origin = told["participants"]["by_origin"]
        assert told["participants"]["total"] == sum(by_origin.values()) == len(members)
        assert by_origin.get("paper", 0) == told["sheets"].get("counted", 0)
        assert by_origin.get("web", 0) == self.told.total()


@contextmanager
def box() -> Iterator[Box]:
    with tempfile.TemporaryDirectory() as folder:
        dependencies = {"settings": environ(), "members": Cards()}
        projects = Component(Projects, Path(folder), dependencies=dependencies)
        try:
            yield Box(projects)
        finally:
            projects.close()


@given(acts=st.lists(ACTS, min_size=8, max_size=20))
# Without shrinking: each try is a service of its own, and a failure would take minutes.
@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
def test_no_order_of_web_and_paper_gives_a_member_two_voices(acts):
    with box() as votes:
        for act in [*acts, ("count",)]:
            votes.act(*act)
            votes.check()
