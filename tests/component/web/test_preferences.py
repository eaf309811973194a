"""What a member wants on the phone: chosen, refused as a whole, and found from the account."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.component.web.demand import KEPT
from tests.component.web.gateway import Answer, Call, ScriptedGateway, problem
from tests.component.web.looks import TOO_WIDE, picture

pytestmark = pytest.mark.browser
PATH = "/v1/me/preferences"
ME = {"id": "m1", "kind": "member", "name": "王小满", "district": "chaoyang", "roles": []}
TARGETS = """() => [...document.querySelectorAll("main a, main button, main label.tick")]
  .filter((e) => e.getBoundingClientRect().height < 44).map((e) => e.outerHTML)"""


@pytest.fixture
def house(page: Page, gateway: ScriptedGateway) -> ScriptedGateway:
    """A member who wants everything but news, and a gateway that keeps what is chosen."""
    chosen = {
        name: {"topic": name, "sms": name != "news", "digest": False}
        for name in ("tickets", "reminders", "news")
    }

    def shown() -> Answer:
        quiet = {"starts_at": "21:30", "ends_at": "07:00"}
        return Answer({"topics": list(chosen.values()), "quiet_hours": quiet})

    def choose(call: Call) -> Answer:
        for each in call.body["topics"]:
            chosen[each["topic"]] |= each
        return shown()

    gateway.on(f"GET {PATH}", lambda _: shown())
    gateway.on("GET /v1/me/erasure", Answer({"erasure": None}))
    gateway.on(f"PUT {PATH}", choose)
    kept = json.dumps(json.dumps(KEPT))
    page.add_init_script(f"localStorage.setItem('uh.session.member', {kept})")
    return gateway


def test_a_member_chooses_topic_by_topic_with_the_keyboard(
    page: Page, house: ScriptedGateway
) -> None:
    page.goto("/preferences/")
    expect(page.get_by_test_id("topic-tickets")).to_be_checked()
    expect(page.get_by_test_id("topic-news")).not_to_be_checked()
    for words in ("站内消息总是都有", "21:30 到 07:00", "回复 TD"):
        expect(page.locator("main")).to_contain_text(words)
    assert page.evaluate(TARGETS) == []
    assert not page.evaluate(TOO_WIDE)
    picture(page, "preferences")
    page.get_by_role("checkbox", name="活动提醒").press("Space")
    page.get_by_role("checkbox", name="新消息").press("Space")
    page.get_by_test_id("digest").press("Space")
    page.get_by_test_id("save-preferences").press("Enter")
    expect(page.get_by_test_id("toast")).to_contain_text("已保存")
    page.reload()
    expect(page.get_by_test_id("topic-news")).to_be_checked()
    expect(page.get_by_test_id("digest")).to_be_checked()
    expect(page.get_by_test_id("topic-reminders")).not_to_be_checked()
    expect(page.get_by_test_id("topic-tickets")).to_be_checked()


def test_nothing_by_sms_is_one_press_and_trouble_is_told(
    page: Page, house: ScriptedGateway
) -> None:
    house.on(f"PUT {PATH}", problem(403, "forbidden"), Answer({"topics": [], "quiet_hours": None}))
    page.goto("/preferences/")
    page.get_by_test_id("none").click()
    expect(page.get_by_test_id("problem")).to_be_visible()
    page.get_by_test_id("none").click()
    expect(page.get_by_test_id("toast")).to_contain_text("已保存")
    sent = house.calls[f"PUT {PATH}"][-1].body["topics"]
    assert sent == [
        {"topic": "tickets", "sms": False},
        {"topic": "reminders", "sms": False},
        {"topic": "news", "sms": False, "digest": False},
    ]


def test_the_account_leads_there(page: Page, house: ScriptedGateway) -> None:
    house.on("GET /v1/me", Answer(ME))
    house.on("GET /v1/me/messages", Answer({"items": [], "next_cursor": None, "unread": 0}))
    house.on("GET /v1/me/events", problem(404, "not_found"))
    page.goto("/#/account")
    with page.expect_request("**/i18n/preferences.zh-CN.json"):
        page.get_by_test_id("to-preferences").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("通知设置")
    page.get_by_role("link", name="我的").click()
    expect(page.get_by_test_id("to-preferences")).to_be_visible()


def test_a_member_takes_the_data_along_and_asks_to_be_erased(
    page: Page, house: ScriptedGateway
) -> None:
    asked = {"state": "asked", "asked_at": "2026-04-25T01:00:00.000Z", "reason": ""}
    house.on("GET /v1/me/export", Answer({"members": {}, "missing": ["notify"]}))
    house.on("POST /v1/me/erasure", Answer(asked, 202))
    house.on("POST /v1/me/erasure/withdrawal", Answer(asked | {"state": "withdrawn"}))
    page.goto("/preferences/")
    with page.expect_download() as saved:
        page.get_by_test_id("export-data").press("Enter")
    assert saved.value.suggested_filename == "我的数据.json"
    expect(page.get_by_test_id("toast")).to_contain_text("notify")
    page.get_by_test_id("erasure-reason").fill("退会")
    page.get_by_test_id("ask-erasure").press("Enter")
    expect(page.get_by_test_id("erasure")).to_have_attribute("data-state", "asked")
    assert house.calls["POST /v1/me/erasure"][0].body == {"reason": "退会"}
    assert not page.evaluate(TOO_WIDE)
    page.get_by_test_id("withdraw-erasure").press("Enter")
    expect(page.get_by_test_id("erasure")).to_have_attribute("data-state", "withdrawn")
    expect(page.get_by_test_id("ask-erasure")).to_be_visible()


def test_trouble_with_the_data_leaves_the_choices_alone(page: Page, house: ScriptedGateway) -> None:
    house.on("GET /v1/me/erasure", problem(503, "unavailable"))
    page.goto("/preferences/")
    expect(page.get_by_test_id("my-data").get_by_test_id("problem")).to_be_visible()
    expect(page.get_by_test_id("topic-tickets")).to_be_checked()
