"""Batches as tests draw them up: a decided selection, a budget, a timetable."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chassis.clock import rfc3339
from tests.component.projects.callers import AUDITOR, FEDERATION
from tests.component.projects.conftest import accepted
from tests.component.projects.forms import published

OTHER = replace(FEDERATION, id="another officer")
DAY = timedelta(days=1)
TIMES = (
    "call_opens_at",
    "questions_until",
    "call_closes_at",
    "scores_until",
    "award_notice_at",
)


def decided(projects, *, cost: int = 8_000_000) -> tuple[str, list[str]]:
    """A survey after which two needs were chosen, and the needs."""
    needs = [accepted(projects, need_class="work", kind="job-skills") for _ in range(2)]
    options = [{"code": f"n{at}", "text": str(at), "need_id": n} for at, n in enumerate(needs)]
    question = {"code": "q1", "kind": "multiple", "text": "?", "options": options, "most": 2}
    survey_id = published(projects, questions=[question])
    projects.clock.advance(DAY * 30)
    for _ in range(2):
        projects.tick("move_surveys")
    request = {"caller": FEDERATION, "survey_id": survey_id}
    projects.call("discuss_report", minutes="会议纪要", **request)
    projects.call("publish_report", **request)
    projects.call(
        "decide_selection",
        quotas={"work": 2},
        basis="quotas",
        chosen=needs,
        costs=dict.fromkeys(needs, cost),
        **request,
    )
    return survey_id, needs


def plan(projects, survey_id: str, **change):
    """A batch whose deadlines are ten days apart."""
    now = projects.clock.now()
    times = {name: rfc3339(now + DAY * 10 * at) for at, name in enumerate(TIMES, start=1)}
    return {"survey_id": survey_id, "title": "第一批", "year": 2026} | times | change


def budget(projects, total: int = 20_000_000) -> None:
    projects.call("set_budget", caller=FEDERATION, year=2026, total=total)


def reserved(projects) -> int:
    (found,) = projects.call("list_budgets", caller=AUDITOR)["items"]
    answer: int = found["reserved"]
    return answer


def approved(projects, **change):
    """An approved batch with its two tenders."""
    survey_id, _ = decided(projects)
    budget(projects)
    batch = projects.call("create_batch", caller=FEDERATION, **plan(projects, survey_id, **change))
    return projects.call("approve_batch", caller=OTHER, batch_id=batch["batch"]["id"])
