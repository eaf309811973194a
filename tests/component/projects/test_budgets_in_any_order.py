"""A year's budget under anything in any order: never more reserved than there is."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chassis.errors import DomainError
from services.projects.service import Projects
from tests.component.projects.callers import AUDITOR, FEDERATION
from tests.component.projects.purchase import OTHER, decided, plan
from tests.support.component import EPOCH, Component
from tests.support.component import settings as environ

COSTS = (3, 5, 8)  # of each of the two needs of a batch
WHICH = st.integers(0, len(COSTS) - 1)
ACTS = st.one_of(
    st.tuples(st.just("approve_batch"), WHICH),
    st.tuples(st.just("approve_batch"), WHICH),
    st.tuples(st.just("cancel_batch"), WHICH),
    st.tuples(st.just("set_budget"), st.integers(0, 2 * sum(COSTS) + 4)),
)


def selected(projects: Component, cost: int) -> str:
    """A survey after which needs were chosen; all of them run at the same time."""
    projects.clock.set(EPOCH)
    survey_id, _ = decided(projects, cost=cost)
    return survey_id


def attempt(projects: Component, batches: list[str], name: str, how: int) -> None:
    request = {"year": 2026, "total": how} if name == "set_budget" else {"batch_id": batches[how]}
    if name == "cancel_batch":
        request["reason"] = "方案有变"
    with suppress(DomainError):
        projects.call(name, caller=OTHER, **request)


def check(projects: Component) -> None:
    (year,) = projects.call("list_budgets", caller=AUDITOR)["items"]
    batches = projects.call("list_batches", caller=FEDERATION)["items"]
    live = [batch["budget"] for batch in batches if batch["state"] == "approved"]
    assert year["reserved"] == sum(live), "what is reserved is what was approved and stands"
    assert year["reserved"] <= year["total"]


@given(total=st.integers(0, 2 * sum(COSTS)), acts=st.lists(ACTS, min_size=8, max_size=20))
# Without shrinking: each try is a service of its own, and a failure would take minutes.
@settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
def test_no_order_of_acts_reserves_more_than_there_is(total, acts):
    with tempfile.TemporaryDirectory() as folder:
        dependencies = {"settings": environ()}
        projects = Component(Projects, Path(folder), dependencies=dependencies)
        try:
            surveys = [selected(projects, cost) for cost in COSTS]
            projects.call("set_budget", caller=FEDERATION, year=2026, total=total)
            drawn = [
                projects.call("create_batch", caller=FEDERATION, **plan(projects, survey_id))
                for survey_id in surveys
            ]
            batches = [one["batch"]["id"] for one in drawn]
            for name, how in acts:
                attempt(projects, batches, name, how)
                check(projects)
        finally:
            projects.close()
