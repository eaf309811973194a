"""Calls: read by everybody, asked about by social organisations."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.component.web.demand import TOKENS, items
from tests.component.web.gateway import Answer, ScriptedGateway, moment, problem
from tests.component.web.looks import TOO_SMALL, TOO_WIDE, picture

pytestmark = pytest.mark.browser
HASH = "ab" * 32
ASKED = {
    "id": "q1",
    "text": "可以联合申报吗？",
    "asked_at": moment(-7200),
    "answer": "可以，须写明分工。",
    "answered_at": moment(-3600),
}
OPEN = {**ASKED, "id": "q2", "text": "场地由谁提供？", "answer": None, "answered_at": None}


def call(**changes: Any) -> dict[str, Any]:
    """A published tender."""
    return {
        "id": "t1",
        "code": "BATCH001-01",
        "title": "倒班职工睡眠改善服务",
        "need_class": "work",
        "budget": 8_170_000,
        "requirements": "每月四次，每次两小时。\n须有两名持证咨询师。",
        "audience": "倒班职工",
        "adaptations": ["deaf", "wheelchair"],
        "criteria": [
            {"code": "plan", "text": "服务方案", "weight": 60},
            {"code": "team", "text": "团队与能力", "weight": 40},
        ],
        "lots": [{"code": "A", "title": "东片区", "requirements": "周末开课", "budget": 5_000_000}],
        "method": "drop_extremes",
        "method_sha256": HASH,
        "state": "open",
        "batch_code": "BATCH001",
        "call_opens_at": moment(-86400),
        "questions_until": moment(86400),
        "call_closes_at": moment(864000),
        "questions": [ASKED, OPEN],
        **changes,
    }


def test_everybody_reads_calls_with_questions_and_no_names(
    page: Page, gateway: ScriptedGateway
) -> None:
    gateway.on("GET /v1/calls", items(call(questions=[])))
    gateway.on("GET /v1/calls/t1", Answer(call()))
    page.goto("/calls/")
    with page.expect_request("**/v1/calls?*state=open*"):
        page.get_by_test_id("state").select_option("open")
    picture(page, "calls")
    page.get_by_role("link", name="倒班职工睡眠改善服务").press("Enter")
    expect(page.get_by_test_id("lot")).to_contain_text("标段 A：东片区")
    expect(page.get_by_test_id("lot")).to_contain_text("50,000 元")
    expect(page.get_by_test_id("judged")).to_contain_text("60 分")
    expect(page.get_by_test_id("method-hash")).to_have_text(HASH)
    main = page.locator("main")
    for words in ("81,700 元", "每月四次", "听障 · 轮椅", "去掉一个最高分"):
        expect(main).to_contain_text(words)
    answered, waits = page.get_by_test_id("question").all()
    expect(answered.get_by_test_id("answer")).to_have_text("可以，须写明分工。")
    expect(waits).to_contain_text("还没有答复")
    assert page.evaluate(TOO_SMALL) == []
    assert not page.evaluate(TOO_WIDE)
    picture(page, "call")
    assert all("authorization" not in asked.headers for asked in gateway.calls["GET /v1/calls/t1"])


def test_a_social_organisation_logs_in_and_asks(page: Page, gateway: ScriptedGateway) -> None:
    ask = "POST /v1/calls/t1/questions"
    more = {**OPEN, "id": "q3", "text": "发票怎么开？"}
    gateway.on("GET /v1/calls/t1", Answer(call()), Answer(call()), Answer(call(questions=[more])))
    gateway.on("POST /v1/sessions", problem(401, "log_in_refused"), Answer(TOKENS, 201))
    gateway.on(ask, Answer(more, 201))
    page.goto("/calls/#/call/t1")
    page.get_by_test_id("username").fill("provider")
    page.get_by_test_id("password").fill("something")
    page.get_by_test_id("log-in").click()
    expect(page.get_by_test_id("problem")).to_contain_text("用户名或密码不对")
    page.get_by_test_id("log-in").click()
    page.get_by_test_id("ask").click()
    expect(page.get_by_test_id("text")).to_be_focused()
    assert not gateway.calls[ask]
    page.get_by_test_id("text").fill("发票怎么开？")
    page.get_by_test_id("ask").click()
    expect(page.get_by_test_id("question")).to_have_count(1)
    expect(page.get_by_test_id("question")).to_contain_text("发票怎么开？")
    (sent,) = gateway.calls[ask]
    assert sent.body == {"text": "发票怎么开？"}
    assert sent.headers["authorization"] == "Bearer a"


@pytest.mark.parametrize("late", [{"questions_until": moment(-60)}, {"state": "opening"}])
def test_nobody_asks_when_the_time_for_it_is_over(
    page: Page, gateway: ScriptedGateway, late: dict[str, str]
) -> None:
    gateway.on("GET /v1/calls/t1", Answer(call(**late)))
    page.goto("/calls/#/call/t1")
    expect(page.get_by_text("提问已经截止。")).to_be_visible()
    expect(page.get_by_test_id("username")).to_have_count(0)
