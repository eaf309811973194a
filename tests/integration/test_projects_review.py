"""A review on PostgreSQL when everything comes at once: seats, sheets, and one ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from chassis.clock import rfc3339
from chassis.database import Database
from chassis.errors import DomainError
from chassis.work import Store
from services.projects.audit.rules import verify
from services.projects.scores.store import ranking
from services.projects.service import Projects
from tests.component.projects import review
from tests.component.projects.callers import AUDITOR
from tests.component.projects.purchase import DAY, OTHER
from tests.component.projects.test_audit import chain
from tests.support.component import Component, settings

pytestmark = pytest.mark.postgres
MARKS = {"plan": 80, "team": 70}


@pytest.fixture
def projects(postgres: Any, tmp_path: Path) -> Iterator[Component]:
    """The projects service on PostgreSQL."""
    postgres.create(["projects"])
    made = Component(Projects, tmp_path, dependencies={"settings": settings()})
    made.close()
    made.database = Database(postgres.url_of("projects"), pool_size=20)
    made.store = Store(database=made.database, messaging=made.store.messaging, clock=made.clock)
    yield made
    made.close()


def at_once(acts: list[Callable[[], Any]]) -> list[str]:
    """All acts in threads together; how each ended."""

    def ending(act: Callable[[], Any]) -> str:
        try:
            act()
        except DomainError as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(ending, acts))


def test_a_review_holds_together(projects):
    call = review.called(projects)
    two_experts = [*review.people("c", ["expert", "expert"])]
    made = review.panel(projects, call, candidates=two_experts)
    projects.clock.advance(DAY * 10)
    projects.tick("move_calls")
    review.drawn(projects, made["lots"][0])
    projects.clock.advance(DAY * 20)
    projects.tick("move_calls")
    tender_id = call["tender_id"]
    applications = review.admitted(projects, tender_id, 100, 200)

    experts = [f"m{at}" for at, role in enumerate(review.ROLES) if role == "expert"]
    conflict = {"conflict": True, "reason": "亲属"}
    left = [
        lambda name=name: review.declare(projects, tender_id, name, **conflict) for name in experts
    ]
    assert at_once(left) == ["done", "done"]
    seats = projects.call("get_panel", caller=AUDITOR, panel_id=made["id"])["sittings"]
    assert Counter(s["state"] for s in seats) == {"assigned": 7, "recused": 2}
    sitting = [s["account_id"] for s in seats if s["state"] == "assigned"]
    assert {"c0", "c1"} <= set(sitting), "two empty seats call two alternates"

    cleared = [lambda name=name: review.declare(projects, tender_id, name) for name in sitting]
    assert at_once(cleared) == ["done"] * 7
    projects.call("open_scoring", caller=OTHER, tender_id=tender_id)
    scored = [
        lambda name=name, each=each: review.score(projects, each, name, **MARKS)
        for name in sitting
        for each in applications
    ]
    counted = [lambda: review.count(projects, call)] * 2
    endings = at_once([*scored, *counted])
    assert endings[:14] == ["done"] * 14
    assert set(endings[14:]) <= {"done", "scores_missing", "wrong_state"}
    if "done" not in endings[14:]:
        review.count(projects, call)
    fixed = [lambda: projects.call("fix_ranking", caller=OTHER, tender_id=tender_id)] * 3
    assert sorted(at_once(fixed)) == ["done", "wrong_state", "wrong_state"]
    with projects.store.reading() as reading:
        places = ranking(reading.session, tender_id)
    assert [(each.place, str(each.score)) for each in places] == [(1, "76.0000"), (2, "76.0000")]
    assert [each.application_id for each in places] == applications, "the cheaper goes first"
    verify(chain(projects, f"batch:{call['batch_id']}"))
    desk = projects.call("get_desk", caller=review.reviewer("c0"))
    assert desk["counts"] == {"locked": 2}
    starts = {"starts_at": rfc3339(projects.clock.now()), "minutes": 20, "place": "301"}
    with pytest.raises(DomainError):
        projects.call("plan_presentations", caller=OTHER, tender_id=tender_id, **starts)
