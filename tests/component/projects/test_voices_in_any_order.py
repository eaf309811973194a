"""One member, one voice, in whatever order web and paper come and are counted."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.projects.service import Projects
from tests.component.projects.callers import FEDERATION, member
from tests.component.projects.forms import answer, published
from tests.component.projects.test_sheets import HOUR, Cards, twice
from tests.support.component import settings as environ

ACTS = st.lists(
    st.tuples(st.sampled_from(["web", "paper", "count"]), st.integers(1, 4)), max_size=10
)


@pytest.fixture
def projects(component):
    made = component(Projects, dependencies={"settings": environ(), "members": Cards()})
    made.clock.advance(HOUR)
    return made


@given(acts=ACTS)
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # a survey of its own each time
)
def test_one_member_has_one_voice_and_the_first_counted_stands(projects, acts):
    survey_id = published(projects)
    spoken: dict[int, str] = {}
    waiting: list[int] = []
    for number, (act, who) in enumerate([*acts, ("count", 0)], start=1):
        if act == "web":
            outcome = answer(projects, member(f"m{who}"), survey_id)
            assert outcome == ("already_counted" if who in spoken else "counted")
            spoken.setdefault(who, "web")
        elif act == "paper":
            twice(projects, survey_id, number, card_no=f"{who:016}")
            waiting.append(who)
        else:
            projects.tick("count_sheets")
            for each in waiting:
                spoken.setdefault(each, "paper")
            waiting.clear()
    told = projects.call("get_report", caller=FEDERATION, survey_id=survey_id)["participants"]
    assert told["by_origin"] == dict(Counter(spoken.values()))
    assert told["total"] == len(spoken)
