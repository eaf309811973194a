"""Telling many from the office: templates with the check while they are written, broadcasts from
drawing up to the end."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.component.web.demand import items, office
from tests.component.web.gateway import Answer, Call, ScriptedGateway, moment, problem
from tests.component.web.looks import TOO_SMALL, TOO_WIDE, picture

pytestmark = pytest.mark.browser
ZH = "【市总工会】{title}将于{starts}举行，欢迎参加。退订回T"
EN = "Trade Union: {title} begins on {starts}. Reply T to opt out"
COSTS = [{"language": "zh-CN", "units": 48, "parts": 1, "price": 5}]
TEMPLATE: dict[str, Any] = {
    "name": "event_news",
    "version": 2,
    "variables": [
        {"name": "title", "kind": "text", "most": 20},
        {"name": "starts", "kind": "day", "most": 20},
    ],
    "contents": {"sms": {"text": {"zh-CN": ZH, "en": EN}}},
    "costs": COSTS,
    "written_by": "officer-1",
    "written_at": moment(-86400),
}
BROADCAST: dict[str, Any] = {
    "id": "b1",
    "office": "",
    "title": "健步走通知",
    "template": "event_news",
    "version": 2,
    "language": "zh-CN",
    "channels": ["sms"],
    "audience": "segment",
    "unions": ["chaoyang"],
    "groups": ["volunteer"],
    "release_id": None,
    "state": "draft",
    "reason": "",
    "send_at": None,
    "lines": 0,
    "bad_lines": 0,
    "recipients": 0,
    "created_by": "officer-1",
    "created_at": moment(-3600),
    "approved_by": None,
    "approved_at": None,
    "started_at": None,
    "ended_at": None,
}
TEXTS = [
    {"channel": "sms", "language": "zh-CN", "field": "text", "text": "【市总工会】健步走。退订回T"}
]
DRAFTS = "POST /v1/message-templates"
CHECKS = f"{DRAFTS}/checks"


def standing(*counts: tuple[str, int], **changes: Any) -> Answer:
    """A broadcast and how many SMS stand where."""
    messages = [{"channel": "sms", "state": state, "count": count} for state, count in counts]
    return Answer({"broadcast": {**BROADCAST, **changes}, "messages": messages})


def check(call: Call) -> Answer:
    """What the service finds in a draft: here that the way out is there or not."""
    text = call.body["contents"]["sms"]["text"]["zh-CN"]
    fault = {"field": "contents.sms.text.zh-CN", "message": "ends with the way out"}
    faults = [] if text.endswith("退订回T") else [{**fault, "code": "way_out", "about": "退订回T"}]
    return Answer({"faults": faults, "costs": COSTS})


def well_made(page: Page) -> None:
    """Nothing is too small for a thumb or too wide for a phone."""
    assert page.evaluate(TOO_SMALL) == []
    assert not page.evaluate(TOO_WIDE)


def test_a_template_is_written_with_its_faults_told_on_the_way(
    page: Page, gateway: ScriptedGateway
) -> None:
    gateway.on("GET /v1/message-templates", items())
    gateway.on(CHECKS, check)
    gateway.on(DRAFTS, Answer({**TEMPLATE, "version": 1}))
    office(page, gateway, at="#/templates")
    page.get_by_test_id("new-template").press("Enter")
    page.get_by_test_id("name").fill("event_news")
    for number, (name, kind) in enumerate([("title", "text"), ("starts", "day")], start=1):
        page.get_by_test_id("add-variable").press("Enter")
        expect(page.get_by_test_id(f"variable-{number}")).to_be_focused()
        page.keyboard.type(name)
        page.get_by_test_id(f"kind-{number}").select_option(kind)
    page.get_by_test_id("channel-inbox").press("Space")
    expect(page.get_by_test_id("inbox.title.zh-CN")).to_be_hidden()
    page.get_by_test_id("sms.text.zh-CN").fill(ZH.removesuffix("退订回T"))
    page.get_by_test_id("sms.text.en").fill(EN)
    # Nobody has pressed anything yet.
    fault = page.get_by_test_id("fault")
    expect(fault).to_contain_text("短信 · 正文 · 中文: 要以“退订回T”结尾")
    expect(page.get_by_test_id("cost")).to_have_text("中文短信：最多 48 个字符，1 条，0.05 元")
    well_made(page)
    picture(page, "template-editor")
    fault.get_by_role("button").press("Enter")
    expect(page.get_by_test_id("sms.text.zh-CN")).to_be_focused()
    page.get_by_test_id("save-template").click()
    expect(page.locator("uh-field", has=page.get_by_test_id("sms.text.zh-CN"))).to_contain_text(
        "要以“退订回T”结尾"
    )
    assert DRAFTS not in gateway.calls
    page.get_by_test_id("sms.text.zh-CN").fill(ZH)
    expect(page.get_by_test_id("verdict")).to_contain_text("没有问题")
    page.get_by_test_id("save-template").click()
    expect(page.get_by_test_id("toast")).to_contain_text("已保存为第 1 版")
    assert gateway.calls[DRAFTS][-1].body == {
        "name": "event_news",
        "variables": [
            {"name": "title", "kind": "text", "most": 20},
            {"name": "starts", "kind": "day"},
        ],
        "contents": {"sms": {"text": {"zh-CN": ZH, "en": EN}}},
    }


def test_a_template_is_tried_with_values_and_has_versions(
    page: Page, gateway: ScriptedGateway
) -> None:
    gateway.on("GET /v1/message-templates", items(TEMPLATE, {**TEMPLATE, "version": 1}))
    gateway.on("POST /v1/message-templates/previews", Answer({"texts": TEXTS}))
    gateway.on(CHECKS, check)
    office(page, gateway, at="#/templates/event_news")
    expect(page.get_by_test_id("version")).to_have_count(2)
    page.get_by_test_id("try").click()
    expect(page.get_by_test_id("value-title")).to_be_focused()
    page.get_by_test_id("value-title").fill("健步走")
    page.get_by_test_id("value-starts").fill("2026-05-09")
    page.get_by_test_id("try").click()
    expect(page.get_by_test_id("preview")).to_contain_text("【市总工会】健步走")
    well_made(page)
    picture(page, "template")
    sent = gateway.calls["POST /v1/message-templates/previews"][-1].body
    assert sent["values"] == {"title": "健步走", "starts": "2026-05-09"}
    assert sent["version"] == 2
    page.get_by_test_id("next-version").press("Enter")
    expect(page.get_by_test_id("sms.text.zh-CN")).to_have_value(ZH)
    expect(page.get_by_test_id("variable-2")).to_have_value("starts")
    expect(page.get_by_test_id("verdict")).to_contain_text("没有问题")


def test_a_broadcast_to_a_segment_is_drawn_up(page: Page, gateway: ScriptedGateway) -> None:
    draw_up = "POST /v1/broadcasts"
    gateway.on("GET /v1/broadcasts", items(BROADCAST))
    gateway.on("GET /v1/releases", items())
    gateway.on("GET /v1/message-templates", items(TEMPLATE))
    gateway.on(draw_up, Answer(BROADCAST, 201))
    gateway.on("GET /v1/broadcasts/b1", standing())
    office(page, gateway, at="#/broadcasts")
    expect(page.get_by_test_id("broadcast")).to_contain_text("健步走通知")
    page.get_by_test_id("new-broadcast").press("Enter")
    page.get_by_test_id("title").fill("健步走通知")
    page.get_by_test_id("district-chaoyang").check()
    page.get_by_test_id("group-volunteer").check()
    page.get_by_test_id("value-title").fill("健步走")
    page.get_by_test_id("value-starts").fill("2026-05-09")
    page.get_by_test_id("send_at").fill("2026-05-08T09:00")
    well_made(page)
    picture(page, "broadcast-new")
    page.get_by_test_id("draw-up").click()
    expect(page.get_by_test_id("broadcast-state")).to_have_text("待批准")
    assert gateway.calls[draw_up][-1].body == {
        "office": "",
        "title": "健步走通知",
        "template": "event_news",
        "version": 2,
        "language": "zh-CN",
        "channels": ["sms"],
        "values": {"title": "健步走", "starts": "2026-05-09"},
        "audience": {"unions": ["chaoyang"], "groups": ["volunteer"]},
        "send_at": "2026-05-08T01:00:00.000Z",
        "skip_bad_lines": False,
    }


def test_a_file_tells_its_faulty_lines_and_who_drew_it_up_cannot_approve(
    page: Page, gateway: ScriptedGateway
) -> None:
    faults = [
        {"line": 3, "field": "card_no", "fault": "not a card number", "code": "no_card"},
        {"line": 5, "field": "title", "fault": "something new", "code": "unheard_of"},
    ]
    gateway.on("GET /v1/message-templates", items(TEMPLATE))
    gateway.on("GET /v1/releases", items({"id": "r1", "code": "K7M2PQ", "title": "儿童剧"}))
    gateway.on("POST /v1/broadcasts", Answer(BROADCAST, 201))
    of_file = {"audience": "csv", "unions": [], "groups": [], "lines": 6, "bad_lines": 2}
    gateway.on(
        "GET /v1/broadcasts/b1",
        standing(**of_file, state="checking"),
        standing(**of_file, created_by="s"),
    )
    gateway.on("GET /v1/broadcasts/b1/faults", items(*faults))
    office(page, gateway, at="#/broadcasts/+/event_news")
    page.get_by_test_id("title").fill("健步走通知")
    page.get_by_test_id("audience").select_option("csv")
    expect(page.get_by_test_id("columns")).to_contain_text("card_no, title, starts")
    page.get_by_test_id("draw-up").click()
    expect(page.get_by_test_id("problem")).to_contain_text("请选一个 CSV 文件")
    content = "card_no,title,starts\n6200000000000011,健步走,2026-05-09\n"
    page.get_by_test_id("csv").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )
    page.get_by_test_id("skip-bad-lines").check()
    well_made(page)
    page.get_by_test_id("draw-up").click()
    expect(page.get_by_test_id("fault")).to_have_count(2)
    sent = gateway.calls["POST /v1/broadcasts"][-1].body
    assert (sent["audience"], sent["values"], sent["skip_bad_lines"]) == (
        {"csv": content},
        {},
        True,
    )
    # It was being checked, and told by itself when that was over.
    expect(page.get_by_test_id("second")).to_be_visible()
    expect(page.get_by_test_id("fault").nth(0)).to_contain_text(re.compile("第 3 行.*不是卡号"))
    expect(page.get_by_test_id("fault").nth(1)).to_contain_text("something new")
    expect(page.get_by_test_id("approve")).to_have_count(0)
    well_made(page)
    picture(page, "broadcast-faults")


def test_another_officer_looks_approves_pauses_and_calls_off(
    page: Page, gateway: ScriptedGateway
) -> None:
    by = {"approved_by": "s", "approved_at": moment(), "recipients": 300}
    gateway.on(
        "GET /v1/broadcasts/b1",
        standing(),
        standing(**by, state="approved"),
        *[standing(("created", 200), ("sent", 100), **by, state="running")] * 2,
        standing(("created", 150), ("sent", 150), **by, state="running"),
    )
    for path in ("approval", "pause", "resumption", "cancellation"):
        gateway.on(f"POST /v1/broadcasts/b1/{path}", Answer(BROADCAST))
    gateway.on("POST /v1/broadcasts/b1/approval", problem(409, "faulty_lines"), Answer(BROADCAST))
    example = {"line": None, "texts": TEXTS, "parts": 1, "price": 5}
    gateway.on("GET /v1/broadcasts/b1/preview", Answer({"total": 300, "examples": [example]}))
    office(page, gateway, at="#/broadcasts/b1")
    expect(page.locator("main")).to_contain_text("朝阳区 — 志愿者")
    page.get_by_test_id("look").press("Enter")
    expect(page.get_by_test_id("total")).to_have_text("共 300 人")
    expect(page.get_by_test_id("preview")).to_contain_text("0.05 元")
    for wanted in ("有错的行", "已批准"):
        page.get_by_test_id("approve").click()
        page.get_by_test_id("dialog-yes").click()
        expect(page.get_by_test_id("toast").last).to_contain_text(wanted)
    progress = page.get_by_test_id("progress")
    expect(progress).to_contain_text("300 条里 100 条已有结果")
    expect(progress).to_contain_text("300 条里 150 条已有结果")  # by itself
    well_made(page)
    picture(page, "broadcast-running")
    gateway.on("GET /v1/broadcasts/b1", standing(("created", 150), **by, state="paused"))
    page.get_by_test_id("pause").press("Enter")
    expect(page.get_by_test_id("resume")).to_be_visible()
    page.get_by_test_id("calling-off").press("Enter")
    page.get_by_test_id("cancel").click()
    expect(page.get_by_test_id("reason")).to_be_focused()
    page.get_by_test_id("reason").fill("日期错了")
    ended = {"reason": "日期错了", "ended_at": moment()}
    gateway.on(
        "GET /v1/broadcasts/b1", standing(("cancelled", 150), **by, **ended, state="cancelled")
    )
    page.get_by_test_id("cancel").click()
    expect(page.get_by_test_id("broadcast-state")).to_have_text("已取消")
    expect(page.get_by_test_id("count")).to_contain_text("已取消")
    assert gateway.calls["POST /v1/broadcasts/b1/cancellation"][-1].body == {"reason": "日期错了"}
    for name in ("approve", "pause", "resume", "cancel"):
        expect(page.get_by_test_id(name)).to_have_count(0)


def test_an_auditor_looks_and_changes_nothing(page: Page, gateway: ScriptedGateway) -> None:
    gateway.on("GET /v1/broadcasts/b1", standing())
    gateway.on("GET /v1/message-templates", items(TEMPLATE))
    office(page, gateway, role="auditor", at="#/broadcasts/b1")
    expect(page.get_by_test_id("broadcast-state")).to_be_visible()
    for name in ("approve", "cancel", "calling-off"):
        expect(page.get_by_test_id(name)).to_have_count(0)
    page.get_by_test_id("tab-templates").click()
    expect(page.get_by_test_id("template")).to_be_visible()
    expect(page.get_by_test_id("new-template")).to_have_count(0)
