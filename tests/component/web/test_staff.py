"""The office and the door."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.component.web.gateway import Answer, ScriptedGateway, moment

pytestmark = pytest.mark.browser

TOKENS = {"access_token": "a", "refresh_token": "r", "token_type": "Bearer", "expires_in": 900}
EMPTY = Answer({"items": [], "next_cursor": None})


def log_in(page: Page, gateway: ScriptedGateway, *, at: str, role: str, scope: str) -> None:
    """Log in as staff with one role."""
    roles = [{"role": role, "scope": scope}]
    gateway.on("POST /v1/sessions", Answer(TOKENS, 201))
    gateway.on("GET /v1/me", Answer({"id": "s1", "kind": "staff", "name": "值班", "roles": roles}))
    page.goto(at)
    page.get_by_test_id("username").fill("somebody")
    page.get_by_test_id("password").fill("something")
    page.get_by_test_id("log-in").click()


def test_a_release_is_made_in_the_time_of_shanghai(page: Page, gateway: ScriptedGateway) -> None:
    gateway.on("GET /v1/releases", EMPTY)
    gateway.on("GET /v1/services", EMPTY)
    gateway.on("POST /v1/releases", Answer({"id": "r1", "code": "R-1"}, 201))
    log_in(page, gateway, at="/office/", role="district", scope="chaoyang")
    page.get_by_test_id("tab-new").click()
    page.get_by_test_id("create-release").click()
    expect(page.get_by_test_id("title")).to_be_focused()
    page.get_by_test_id("title").fill("儿童剧")
    page.get_by_test_id("stock").fill("50")
    page.get_by_test_id("opens_at").fill("2030-04-25T10:00:00")
    page.get_by_test_id("closes_at").fill("2030-04-25T12:00:30")
    page.get_by_test_id("create-release").click()
    page.get_by_test_id("dialog-no").click()
    assert not gateway.calls["POST /v1/releases"]
    page.get_by_test_id("create-release").click()
    page.get_by_test_id("dialog-yes").click()
    expect(page.get_by_test_id("toast")).to_contain_text("R-1")
    (made,) = gateway.calls["POST /v1/releases"]
    assert made.body == {
        "title": "儿童剧",
        "venue": "",
        "description": "",
        "districts": ["chaoyang"],
        "stock": 50,
        "opens_at": "2030-04-25T02:00:00.000Z",
        "closes_at": "2030-04-25T04:00:30.000Z",
        "service_id": None,
        "event_starts_at": None,
        "event_ends_at": None,
        "return_until": None,
        "waiting_list": True,
        "mode": "first_come",
    }


def test_staff_see_what_their_role_is_for(page: Page, gateway: ScriptedGateway) -> None:
    gateway.on("GET /v1/needs", EMPTY)
    gateway.on("GET /v1/need-kinds", EMPTY)
    log_in(page, gateway, at="/office/", role="grassroots", scope="chaoyang/street-1")
    expect(page.get_by_test_id("new-need")).to_be_visible()
    expect(page.get_by_test_id("tab-import")).to_have_count(0)


@pytest.mark.parametrize(
    ("result", "reason", "words"),
    [
        ("admitted", "", "请入场"),
        ("already_used", "", "已用过"),
        ("invalid", "forged", "不是工会发出的票"),
        ("invalid", "cancelled", "这张票已取消"),
    ],
)
def test_the_door_tells_from_afar(
    page: Page, gateway: ScriptedGateway, result: str, reason: str, words: str
) -> None:
    answer: dict[str, Any] = {
        "result": result,
        "reason": reason,
        "ticket_id": None,
        "title": "儿童剧",
        "used_at": moment(),
        "server_time": moment(),
    }
    gateway.on("GET /v1/ticket-keys", Answer({"keys": []}))
    gateway.on("POST /v1/check-ins", Answer(status=0), Answer(answer))
    log_in(page, gateway, at="/door/", role="venue", scope="chaoyang")
    code = page.get_by_test_id("code")
    code.fill(" UH1.signed ")
    code.press("Enter")
    shown = page.get_by_test_id("result")
    expect(shown).to_have_attribute("data-result", result)
    expect(shown).to_contain_text(words)
    expect(code).to_be_focused()
    expect(code).to_have_value("")
    lost, repeated = gateway.calls["POST /v1/check-ins"]
    assert repeated.body["code"] == "UH1.signed"
    assert repeated.body == lost.body
    assert lost.headers["idempotency-key"] == repeated.headers["idempotency-key"]
