"""Batches in the office: budget, drawing up, approval by another, tenders, call, answers."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.component.web.demand import items, office, report
from tests.component.web.gateway import Answer, ScriptedGateway, moment, problem
from tests.component.web.looks import TOO_SMALL, TOO_WIDE, picture
from tests.component.web.test_calls_pages import ASKED, HASH, OPEN, call

pytestmark = pytest.mark.browser
BUDGET = {"year": 2030, "total": 500_000_000, "reserved": 120_000_000, "set_at": moment()}
SELECTION = {
    "basis": "quotas",
    "quotas": {"work": 1},
    "budget": 0,
    "costs": {"n1": 8_170_000},
    "proposed": ["n1"],
    "chosen": ["n1", "n2"],
    "reasons": {},
    "decided_at": moment(-3600),
}
TENDER = {
    "id": "t1",
    "need_id": "n1",
    "code": "BATCH001-01",
    "title": "倒班职工睡眠改善服务",
    "need_class": "work",
    "budget": 8_170_000,
    "state": "draft",
}


def batch(state: str = "draft", **changes: Any) -> dict[str, Any]:
    """A batch with one tender."""
    shown = {
        "id": "b1",
        "code": "BATCH001",
        "title": "2030年第一批服务项目",
        "survey_id": "s1",
        "year": 2030,
        "budget": 8_170_000,
        "quotas": {"work": 12, "life": 17, "culture": 6},
        "seats": {"department": 1, "expert": 4},
        "call_opens_at": moment(86400),
        "questions_until": moment(2 * 86400),
        "call_closes_at": moment(3 * 86400),
        "scores_until": moment(4 * 86400),
        "award_notice_at": moment(5 * 86400),
        "state": state,
        "created_at": moment(-86400),
        "approved_at": None,
    }
    tender = {**TENDER, "state": "published"} if state == "calling" else TENDER
    return {"batch": {**shown, **changes}, "tenders": [tender]}


def test_a_batch_is_drawn_up_from_a_decided_selection(page: Page, gateway: ScriptedGateway) -> None:
    gateway.on("GET /v1/surveys", items({"id": "s1", "code": "SURVEY01", "title": "第一批调查"}))
    gateway.on("GET /v1/surveys/s1/report", Answer(report(state="published")))
    gateway.on("GET /v1/surveys/s1/selection", Answer(SELECTION))
    gateway.on("GET /v1/budgets", items(BUDGET))
    gateway.on("GET /v1/batches", items())
    gateway.on("POST /v1/budgets", Answer(BUDGET))
    gateway.on("POST /v1/batches", Answer(batch(), 201))
    gateway.on("GET /v1/batches/b1", Answer(batch()))
    office(page, gateway, at="#/batches")
    expect(page.get_by_test_id("budget")).to_contain_text("可用 3,800,000 元")
    expect(page.get_by_test_id("tab-batches")).to_be_in_viewport(ratio=1)
    least = "Math.min(...[...document.querySelectorAll('nav a')].map((a) => a.offsetWidth))"
    assert page.evaluate(least) >= 44
    page.get_by_text("设定年度预算").click()
    page.get_by_test_id("year").fill("2030")
    page.get_by_test_id("total").fill("5000000.5")
    page.get_by_test_id("set-budget").click()
    expect(page.get_by_test_id("toast")).to_contain_text("已保存")
    assert gateway.calls["POST /v1/budgets"][0].body == {"year": 2030, "total": 500_000_050}
    picture(page, "batches")

    page.get_by_test_id("new-batch").click()
    page.get_by_test_id("survey").click()
    page.get_by_test_id("title").fill("2030年第一批服务项目")
    page.get_by_test_id("create-batch").click()
    expect(page.get_by_test_id("cost-n2")).to_be_focused()
    assert not gateway.calls["POST /v1/batches"]
    page.get_by_test_id("cost-n2").fill("50000")
    expect(page.get_by_test_id("sum")).to_have_text("共 2 项，131,700 元")
    page.get_by_test_id("call_opens_at").fill("2030-03-01T09:00")
    assert page.evaluate(TOO_SMALL) == []
    assert not page.evaluate(TOO_WIDE)
    picture(page, "batch-new")
    page.get_by_test_id("create-batch").press("Enter")
    expect(page.get_by_test_id("batch-state")).to_have_text("待批准")
    (sent,) = gateway.calls["POST /v1/batches"]
    assert sent.body["costs"] == {"n1": 8_170_000, "n2": 5_000_000}
    assert sent.body["call_opens_at"] == "2030-03-01T01:00:00.000Z"
    assert sent.body["survey_id"] == "s1"
    assert (sent.body["year"], sent.body["panel"]) == (2030, "union")


def test_another_officer_approves_and_the_call_is_published(
    page: Page, gateway: ScriptedGateway
) -> None:
    stages = [batch(), batch("approved", approved_at=moment()), batch("calling")]
    gateway.on("GET /v1/batches/b1", *(Answer(stage) for stage in stages))
    gateway.on("POST /v1/batches/b1/approval", problem(409, "same_officer"), Answer(stages[1]))
    gateway.on("POST /v1/batches/b1/call", items(call()))
    office(page, gateway, at="#/batches/b1")
    for told in ("另一位工作人员批准", None):
        page.get_by_test_id("approve").click()
        page.get_by_test_id("dialog-yes").click()
        if told:
            expect(page.get_by_test_id("toast")).to_contain_text(told)
    expect(page.get_by_test_id("batch-state")).to_have_text("已批准")
    expect(page.get_by_test_id("approve")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert page.evaluate(TOO_SMALL) == []
    assert not page.evaluate(TOO_WIDE)
    picture(page, "batch-approved")
    page.get_by_test_id("publish").click()
    page.get_by_test_id("dialog-yes").click()
    expect(page.get_by_test_id("batch-state")).to_have_text("已公告")
    expect(page.get_by_test_id("publish")).to_have_count(0)
    assert len(gateway.calls["POST /v1/batches/b1/call"]) == 1


def test_a_tender_is_written_with_weights_that_make_a_hundred(
    page: Page, gateway: ScriptedGateway
) -> None:
    write = "POST /v1/tenders/t1/draft"
    nothing = {"requirements": "", "criteria": [], "adaptations": [], "lots": []}
    empty = call(state="draft", method_sha256=None, **nothing)
    gateway.on("GET /v1/batches/b1", Answer(batch("approved")))
    gateway.on("GET /v1/calls/t1", Answer(empty))
    gateway.on(write, Answer(call(state="draft")))
    office(page, gateway, at="#/batches/b1/t1")
    page.get_by_test_id("requirements").fill("每月四次。")
    page.get_by_label("轮椅").check()
    page.get_by_test_id("criterion").fill("服务方案")
    page.get_by_test_id("weight").fill("60")
    page.get_by_test_id("add-criterion").press("Enter")
    expect(page.get_by_test_id("criterion").nth(1)).to_be_focused()
    page.keyboard.type("团队")
    page.get_by_test_id("weight").nth(1).fill("30")
    expect(page.get_by_test_id("weights")).to_have_text("合计 90 / 100 分")
    page.get_by_test_id("write-tender").click()
    expect(page.get_by_test_id("problem")).to_contain_text("等于 100")
    assert not gateway.calls[write]
    page.get_by_test_id("weight").nth(1).fill("40")
    page.get_by_test_id("add-lot").press("Enter")
    page.keyboard.type("东片区")
    page.get_by_test_id("lot-budget").fill("50000")
    page.get_by_test_id("lot-requirements").fill("周末开课")
    page.get_by_test_id("add-lot").press("Enter")
    page.get_by_test_id("lot-title").nth(1).fill("西片区")
    page.get_by_test_id("lot-budget").nth(1).fill("31700.01")
    page.get_by_test_id("write-tender").click()
    expect(page.get_by_test_id("problem")).to_contain_text("标段须有两个以上")
    page.get_by_test_id("lot-budget").nth(1).fill("31700")
    expect(page.get_by_test_id("lots-sum")).to_have_text("合计 81,700 元 / 81,700 元")
    page.get_by_test_id("method").select_option("median")
    assert page.evaluate(TOO_SMALL) == []
    assert not page.evaluate(TOO_WIDE)
    picture(page, "tender")
    page.get_by_test_id("write-tender").click()
    expect(page.get_by_test_id("tender")).to_be_visible()
    (sent,) = gateway.calls[write]
    assert sent.body == {
        "requirements": "每月四次。",
        "audience": "倒班职工",
        "adaptations": ["wheelchair"],
        "criteria": [
            {"code": "c1", "text": "服务方案", "weight": 60},
            {"code": "c2", "text": "团队", "weight": 40},
        ],
        "method": "median",
        "lots": [
            {"code": "1", "title": "东片区", "requirements": "周末开课", "budget": 5_000_000},
            {"code": "2", "title": "西片区", "requirements": "", "budget": 3_170_000},
        ],
    }


def test_open_questions_of_a_batch_are_answered_for_all(
    page: Page, gateway: ScriptedGateway
) -> None:
    answer = "POST /v1/call-questions/q2/answer"
    done = call(questions=[ASKED, {**OPEN, "answer": "由工会提供。", "answered_at": moment()}])
    gateway.on("GET /v1/batches/b1", Answer(batch("calling")))
    gateway.on("GET /v1/calls/t1", Answer(call()), Answer(done))
    gateway.on(answer, Answer(OPEN))
    office(page, gateway, at="#/batches/b1")
    page.get_by_text("还没答复的问题").press("Enter")
    expect(page.get_by_test_id("question")).to_contain_text("场地由谁提供？")
    picture(page, "batch-questions")
    page.get_by_test_id("answer-text").fill("由工会提供。")
    page.get_by_test_id("publish-answer").click()
    expect(page.get_by_text("没有待答复的问题。")).to_be_visible()
    expect(page.locator("summary")).to_be_focused()
    assert len(gateway.calls["GET /v1/calls/t1"]) == 1
    assert gateway.calls[answer][0].body == {"answer": "由工会提供。"}
    page.get_by_role("link", name="倒班职工睡眠改善服务").click()
    expect(page.get_by_test_id("method-hash")).to_have_text(HASH)
    expect(page.get_by_test_id("answer").nth(1)).to_have_text("由工会提供。")


@pytest.mark.parametrize("role", ["district", "auditor"])
def test_others_only_look(page: Page, gateway: ScriptedGateway, role: str) -> None:
    gateway.on("GET /v1/batches", items(batch()["batch"]))
    gateway.on("GET /v1/budgets", items(BUDGET))
    gateway.on("GET /v1/batches/b1", Answer(batch()))
    office(page, gateway, at="#/batches", role=role)
    page.get_by_role("link", name="2030年第一批服务项目").click()
    expect(page.get_by_test_id("tender")).to_be_visible()
    for name in ("approve", "cancel", "new-batch"):
        expect(page.get_by_test_id(name)).to_have_count(0)
    assert bool(gateway.calls["GET /v1/budgets"]) == (role == "auditor")
