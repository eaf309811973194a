"""The frame of the pages beside the member's own: who may see them, their tabs, their title."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.component.web.demand import KEPT, items
from tests.component.web.gateway import PLACE, ScriptedGateway

pytestmark = pytest.mark.browser
# Where, what its view asks for, its tabs.
FRAMES = [
    ("/classes/", "class-seasons me/children me/class-applications", ["list", "mine", "children"]),
    ("/voice/", "me/surveys", ["surveys", "needs"]),
    ("/receipts/", "me/receipts", []),
]
KEY = json.dumps("uh.session.member")


@pytest.mark.parametrize(("path", "calls", "tabs"), FRAMES)
def test_who_is_not_logged_in_is_shown_the_way_and_comes_in_by_it(
    page: Page, gateway: ScriptedGateway, path: str, calls: str, tabs: list[str]
) -> None:
    for call in calls.split():
        gateway.on(f"GET /v1/{call}", items())
    page.goto(path)
    expect(page.get_by_test_id("to-log-in")).to_have_attribute("href", "/")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.locator("nav")).to_be_hidden()
    assert gateway.count() == 0

    # Another tab logs in.
    kept = json.dumps(json.dumps(KEPT))
    page.evaluate(
        f"""() => {{
          localStorage.setItem({KEY}, {kept});
          dispatchEvent(new StorageEvent("storage", {{ key: {KEY} }}));
        }}"""
    )
    expect(page.get_by_test_id("to-log-in")).to_have_count(0)
    expect(page.locator("nav a")).to_have_count(len(tabs))
    expect(page.locator("nav")).to_be_visible(visible=bool(tabs))
    expect(page.locator("uh-empty")).to_be_visible()
    assert gateway.count() == len(calls.split())


def test_the_tab_of_the_address_is_the_current_one(page: Page, gateway: ScriptedGateway) -> None:
    gateway.on("GET /v1/open-needs", items())
    gateway.on("GET /v1/me/surveys", items())
    page.goto("/blank")
    page.evaluate(f"localStorage.setItem({KEY}, {json.dumps(json.dumps(KEPT))})")
    page.goto(f"{PLACE}/voice/#/needs")
    expect(page.get_by_test_id("tab-needs")).to_have_attribute("aria-current", "page")
    heading = page.get_by_role("heading", level=1)
    expect(page).to_have_title(f"{heading.inner_text()} · 工会会员日")
    page.get_by_test_id("tab-surveys").click()
    expect(page.get_by_test_id("tab-surveys")).to_have_attribute("aria-current", "page")
    expect(page.get_by_test_id("tab-needs")).not_to_have_attribute("aria-current", "page")
    page.get_by_test_id("language").click()
    expect(page.get_by_test_id("tab-surveys")).to_have_text("Surveys")
    expect(heading).to_be_visible()
