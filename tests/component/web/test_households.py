"""Who comes along, for whom a release is, and the counter."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.component.web.gateway import Answer, Call, ScriptedGateway, problem
from tests.component.web.looks import TOO_WIDE
from tests.component.web.test_member import CLAIM, SVG, TICKET, log_in, outcome, releases
from tests.component.web.test_member import house as house
from tests.component.web.test_staff import EMPTY
from tests.component.web.test_staff import log_in as log_in_staff

pytestmark = pytest.mark.browser

ASKS = {
    "audiences": ["volunteer", "deaf"],
    "ages": {"least": 18, "most": 60},
    "companion_ages": {"least": 3, "most": 12},
    "least_companions": 1,
    "most_companions": 2,
    "not_won_in_last": 1,
}
CHILDREN = [{"id": f"c{n}", "name": name} for n, name in enumerate(["小满", "小寒", "小雪"])]


def test_who_comes_along_is_chosen_sent_and_shown_on_the_ticket(
    page: Page, house: ScriptedGateway
) -> None:
    house.on("GET /v1/releases", releases(-60, eligibility=ASKS))
    house.on("GET /v1/me/children", Answer({"items": CHILDREN}))
    # Lost on the way: the same key must ask for the same people.
    house.on(CLAIM, Answer(status=0), outcome("won", ticket_id="t1"))
    card = log_in(page)
    rules = card.get_by_test_id("rules")
    for words in ("志愿者、听障会员", "18–60", "1–2 人", "3–12", "最近 1 批"):
        expect(rules).to_contain_text(words)
    boxes = card.get_by_test_id("companion")
    boxes.nth(0).check()
    boxes.nth(2).check()
    expect(boxes.nth(1)).to_be_disabled()
    expect(card.get_by_test_id("company")).to_contain_text("3 个名额")
    card.get_by_test_id("claim").click()
    expect(card.get_by_test_id("outcome")).to_have_attribute("data-outcome", "won")
    lost, repeated = house.calls[CLAIM]
    assert lost.body == repeated.body == {"companions": ["c0", "c2"]}
    assert lost.headers["idempotency-key"] == repeated.headers["idempotency-key"]
    ticket = TICKET | {"places": 3, "companions": ["小满", "小雪"]}
    house.on("GET /v1/me/tickets/t1", Answer(ticket))
    house.on("GET /v1/me/tickets/t1/code.svg", Answer(SVG, headers={"content-type": "text/plain"}))
    card.get_by_test_id("show-ticket").click()
    expect(page.get_by_test_id("pass-company")).to_contain_text("共 3 人：你和 小满 小雪")


def test_a_wrong_choice_is_named_and_can_be_mended(page: Page, house: ScriptedGateway) -> None:
    house.on("GET /v1/releases", releases(-60, eligibility=ASKS))
    house.on("GET /v1/me/children", Answer({"items": CHILDREN}))

    def decide(call: Call) -> Answer:
        return outcome("won") if call.body else outcome("not_eligible", "companion_needed")

    house.on(CLAIM, decide)
    card = log_in(page)
    button = card.get_by_test_id("claim")
    expect(card.get_by_test_id("companion")).to_have_count(3)
    button.click()
    expect(card.get_by_test_id("outcome")).to_contain_text("请先选择同行人")
    card.get_by_test_id("companion").nth(1).check()
    button.click()
    expect(card.get_by_test_id("outcome")).to_have_attribute("data-outcome", "won")
    first, second = house.calls[CLAIM]
    assert (first.body, second.body) == (None, {"companions": ["c1"]})
    assert first.headers["idempotency-key"] != second.headers["idempotency-key"]


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("union", "指定工会"),
        ("age", "年龄"),
        ("audience", "特定人群"),
        ("recent_win", "最近几批"),
        ("cool_down", "暂时不能抢票"),
    ],
)
def test_the_rule_that_refused_is_named(
    page: Page, house: ScriptedGateway, reason: str, words: str
) -> None:
    house.on(CLAIM, outcome("not_eligible", reason))
    card = log_in(page)
    card.get_by_test_id("claim").click()
    expect(card.get_by_test_id("outcome")).to_contain_text(words)
    expect(card.get_by_test_id("claim")).to_be_hidden()
    # A release for everybody of the district costs no further question.
    assert "GET /v1/me/children" not in house.calls


def test_a_release_with_rules_and_parts_is_made(page: Page, gateway: ScriptedGateway) -> None:
    gateway.on("GET /v1/releases", EMPTY)
    gateway.on("GET /v1/services", EMPTY)
    gateway.on("POST /v1/releases", Answer({"id": "r1", "code": "R-1"}, 201))
    log_in_staff(page, gateway, at="/office/", role="district", scope="chaoyang")
    page.get_by_test_id("tab-new").click()
    fills = {
        "title": "亲子剧",
        "stock": "50",
        "opens_at": "2030-04-25T10:00:00",
        "closes_at": "2030-04-26T10:00:00",
    }
    for name, value in fills.items():
        page.get_by_test_id(name).fill(value)
    page.get_by_test_id("rules").locator("summary").click()
    rules = {
        "most_companions": "2",
        "companion_age_least": "3",
        "companion_age_most": "12",
        "share_district": "20",
        "share_sms": "5",
        "rolls_over": "2030-04-25T20:00:00",
    }
    for name, value in rules.items():
        page.get_by_test_id(name).fill(value)
    page.get_by_test_id("rules").locator("input[value=volunteer]").check()
    page.get_by_test_id("create-release").click()
    page.get_by_test_id("dialog-yes").click()
    expect(page.get_by_test_id("toast")).to_contain_text("R-1")
    (made,) = gateway.calls["POST /v1/releases"]
    assert made.body["eligibility"] == {
        "audiences": ["volunteer"],
        "companion_ages": {"least": 3, "most": 12},
        "most_companions": 2,
    }
    rolls = "2030-04-25T12:00:00.000Z"
    assert made.body["allocations"] == [
        {"pool": "district:chaoyang", "places": 20, "rolls_over_at": rolls},
        {"pool": "channel:sms", "places": 5, "rolls_over_at": rolls},
    ]


def test_staff_claim_for_who_is_present(page: Page, gateway: ScriptedGateway) -> None:
    child = {"id": "c1", "name_masked": "小*", "relation": "child", "birth_date": "2020-04-25"}
    member = {"name_masked": "王**", "district": "chaoyang", "companions": [child]}
    gateway.on("POST /v1/counter/members", problem(404, "card_not_found"), Answer(member))
    gateway.on("GET /v1/releases", releases(-60))
    newcomer = "POST /v1/counter/companions"
    gateway.on(newcomer, Answer(child | {"id": "c2", "name_masked": "王**"}, 201))
    decided: dict[str, Any] = {
        "outcome": "won",
        "reason": "",
        "title": "儿童剧",
        "short_code": "7KQM2P",
        "places": 2,
        "name_masked": "王**",
    }
    claim = "POST /v1/releases/r1/counter-claims"
    gateway.on(claim, Answer(decided))
    log_in_staff(page, gateway, at="/office/", role="counter", scope="chaoyang")
    expect(page.get_by_test_id("tab-new")).to_have_count(0)
    page.get_by_test_id("card-no").fill("6200 0000 0000 0011")
    page.get_by_test_id("look-up").click()
    expect(page.get_by_test_id("problem")).to_have_attribute("data-code", "card_not_found")
    page.get_by_test_id("look-up").click()
    expect(page.get_by_test_id("counter-member")).to_have_text("王**")
    page.get_by_test_id("companion").check()
    page.get_by_text("登记新的同行人").press("Enter")
    page.get_by_test_id("new-name").fill("王小满")
    page.get_by_test_id("new-born").fill("2018-05-01")
    page.get_by_test_id("new-relation").select_option("companion")
    page.get_by_test_id("new-reason").fill("随行")
    page.get_by_test_id("new-companion").press("Enter")
    expect(page.get_by_test_id("companion")).to_have_count(2)
    expect(page.get_by_test_id("companion").last).to_be_checked()
    assert not page.evaluate(TOO_WIDE)
    page.get_by_test_id("counter-claim").click()
    expect(page.get_by_test_id("reason")).to_be_focused()
    page.get_by_test_id("reason").fill("不用智能手机")
    page.get_by_test_id("counter-claim").click()
    expect(page.get_by_test_id("outcome")).to_have_attribute("data-outcome", "won")
    expect(page.get_by_test_id("short-code")).to_have_text("7KQM2P")
    (asked,) = gateway.calls[claim]
    assert asked.body == {
        "card_no": "6200 0000 0000 0011",
        "companions": ["c1", "c2"],
        "wish": "place",
        "reason": "不用智能手机",
    }
    (added,) = gateway.calls[newcomer]
    assert added.body == {
        "card_no": "6200 0000 0000 0011",
        "name": "王小满",
        "birth_date": "2018-05-01",
        "relation": "companion",
        "reason": "随行",
    }
    assert asked.headers["idempotency-key"]
