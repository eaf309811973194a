"""Needs, surveys and reports as the gateway answers them, and ways into the pages."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page

from tests.component.web.gateway import PLACE, Answer, ScriptedGateway, moment

TOKENS = {"access_token": "a", "refresh_token": "r", "token_type": "Bearer", "expires_in": 900}
KEPT = {"access_token": "a", "refresh_token": "r", "expires_at": 4_000_000_000_000, "login": "l1"}


def items(*found: Any) -> Answer:
    """A page with these items."""
    return Answer({"items": list(found), "next_cursor": None})


def need(id: str = "n1", **changes: Any) -> dict[str, Any]:
    """A need."""
    return {
        "id": id,
        "code": id.upper(),
        "title": "倒班职工睡眠改善服务",
        "need_class": "work",
        "kind": "occupational-health",
        "audience": "倒班职工",
        "people": 180,
        "evidence": "座谈会 3 次。\n六成职工提出。",
        "wanted_time": "4月至10月",
        "wanted_place": "职工之家",
        "union": "chaoyang/jianwai/u0001",
        "district": "chaoyang",
        "state": "submitted",
        "merged_into": None,
        "submitted_at": moment(-3600),
        **changes,
    }


def story(about: dict[str, Any], **changes: Any) -> Answer:
    """A need with its story."""
    step = {"step": "submit", "state": "submitted", "reason": "", "taken_by": "c"}
    return Answer(
        {
            "need": about,
            "supporters": 12,
            "became": about,
            "project": None,
            "merged": [],
            "steps": [{**step, "taken_at": moment(-3600)}],
            **changes,
        }
    )


_OPTIONS = [{"code": c, "text": f"项目{c}", "need_id": ""} for c in ("a", "b", "c")]


def _question(code: str, kind: str, text: str, **changes: Any) -> dict[str, Any]:
    asked = {"code": code, "kind": kind, "text": text, "options": _OPTIONS}
    return {**asked, "least": 0, "most": 0, "required": False, **changes}


QUESTIONS = [
    _question("q1", "single", "最需要哪一项？", required=True),
    _question("q2", "multiple", "可选两项", most=2),
    _question("q3", "ranked", "请排序", least=1, most=3),
    _question("q4", "scale", "满意度", options=[], least=1, most=5),
    _question("q5", "text", "意见", options=[]),
]
SURVEY = {
    "id": "s1",
    "code": "SURVEY01",
    "title": "2026年第一批服务项目意向调查",
    "introduction": "请选出你最需要的服务。",
    "questions": QUESTIONS,
    "anonymous": True,
    "scopes": [],
    "audiences": [],
    "opens_at": moment(-3600),
    "closes_at": moment(864000),
    "state": "open",
}


def report(**changes: Any) -> dict[str, Any]:
    """A report on two needs, of which members put the first above the second."""
    rows = [
        {
            "code": code,
            "text": text,
            "need_id": need_id,
            "votes": votes,
            "share": votes / 100,
            "points": None,
            "by_district": {"chaoyang": votes - 10, "others": 10},
            "by_age": {"under-30": votes},
            "by_origin": {"web": votes - 5, "paper": 5},
        }
        for code, text, need_id, votes in (("a", "睡眠改善", "n1", 60), ("b", "羽毛球", "n2", 40))
    ]
    asked = {"code": "q1", "kind": "single", "text": "最需要哪一项？"}
    return {
        "survey_id": "s1",
        "code": "SURVEY01",
        "title": SURVEY["title"],
        "state": "draft",
        "minutes": "",
        "minutes_files": [],
        "published_at": None,
        "participants": {
            "total": 100,
            "by_district": {"chaoyang": 80, "haidian": 20},
            "by_age": {"under-30": 100},
            "by_origin": {"web": 90, "paper": 10},
            "eligible": 400,
            "rate": 0.25,
            "rate_by_district": {"chaoyang": 0.4, "haidian": 0.1},
        },
        "sheets": {"counted": 10},
        "questions": [{**asked, "answered": 100, "mean": None, "options": rows}],
        **changes,
    }


def office(page: Page, gateway: ScriptedGateway, *, at: str, role: str = "federation") -> None:
    """Log in as staff and go to a part of the office."""
    scope = "chaoyang/jianwai/u0001" if role == "grassroots" else ""
    roles = [{"role": role, "scope": scope}]
    gateway.on("POST /v1/sessions", Answer(TOKENS, 201))
    gateway.on("GET /v1/me", Answer({"id": "s", "kind": "staff", "name": "值班", "roles": roles}))
    page.goto(f"/office/{at}")
    page.get_by_test_id("username").fill("somebody")
    page.get_by_test_id("password").fill("something")
    page.get_by_test_id("log-in").click()


def member(page: Page, at: str) -> None:
    """Open the page for voices as a member who has logged in on the member's page."""
    page.goto(f"{PLACE}/blank")
    page.evaluate("([name, value]) => localStorage.setItem(name, value)", _session())
    page.goto(f"/voice/{at}")


def _session() -> list[str]:
    return ["uh.session.member", json.dumps(KEPT)]
