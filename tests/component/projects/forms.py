"""A survey with one question of each kind, and forms filled in."""

from __future__ import annotations

from typing import Any

from tests.component.projects.callers import FEDERATION
from tests.support.component import Component

OPENS, CLOSES = "2026-04-25T02:00:00+00:00", "2026-05-05T02:00:00+00:00"
OPTIONS = [{"code": code, "text": f"项目{code}"} for code in ("a", "b", "c")]
QUESTIONS: list[dict[str, Any]] = [
    {
        "code": "q1",
        "kind": "single",
        "text": "最需要哪一项？",
        "options": OPTIONS,
        "required": True,
    },
    {"code": "q2", "kind": "multiple", "text": "可选两项", "options": OPTIONS, "most": 2},
    {"code": "q3", "kind": "ranked", "text": "请排序", "options": OPTIONS, "least": 1, "most": 3},
    {"code": "q4", "kind": "scale", "text": "满意度", "least": 1, "most": 5},
    {"code": "q5", "kind": "text", "text": "意见"},
]
ANSWERS: list[dict[str, Any]] = [
    {"question": "q1", "options": ["a"]},
    {"question": "q2", "options": ["a", "c"]},
    {"question": "q3", "options": ["c", "a"]},
    {"question": "q4", "number": 4},
    {"question": "q5", "text": "希望周末开课"},
]


def draft(projects: Component, caller: Any = FEDERATION, **changes: Any) -> str:
    """The id of a survey that is drawn up."""
    survey = {
        "title": "2026年第一批服务项目意向调查",
        "questions": QUESTIONS,
        "opens_at": OPENS,
        "closes_at": CLOSES,
    }
    survey_id: str = projects.call("create_survey", caller=caller, **survey | changes)["id"]
    return survey_id


def published(projects: Component, caller: Any = FEDERATION, **changes: Any) -> str:
    """The id of a survey that is published and will open at ``OPENS``."""
    survey_id = draft(projects, caller, **changes)
    projects.call("publish_survey", caller=caller, survey_id=survey_id)
    return survey_id


def answer(projects: Component, caller: Any, survey_id: str, **changes: Any) -> str:
    """Answer on the web; the outcome."""
    form = {"answers": ANSWERS, "age_band": "30-39"} | changes
    receipt = projects.call("answer_survey", caller=caller, survey_id=survey_id, **form)
    outcome: str = receipt["outcome"]
    return outcome
