"""The demonstration: a member's page beside the member's phone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.component.web.gateway import Answer, ScriptedGateway, moment

pytestmark = pytest.mark.browser

CARDS = ("6200000000000011", "6200000000000029")
PHONES = ("13800000011", "13800000029")
ACCOUNTS = {
    "members": [
        {"card_no": card, "phone": phone, "name": "会员", "district": district}
        for card, phone, district in zip(CARDS, PHONES, ("chaoyang", "haidian"), strict=True)
    ],
    "staff": [
        {"username": "federation", "password": "p", "roles": ["federation"], "scope": ""},
        {"username": "chaoyang", "password": "p", "roles": ["district"], "scope": "chaoyang"},
        {"username": "haidian", "password": "p", "roles": ["district"], "scope": "haidian"},
    ],
}
TOKENS = {"access_token": "a", "refresh_token": "r", "token_type": "Bearer", "expires_in": 900}


@pytest.fixture
def house(gateway: ScriptedGateway) -> ScriptedGateway:
    """A demonstration with two members, to one of whom two codes have been sent."""
    texts = ["验证码 654321，5 分钟内有效", "验证码 123456，5 分钟内有效", "欢迎"]
    messages = [
        {"id": f"s{number}", "text": text, "sent_at": moment(-number)}
        for number, text in enumerate(texts)
    ]
    gateway.on("GET /demo/accounts", Answer(ACCOUNTS))
    gateway.on(f"GET /demo/phone/{PHONES[0]}", Answer({"messages": []}))
    gateway.on(f"GET /demo/phone/{PHONES[1]}", Answer({"messages": messages}))
    gateway.on("POST /v1/login-codes", Answer({}, 202))
    return gateway


def test_a_member_is_chosen_and_the_newest_code_filled_in(
    page: Page, house: ScriptedGateway
) -> None:
    page.goto("/demo/")
    frame = page.get_by_test_id("demo-frame").content_frame
    expect(frame.get_by_test_id("card-no")).to_have_value("6200 0000 0000 0011")
    page.get_by_test_id("demo-member").select_option(CARDS[1])
    expect(frame.get_by_test_id("card-no")).to_have_value("6200 0000 0000 0029")
    expect(page.get_by_test_id("sms")).to_have_count(3)
    frame.get_by_test_id("send-code").click()
    expect(frame.get_by_test_id("code")).to_be_visible()
    page.get_by_test_id("fill-code").filter(visible=True).click()
    expect(frame.get_by_test_id("code")).to_have_value("654321")
    page.get_by_test_id("language").click()
    expect(frame.get_by_role("heading", level=1)).to_have_text("Member log-in")
    expect(frame.get_by_test_id("card-no")).to_have_value("6200 0000 0000 0029")


def test_tickets_are_released_by_the_members_district(page: Page, house: ScriptedGateway) -> None:
    house.on("POST /v1/sessions", Answer(TOKENS, 201))
    house.on("POST /v1/releases", Answer({"id": "r1", "opens_at": moment(60)}, 201))
    page.goto("/demo/")
    page.get_by_test_id("demo-member").select_option(CARDS[1])
    expect(page.get_by_role("cell", name="federation", exact=True)).to_be_visible()
    page.get_by_test_id("demo-release").click()
    expect(page.get_by_test_id("toast")).to_be_visible()
    (entered,) = house.calls["POST /v1/sessions"]
    assert entered.body == {"username": "haidian", "password": "p"}
    (made,) = house.calls["POST /v1/releases"]
    assert made.body["districts"] == ["haidian"]
    opens = datetime.fromisoformat(made.body["opens_at"]) - datetime.now(UTC)
    assert 30 < opens.total_seconds() < 61
    assert page.evaluate("() => Object.keys(localStorage)") == []
