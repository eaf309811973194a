"""Surveys: answered by keyboard, drawn up, entered from paper, reported and decided by."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.component.web.demand import SURVEY, items, member, need, office, report
from tests.component.web.gateway import Answer, ScriptedGateway, problem

pytestmark = pytest.mark.browser
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1H0z"/></svg>'
ANSWERS = [
    {"question": "q1", "options": ["b"]},
    {"question": "q2", "options": ["a", "c"]},
    {"question": "q3", "options": ["c", "a"]},
    {"question": "q4", "number": 4},
    {"question": "q5", "text": "希望周末开课"},
]
TOO_SMALL = """() => [...document.querySelectorAll("main a, main button, main label, main select")]
  .filter((e) => e.checkVisibility() && !e.classList.contains("field__label"))
  .filter((e) => e.getBoundingClientRect().height < 44)
  .map((e) => e.outerHTML)"""


def fill(page: Page) -> None:
    """Answer all five questions with the keyboard."""
    page.get_by_role("radio", name="项目b").press("Space")
    for name in ("项目a", "项目c"):
        page.get_by_role("checkbox", name=name).press("Space")
    ranks = page.get_by_test_id("question-q3").locator("select")
    ranks.nth(0).select_option("c")
    ranks.nth(1).select_option("a")
    page.get_by_role("radio", name="4", exact=True).press("Space")
    page.get_by_role("textbox", name="意见").fill(" 希望周末开课 ")


@pytest.mark.parametrize("outcome", ["counted", "already_counted"])
def test_a_member_answers_every_kind_of_question(
    page: Page, gateway: ScriptedGateway, outcome: str
) -> None:
    gateway.on("GET /v1/me/surveys", items({"survey": SURVEY, "answered": False}))
    gateway.on("POST /v1/surveys/s1/ballots", Answer({"survey_id": "s1", "outcome": outcome}))
    member(page, "")
    page.get_by_test_id("answer").click()
    fill(page)
    page.get_by_label("年龄段").select_option("30-39")
    assert page.evaluate(TOO_SMALL) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_test_id("send-answers").press("Enter")
    receipt = page.get_by_test_id("receipt")
    expect(receipt).to_have_attribute("data-outcome", outcome)
    expect(receipt).to_be_focused()
    (sent,) = gateway.calls["POST /v1/surveys/s1/ballots"]
    assert sent.body == {"answers": ANSWERS, "age_band": "30-39", "audience": ""}


def test_what_is_missing_is_told_at_the_question(page: Page, gateway: ScriptedGateway) -> None:
    gateway.on("GET /v1/me/surveys", items({"survey": SURVEY, "answered": False}))
    member(page, "#/surveys/s1")
    for name in ("项目a", "项目b", "项目c"):
        page.get_by_role("checkbox", name=name).check()
    ranks = page.get_by_test_id("question-q3").locator("select")
    ranks.nth(0).select_option("c")
    ranks.nth(1).select_option("c")
    page.get_by_test_id("send-answers").click()
    for code in ("q1", "q2", "q3"):
        error = page.get_by_test_id(f"question-{code}").locator(":scope > .field__error")
        expect(error).to_be_visible()
    expect(page.get_by_role("radio", name="项目a")).to_be_focused()
    assert not gateway.calls["POST /v1/surveys/s1/ballots"]


def test_an_answered_survey_is_not_asked_again(page: Page, gateway: ScriptedGateway) -> None:
    gateway.on("GET /v1/me/surveys", items({"survey": SURVEY, "answered": True}))
    member(page, "")
    expect(page.get_by_test_id("survey")).to_contain_text("你已填写")
    expect(page.get_by_test_id("answer")).to_have_count(0)


def test_a_survey_is_drawn_up_and_published(page: Page, gateway: ScriptedGateway) -> None:
    draft = {**SURVEY, "state": "draft"}
    gateway.on("GET /v1/surveys", items())
    gateway.on("GET /v1/needs", items(need(state="accepted"), need("n2", title="羽毛球")))
    gateway.on("POST /v1/surveys", Answer(draft, 201))
    gateway.on("GET /v1/surveys/s1", Answer(draft), Answer({**draft, "state": "scheduled"}))
    gateway.on("POST /v1/surveys/s1/publication", Answer(SURVEY))
    office(page, gateway, at="#/surveys")
    page.get_by_test_id("new-survey").click()
    page.get_by_test_id("title").fill("第二批意向调查")
    page.get_by_test_id("opens_at").fill("2030-04-25T10:00")
    page.get_by_test_id("closes_at").fill("2030-05-05T10:00")
    page.get_by_test_id("district-chaoyang").check()
    page.get_by_test_id("eligible").fill("朝阳区 52000")
    page.get_by_test_id("kind-1").select_option("multiple")
    page.get_by_test_id("text-1").fill("最需要哪些？")
    page.get_by_test_id("from-needs-1").click()
    expect(page.get_by_test_id("options-1")).to_have_value(
        "倒班职工睡眠改善服务（N1）\n羽毛球（N2）"
    )
    page.get_by_test_id("most-1").fill("2")
    page.get_by_test_id("add-question").click()
    page.get_by_test_id("kind-2").select_option("scale")
    page.get_by_test_id("text-2").fill("满意吗？")
    page.get_by_test_id("create-survey").click()
    page.get_by_test_id("publish").click()
    page.get_by_test_id("dialog-yes").click()
    expect(page.get_by_test_id("survey-state")).to_have_text("未开始")
    (made,) = gateway.calls["POST /v1/surveys"]
    assert made.body["opens_at"] == "2030-04-25T02:00:00.000Z"
    assert made.body["scopes"] == ["chaoyang"]
    assert made.body["eligible"] == {"chaoyang": 52000}
    assert made.body["anonymous"] is True
    one, two = made.body["questions"]
    assert [o["need_id"] for o in one["options"]] == ["n1", "n2"]
    assert (one["code"], one["kind"], one["least"], one["most"]) == ("q1", "multiple", 1, 2)
    assert two == {
        "code": "q2",
        "kind": "scale",
        "text": "满意吗？",
        "required": False,
        "least": 1,
        "most": 5,
    }


def sheet(**changes: Any) -> dict[str, Any]:
    """A paper sheet."""
    about = {"id": "p1", "survey_id": "s1", "sheet_no": "A-1", "state": "entered"}
    return {**about, "differences": [], "reason": "", **changes}


def test_a_sheet_is_entered_and_what_differs_is_settled(
    page: Page, gateway: ScriptedGateway
) -> None:
    differing = sheet(state="differing", differences=["q1"])
    first = {"card_no": "1000000000000009", "age_band": "", "audience": ""}
    entries = [{**first, "answers": [{"question": "q1", "options": [code]}]} for code in ("a", "b")]
    gateway.on("GET /v1/surveys/s1", Answer(SURVEY))
    gateway.on("GET /v1/surveys/s1/sheets", items(), items(differing))
    gateway.on("POST /v1/surveys/s1/sheets", Answer(differing))
    gateway.on("GET /v1/sheets/p1", Answer({"sheet": differing, "entries": entries}))
    gateway.on("POST /v1/sheets/p1/settlement", Answer(sheet(state="ready")))
    office(page, gateway, at="#/surveys/s1/sheets", role="grassroots")
    page.get_by_test_id("enter-sheet").locator("summary").click()
    page.get_by_test_id("card_no").fill("123")
    page.get_by_test_id("sheet_no").fill("A-1")
    page.get_by_role("radio", name="项目b").check()
    page.get_by_test_id("enter").click()
    expect(page.get_by_test_id("card_no")).to_be_focused()
    page.get_by_test_id("card_no").fill("1000000000000009")
    page.get_by_test_id("enter").click()
    expect(page.get_by_test_id("toast")).to_contain_text("不一致")
    (entered,) = gateway.calls["POST /v1/surveys/s1/sheets"]
    assert entered.body["sheet_no"] == "A-1"
    assert entered.body["answers"] == [{"question": "q1", "options": ["b"]}]
    # The next sheet: an empty form, ready for its number.
    expect(page.get_by_test_id("sheet_no")).to_be_focused()
    expect(page.get_by_test_id("sheet_no")).to_have_value("")
    page.get_by_test_id("settle").click()
    expect(page.get_by_test_id("difference")).to_contain_text("项目a")
    expect(page.get_by_test_id("difference")).to_contain_text("项目b")
    page.get_by_role("radio", name="项目b").check()
    page.get_by_test_id("reason").fill("第一遍看错了行")
    page.get_by_test_id("settle-sheet").click()
    expect(page.get_by_test_id("enter-sheet")).to_be_visible()
    (settled,) = gateway.calls["POST /v1/sheets/p1/settlement"]
    assert settled.body["answers"] == [{"question": "q1", "options": ["b"]}]
    assert settled.body["card_no"] == "1000000000000009"
    assert settled.body["reason"] == "第一遍看错了行"


def test_tables_go_down_and_up(page: Page, gateway: ScriptedGateway) -> None:
    refused = problem(422, "invalid_input")
    refused.body["errors"] = [{"field": "rows.3.card_no", "message": "Sixteen digits."}]
    named = {"content-disposition": "attachment; filename*=UTF-8''SURVEY01.xlsx"}
    gateway.on("GET /v1/surveys/s1", Answer(SURVEY))
    gateway.on("GET /v1/surveys/s1/sheets", items())
    gateway.on("GET /v1/surveys/s1/sheets/table.xlsx", Answer("table", 200, named))
    gateway.on("POST /v1/surveys/s1/sheets/table", refused, Answer({"entered": 40, "differing": 2}))
    office(page, gateway, at="#/surveys/s1/sheets")
    page.get_by_test_id("batches").locator("summary").click()
    with page.expect_download() as saved:
        page.get_by_test_id("template").click()
    assert saved.value.suggested_filename == "SURVEY01.xlsx"
    filled = {"name": "filled.xlsx", "mimeType": "application/zip", "buffer": b"PK filled"}
    page.get_by_test_id("table-file").set_input_files(filled)  # type: ignore[arg-type]
    page.get_by_test_id("upload-table").click()
    expect(page.get_by_test_id("wrong-lines")).to_contain_text("rows.3.card_no")
    page.get_by_test_id("upload-table").click()
    expect(page.get_by_test_id("toast")).to_contain_text("40")
    expect(page.get_by_test_id("wrong-lines").locator("li")).to_have_count(0)
    sent = gateway.calls["POST /v1/surveys/s1/sheets/table"][-1]
    assert base64.b64decode(sent.body["data"]) == b"PK filled"


MINUTES = {"id": "d1", "name": "纪要.pdf", "size": 8}


def test_a_report_is_read_discussed_and_published(page: Page, gateway: ScriptedGateway) -> None:
    discussed = report(state="discussed", minutes="出席五人，\n一致同意。")
    gateway.on(
        "GET /v1/surveys/s1/report",
        Answer(report()),
        Answer(discussed),
        Answer({**discussed, "minutes_files": [MINUTES]}),
        Answer({**discussed, "minutes_files": [MINUTES], "state": "published"}),
    )
    gateway.on("POST /v1/surveys/s1/report/minutes/files", Answer(MINUTES, 201))
    gateway.on("GET /v1/surveys/s1/report/minutes/files/d1", Answer("minutes"))
    gateway.on("GET /v1/surveys/s1/report/chart.svg", Answer(SVG))
    gateway.on("GET /v1/surveys/s1/report/table.xlsx", Answer("table"))
    masked = {"question": "q5", "text": "请打[手机号]"}
    gateway.on("GET /v1/surveys/s1/report/texts", items(masked))
    gateway.on("POST /v1/surveys/s1/report/minutes", Answer(discussed))
    gateway.on("POST /v1/surveys/s1/report/publication", Answer(discussed))
    office(page, gateway, at="#/surveys/s1/report")
    people = page.get_by_test_id("participants")
    expect(people).to_contain_text("25.0%")
    people.locator("summary").first.click()
    expect(people).to_contain_text("40.0%")
    expect(page.get_by_test_id("result")).to_contain_text("60.0%")
    page.get_by_test_id("chart-q1").locator("summary").click()
    drawn = page.get_by_test_id("chart-q1").locator("img")
    expect(drawn).to_have_js_property("complete", True)
    assert drawn.evaluate("picture => picture.naturalWidth") > 0
    with page.expect_download() as saved:
        page.get_by_test_id("excel").click()
    assert saved.value.suggested_filename == "table.xlsx"
    page.get_by_test_id("texts").locator("summary").click()
    expect(page.get_by_test_id("free-text")).to_have_text("请打[手机号]")
    page.get_by_test_id("minutes").fill("出席五人，\n一致同意。")
    page.get_by_test_id("discuss").click()
    expect(page.get_by_test_id("minutes-text")).to_contain_text("一致同意")
    scan = {"name": "纪要.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    page.get_by_test_id("minutes-input").set_input_files(scan)  # type: ignore[arg-type]
    page.get_by_test_id("attach-minutes").click()
    with page.expect_download() as saved:
        page.get_by_test_id("minutes-file").click()
    sent = gateway.calls["POST /v1/surveys/s1/report/minutes/files"][-1].body
    assert (sent["name"], base64.b64decode(sent["data"])) == ("纪要.pdf", b"%PDF-1.7")
    page.get_by_test_id("publish-report").click()
    page.get_by_test_id("dialog-yes").click()
    expect(page.get_by_test_id("report-state")).to_have_text("已公布")
    expect(page.get_by_test_id("minutes-file")).to_be_visible()
    expect(page.get_by_test_id("attach-minutes")).to_have_count(0)
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_test_id("print").click()
    page.wait_for_function("window.printed")
    assert page.locator("main details:not([open])").count() == 0


def candidate(name: str, votes: int) -> dict[str, Any]:
    """A need that was voted on."""
    about = {"need_id": name, "code": name.upper(), "need_class": "work", "people": 30}
    return {**about, "votes": votes, "cost": 100_00}


def test_a_decision_that_differs_says_why(page: Page, gateway: ScriptedGateway) -> None:
    proposals = {
        "candidates": [candidate("n1", 60), candidate("n2", 40)],
        "proposals": [
            {"basis": basis, "need_ids": ["n1"], "votes": 60, "cost": 100_00}
            for basis in ("votes", "quotas", "greedy", "best_fit")
        ],
    }
    decided = {
        "survey_id": "s1",
        "basis": "quotas",
        "quotas": {"work": 1, "life": 17, "culture": 6},
        "budget": 200_00,
        "costs": {"n1": 100_00, "n2": 100_00},
        "proposed": ["n1"],
        "chosen": ["n1", "n2"],
        "reasons": {"n2": "郊区没有场地"},
        "decided_at": "2026-05-25T02:00:00Z",
    }
    gateway.on("GET /v1/surveys/s1/report", Answer(report(state="published")))
    gateway.on("GET /v1/surveys/s1/selection", problem(404, "selection_not_found"), Answer(decided))
    gateway.on("POST /v1/surveys/s1/selection-proposals", Answer(proposals))
    gateway.on("POST /v1/surveys/s1/selection", Answer(decided))
    office(page, gateway, at="#/surveys/s1/selection")
    page.get_by_test_id("quota-work").fill("1")
    page.get_by_test_id("budget").fill("200")
    page.get_by_test_id("each").fill("100")
    page.get_by_test_id("propose").click()
    (asked,) = gateway.calls["POST /v1/surveys/s1/selection-proposals"]
    wanted = {
        "quotas": {"work": 1, "life": 17, "culture": 6},
        "budget": 200_00,
        "costs": {"n1": 100_00, "n2": 100_00},
    }
    assert asked.body == wanted
    expect(page.get_by_test_id("reason-N2")).to_be_hidden()
    page.get_by_test_id("choose-N2").check()
    expect(page.get_by_test_id("total")).to_contain_text("不同 1 项")
    page.get_by_test_id("decide").click()
    expect(page.get_by_test_id("problem")).to_have_attribute("data-code", "reason_missing")
    expect(page.get_by_test_id("reason-N2")).to_be_focused()
    page.get_by_test_id("reason-N2").fill("郊区没有场地")
    page.get_by_test_id("decide").click()
    page.get_by_test_id("dialog-yes").click()
    expect(page.get_by_test_id("decision")).to_contain_text("郊区没有场地")
    (sent,) = gateway.calls["POST /v1/surveys/s1/selection"]
    assert sent.body == {
        **wanted,
        "basis": "quotas",
        "chosen": ["n1", "n2"],
        "reasons": {"n2": "郊区没有场地"},
    }
