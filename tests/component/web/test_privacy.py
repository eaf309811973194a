"""The city's office finds a member, erases, declines, and sees how far an erasure is."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.component.web.gateway import Answer, ScriptedGateway, problem
from tests.component.web.looks import TOO_WIDE
from tests.component.web.test_staff import log_in as log_in_staff

pytestmark = pytest.mark.browser


def erasure(number: int, state: str, **change: Any) -> dict[str, Any]:
    made = {
        "id": f"e{number}",
        "member_id": f"m{number}",
        "state": state,
        "asked_by": "m1",
        "asked_at": "2026-04-25T01:00:00.000Z",
        "asked_because": "退会",
        "decided_by": "",
        "decided_at": None,
        "reason": "",
        "done_at": None,
        "parts": [],
    }
    return made | change


def test_an_office_erases_declines_and_sees_which_services_are_done(
    page: Page, gateway: ScriptedGateway
) -> None:
    parts = [
        {"service": "members", "done_at": "2026-04-25T01:00:00.000Z", "erased": {}},
        {"service": "notify", "done_at": None, "erased": {}},
    ]
    running = erasure(1, "running", parts=parts)
    listed = {"items": [erasure(1, "asked"), erasure(2, "asked")], "next_cursor": None}
    gateway.on("GET /v1/erasures", Answer(listed))
    gateway.on("POST /v1/members/m1/erasures", problem(409, "holds_places"), Answer(running, 202))
    gateway.on("POST /v1/erasures/e2/refusal", Answer(erasure(2, "refused")))
    gateway.on("POST /v1/members/lookups", Answer({"member_id": "m3", "name_masked": "王**"}))
    gateway.on("GET /v1/members/m3/export", Answer({"missing": []}))
    gateway.on("GET /v1/releases", Answer({"items": [], "next_cursor": None}))
    log_in_staff(page, gateway, at="/office/", role="federation", scope="")
    page.get_by_test_id("tab-privacy").click()
    expect(page.get_by_test_id("erasure")).to_have_count(2)
    first, second = page.get_by_test_id("erasure").all()
    first.get_by_test_id("reason").first.fill("来信 7 号")
    first.get_by_test_id("erase").press("Enter")
    expect(page.get_by_test_id("problem")).to_contain_text("请先退掉")
    first.get_by_test_id("erase").press("Enter")
    expect(page.get_by_test_id("part")).to_have_count(2)
    expect(page.get_by_test_id("part").last).to_have_attribute("data-done", "false")
    second.get_by_test_id("refuse").press("Enter")
    expect(second.get_by_test_id("reason").last).to_be_focused()
    second.get_by_test_id("reason").last.fill("请本人到场")
    second.get_by_test_id("refuse").press("Enter")
    expect(second).to_have_attribute("data-state", "refused")
    page.get_by_test_id("card-no").fill("6200 0000 0000 0011")
    page.get_by_test_id("look-up").click()
    expect(page.get_by_test_id("member")).to_contain_text("王**")
    with page.expect_download():
        page.get_by_test_id("member").get_by_test_id("export-data").click()
    assert not page.evaluate(TOO_WIDE)
