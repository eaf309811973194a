"""Needs: written with similar ones in sight, decided by the federation, supported by members."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.component.web.demand import items, member, need, office, story
from tests.component.web.gateway import Answer, ScriptedGateway

pytestmark = pytest.mark.browser
KINDS = [{"need_class": "work", "code": "job-skills", "name": "职业技能", "name_en": "Job skills"}]


@pytest.fixture
def house(gateway: ScriptedGateway) -> ScriptedGateway:
    """A gateway with one need, and one that is like it."""
    gateway.on("GET /v1/need-kinds", items(*KINDS))
    gateway.on("GET /v1/needs", items(need()))
    other = need("n2", title="夜班职工睡眠讲座", state="accepted")
    gateway.on("GET /v1/similar-needs", items({"need": other, "likeness": 0.62}))
    return gateway


def test_similar_needs_are_shown_while_one_is_written(page: Page, house: ScriptedGateway) -> None:
    office(page, house, at="#/needs", role="grassroots")
    page.get_by_test_id("new-need").locator("summary").click()
    page.get_by_test_id("need-title").press_sequentially("睡眠改善", delay=20)
    expect(page.get_by_test_id("similar-needs")).to_contain_text("夜班职工睡眠讲座")
    expect(page.get_by_test_id("similar-needs")).to_contain_text("62%")
    # One look after the typing, not one a letter.
    assert len(house.calls["GET /v1/similar-needs"]) == 1


def test_a_need_is_declined_with_a_reason_only(page: Page, house: ScriptedGateway) -> None:
    rejected = need(state="rejected")
    house.on("GET /v1/needs/n1", story(need()), story(rejected))
    house.on("POST /v1/needs/n1/rejection", Answer(rejected))
    office(page, house, at="#/needs")
    page.get_by_test_id("open-need").click()
    expect(page.get_by_test_id("supporters")).to_have_text("12")
    page.get_by_test_id("reject").click()
    expect(page.get_by_test_id("reason")).to_be_focused()
    assert not house.calls["POST /v1/needs/n1/rejection"]
    page.get_by_test_id("reason").fill("已有同类项目")
    page.get_by_test_id("reject").click()
    expect(page.get_by_test_id("need-state")).to_have_text("未受理")
    (asked,) = house.calls["POST /v1/needs/n1/rejection"]
    assert asked.body == {"reason": "已有同类项目"}
    expect(page.get_by_test_id("accept")).to_have_count(0)


def test_similar_needs_are_merged_and_let_go_again(page: Page, house: ScriptedGateway) -> None:
    accepted = need(state="accepted")
    other = need("n2", title="夜班职工睡眠讲座", state="merged", merged_into="n1")
    waiting = {"need": need("n3"), "likeness": 0.5}
    like = {"need": need("n2", state="accepted"), "likeness": 0.62}
    house.on("GET /v1/similar-needs", items(like, waiting))
    house.on("GET /v1/needs/n1", story(accepted), story(accepted, merged=[other]), story(accepted))
    house.on("POST /v1/needs/n1/merges", Answer(accepted))
    house.on("POST /v1/needs/n2/unmerge", Answer(need("n2", state="accepted")))
    office(page, house, at="#/needs/n1")
    boxes = page.get_by_test_id("similar").locator("input")
    expect(boxes.nth(1)).to_be_disabled()  # not taken on yet
    boxes.first.check()
    page.get_by_test_id("merge").click()
    page.get_by_test_id("dialog-yes").click()
    expect(page.get_by_test_id("merged")).to_contain_text("夜班职工睡眠讲座")
    (asked,) = house.calls["POST /v1/needs/n1/merges"]
    assert asked.body == {"need_ids": ["n2"], "reason": ""}
    page.get_by_test_id("merged").get_by_test_id("unmerge").click()
    expect(page.get_by_test_id("merged")).to_have_count(0)


def test_a_union_sees_what_its_need_became_but_decides_nothing(
    page: Page, house: ScriptedGateway
) -> None:
    merged = need(state="merged", merged_into="n2")
    became = need("n2", title="睡眠服务包", state="selected")
    project = {"code": "B1-03", "title": "睡眠服务包", "awards": [{"provider_name": "心晴中心"}]}
    house.on("GET /v1/needs/n1", story(merged, became=became, project=project))
    office(page, house, at="#/needs/n1", role="grassroots")
    expect(page.locator("main")).to_contain_text("睡眠服务包")
    expect(page.locator("main")).to_contain_text("已入选")
    expect(page.locator("main")).to_contain_text("B1-03 睡眠服务包")
    expect(page.locator("main")).to_contain_text("心晴中心")
    for name in ("accept", "reject", "merge", "unmerge"):
        expect(page.get_by_test_id(name)).to_have_count(0)


def test_a_member_supports_a_need_and_takes_it_back(page: Page, gateway: ScriptedGateway) -> None:
    brief = need(state="accepted")
    supported = {"need": brief, "supporters": 8, "supported": True}
    gateway.on("GET /v1/open-needs", items({**supported, "supporters": 7, "supported": False}))
    gateway.on("POST /v1/needs/n1/support", Answer(supported))
    gateway.on(
        "DELETE /v1/needs/n1/support", Answer({**supported, "supporters": 7, "supported": False})
    )
    member(page, "#/needs")
    button = page.get_by_test_id("support")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.press("Enter")
    expect(page.get_by_test_id("supporters")).to_contain_text("8")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    button.press("Enter")
    expect(page.get_by_test_id("supporters")).to_contain_text("7")
    gateway.on("GET /v1/open-needs", items({**supported, "need": need(state="selected")}))
    mine = page.get_by_test_id("my-needs")
    mine.locator("summary").click()
    expect(mine.get_by_test_id("need-state")).to_have_text("已入选")
    expect(mine.get_by_test_id("support")).to_be_hidden()


def test_who_is_not_logged_in_is_sent_to_the_log_in(page: Page, gateway: ScriptedGateway) -> None:
    page.goto("/voice/")
    expect(page.locator("main a.button")).to_have_attribute("href", "/")
    assert gateway.count() == 0
