"""A reviewer's desk: all at a glance, by keyboard; conflicts first; marks for good at the end."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.component.web.demand import TOKENS, items
from tests.component.web.gateway import Answer, ScriptedGateway, moment, problem

pytestmark = pytest.mark.browser
CRITERIA = [
    {"code": "plan", "text": "方案", "weight": 60},
    {"code": "team", "text": "团队", "weight": 40},
]


def application(number: int, state: str, **changes: Any) -> dict[str, Any]:
    return {
        "application_id": f"a{number}",
        "label": str(number),
        "provider_name": f"第{number}社会工作事务所",
        "state": state,
        "total": None,
        "presented_at": None,
        **changes,
    }


def tender(number: int, *applications: dict[str, Any], seat: str = "cleared") -> dict[str, Any]:
    return {
        "tender_id": f"t{number}",
        "code": f"BATCH-0{number}",
        "title": "职工心理健康服务",
        "need_class": "life",
        "state": "scoring",
        "seat": seat,
        "scores_until": moment(864000),
        "applications": list(applications),
    }


def sheet(state: str = "draft", total: str | None = None, **marks: int | None) -> dict[str, Any]:
    return {
        "application_id": "a1",
        "reviewer_id": "r1",
        "marks": [{"criterion": code, "mark": mark} for code, mark in marks.items()],
        "comment": "",
        "state": state,
        "total": total,
        "handed_in_at": None,
    }


def file(**own: Any) -> Answer:
    return Answer(
        {
            "application_id": "a1",
            "tender_id": "t1",
            "label": "1",
            "provider_name": None,
            "price": 7_800_000,
            "plan": "每周两次团体辅导",
            "team": [],
            "budget": [{"item": "人员", "amount": 7_800_000}],
            "answers": [],
            "correction": "",
            "documents": [],
            "criteria": CRITERIA,
            "sheet": sheet(**own),
        }
    )


@pytest.fixture
def desk(gateway: ScriptedGateway) -> ScriptedGateway:
    """Two tenders: one to score, one that waits for a declaration."""
    first = tender(1, application(1, "unopened"), application(2, "submitted", total="83.5000"))
    first["applications"].append(application(3, "draft"))
    counts = {"unopened": 1, "submitted": 1, "draft": 1}
    waiting = tender(2, seat="assigned")
    gateway.on(
        "GET /v1/reviews",
        Answer({"items": [first, waiting], "counts": counts, "next_cursor": None}),
    )
    roles = [{"role": "reviewer", "scope": ""}]
    gateway.on("POST /v1/sessions", Answer(TOKENS, 201))
    gateway.on("GET /v1/me", Answer({"id": "r1", "kind": "staff", "name": "评审", "roles": roles}))
    return gateway


def enter(page: Page, at: str = "") -> None:
    page.goto(f"/review/{at}")
    page.get_by_test_id("username").fill("reviewer")
    page.get_by_test_id("password").fill("something")
    page.get_by_test_id("log-in").click()


def test_the_desk_works_from_the_keyboard(page: Page, desk: ScriptedGateway) -> None:
    desk.on("POST /v1/reviews/a3/file", file())
    enter(page)
    expect(page.get_by_test_id("counts")).to_have_text("未打开 1 · 评分中 1 · 已提交 1")
    links = page.get_by_test_id("open-file")
    expect(links).to_have_count(3)
    expect(page.locator("h1")).to_be_focused()
    for key, at in (("j", 0), ("j", 1), ("k", 0), ("n", 2)):
        page.keyboard.press(key)
        expect(links.nth(at)).to_be_focused()
    page.get_by_test_id("state-filter").select_option("submitted")
    expect(page.locator("li[data-state]:visible")).to_have_count(1)
    page.get_by_test_id("state-filter").select_option("")
    links.nth(2).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("file")).to_contain_text("每周两次团体辅导")


def test_a_conflict_is_declared_with_its_reason(page: Page, desk: ScriptedGateway) -> None:
    applicant = {"name": "第1社会工作事务所", "hints": ["employer"]}
    told = {"tender_id": "t2", "code": "B", "title": "职工心理健康服务", "state": "assigned"}
    desk.on("GET /v1/tenders/t2/declaration", Answer({**told, "applicants": [applicant]}))
    desk.on(
        "POST /v1/tenders/t2/declaration",
        Answer({**told, "state": "recused", "applicants": [applicant]}),
    )
    enter(page)
    page.get_by_test_id("declare").click()
    expect(page.get_by_test_id("applicants")).to_contain_text("你的工作单位与它同名")
    expect(page.get_by_test_id("reason")).to_be_hidden()
    page.get_by_test_id("conflict-yes").check()
    page.get_by_test_id("declare-send").click()
    expect(page.get_by_test_id("reason")).to_be_focused()
    assert not desk.calls["POST /v1/tenders/t2/declaration"]
    page.get_by_test_id("reason").fill("在该机构任职")
    page.get_by_test_id("declare-send").click()
    expect(page.get_by_test_id("counts")).to_be_visible()
    (asked,) = desk.calls["POST /v1/tenders/t2/declaration"]
    assert asked.body == {"conflict": True, "reason": "在该机构任职"}


def test_marks_are_kept_with_gaps_and_handed_in_whole(page: Page, desk: ScriptedGateway) -> None:
    done = file(state="submitted", total="80.0000", plan=80, team=None)
    desk.on("POST /v1/reviews/a1/file", file(), done)
    desk.on("POST /v1/reviews/a1/draft", Answer(sheet(plan=80)))
    desk.on("POST /v1/reviews/a1/scores", problem(409, "wrong_state"), Answer(sheet("submitted")))
    others = [{**sheet("submitted", "80.0000", plan=80, team=None)}]
    others.append({**sheet("submitted", "71.0000", plan=75, team=65), "reviewer_id": "r2"})
    desk.on("GET /v1/reviews/a1/scores", items(*others))
    enter(page, "#/desk/file/a1")
    expect(page.get_by_role("heading", level=2)).to_have_text("申报 1 号")
    expect(page.get_by_test_id("file")).to_contain_text("78000.00")
    page.get_by_test_id("mark-plan").fill("101")
    page.get_by_test_id("hand-in").click()
    expect(page.get_by_test_id("mark-plan")).to_have_attribute("aria-invalid", "true")
    page.get_by_test_id("mark-plan").fill("80")
    page.get_by_test_id("save").click()
    expect(page.get_by_test_id("toast")).to_contain_text("已暂存")
    assert desk.calls["POST /v1/reviews/a1/draft"][0].body["marks"] == [
        {"criterion": "plan", "mark": 80}
    ]
    page.get_by_test_id("none-team").check()
    for ending in ("problem", "sheet"):
        page.get_by_test_id("hand-in").click()
        page.get_by_test_id("dialog-yes").click()
        expect(page.get_by_test_id(ending).first).to_be_visible()
    kept = desk.calls["POST /v1/reviews/a1/draft"][-1].body["marks"]
    assert kept[1] == {"criterion": "team", "mark": None}
    sheets = page.get_by_test_id("sheet")
    expect(sheets).to_have_count(2)
    expect(sheets.first).to_contain_text("我")
    expect(sheets.nth(1)).to_contain_text("71.0000 分")
