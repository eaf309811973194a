"""Members whom no message reached: a day's figures, the list, a call and what came of it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.component.web.demand import items, office
from tests.component.web.gateway import Answer, ScriptedGateway, moment, problem
from tests.component.web.looks import TOO_SMALL, TOO_WIDE, picture

pytestmark = pytest.mark.browser
ENTRY: dict[str, Any] = {
    "id": "c1",
    "kind": "ticket",
    "subject_id": "t1",
    "member_id": "0190-member",
    "title": "室内攀岩亲子专场",
    "reason": "unconfirmed",
    "happened_at": moment(-90000),
    "ends_at": None,
    "listed_at": moment(-3600),
    "tries": 0,
    "outcome": "",
    "closed_at": None,
    "closed_by": "",
}
KIND = {"kind": "ticket", "total": 40, "open": 0, "reached": 36, "taken": 0, "ended": 1}
DAY = Answer({"day": "2026-04-25", "items": [{**KIND, "listed": 3}], "to_call": 3})
EXCEL = "POST /v1/call-list/exports"


def story(*notes: tuple[str, str], **changes: Any) -> Answer:
    """An entry and what was done about it."""
    told = [{"at": moment(), "what": what, "by": "s", "note": note} for what, note in notes]
    return Answer({"entry": {**ENTRY, **changes}, "notes": told})


def test_the_day_is_reconciled_and_the_list_filtered_and_taken_along(
    page: Page, gateway: ScriptedGateway
) -> None:
    gateway.on("GET /v1/reconciliation", DAY)
    gateway.on("GET /v1/call-list", items(ENTRY), items(ENTRY), items())
    headers = {
        "content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "content-disposition": "attachment; filename*=UTF-8''calls-2026-04-26.xlsx",
    }
    gateway.on(EXCEL, problem(503, "unavailable"), Answer("PK", headers=headers))
    office(page, gateway, at="#/phoning")
    row = page.locator("[data-kind=ticket] td")
    expect(row).to_have_text(["40", "36", "0", "1", "3", "0"])
    expect(page.get_by_test_id("to-call")).to_contain_text("3")
    expect(page.get_by_test_id("entry")).to_contain_text("没有回执，也没看")
    assert page.evaluate(TOO_SMALL) == []
    assert not page.evaluate(TOO_WIDE)
    picture(page, "phoning")
    page.get_by_test_id("reason").select_option("unconfirmed")
    expect(page.get_by_test_id("entry")).to_have_count(1)
    with page.expect_download() as taken:
        page.get_by_test_id("excel").press("Enter")  # a lost answer is asked for again
    assert taken.value.suggested_filename == "calls-2026-04-26.xlsx"
    assert gateway.calls[EXCEL][-1].body == {"reason": "unconfirmed"}
    page.get_by_test_id("state").select_option("closed")
    expect(page.get_by_test_id("entry")).to_have_count(0)
    with page.expect_request("**/v1/reconciliation?day=2026-04-25"):
        page.get_by_test_id("day").fill("2026-04-25")


def test_somebody_is_phoned_and_what_came_of_it_is_noted(
    page: Page, gateway: ScriptedGateway
) -> None:
    place = "/v1/call-list/c1"
    gateway.on(
        f"GET {place}",
        story(),
        story(("number_shown", ""), ("no_answer", "在上夜班"), tries=1, outcome="no_answer"),
        story(("reached", ""), outcome="reached", closed_at=moment(), closed_by="s"),
    )
    gateway.on(f"POST {place}/number", Answer({"name": "赵小满", "number": "13812345678"}))
    gateway.on(f"POST {place}/outcomes", story())
    office(page, gateway, at="#/phoning/c1")
    expect(page.get_by_test_id("show-number")).to_be_visible()
    assert "13812345678" not in page.content()
    page.get_by_test_id("show-number").press("Enter")
    number = page.get_by_test_id("number")
    expect(number).to_contain_text("赵小满")
    assert number.locator("a").get_attribute("href") == "tel:13812345678"
    page.get_by_test_id("outcome").select_option("no_answer")
    page.get_by_test_id("note").fill("在上夜班")
    assert page.evaluate(TOO_SMALL) == []
    assert not page.evaluate(TOO_WIDE)
    picture(page, "phone-call")
    page.get_by_test_id("tick-off").click()
    expect(page.get_by_test_id("call-note")).to_have_count(2)
    expect(page.get_by_test_id("call-note").last).to_contain_text("在上夜班")
    assert gateway.calls[f"POST {place}/outcomes"][-1].body == {
        "outcome": "no_answer",
        "note": "在上夜班",
    }
    page.get_by_test_id("tick-off").click()
    expect(page.get_by_test_id("call-note")).to_have_count(1)
    for name in ("show-number", "tick-off"):
        expect(page.get_by_test_id(name)).to_have_count(0)


def test_an_auditor_sees_the_list_and_no_number(page: Page, gateway: ScriptedGateway) -> None:
    gateway.on("GET /v1/reconciliation", DAY)
    gateway.on("GET /v1/call-list", items(ENTRY))
    gateway.on("GET /v1/call-list/c1", story())
    office(page, gateway, role="auditor", at="#/phoning")
    expect(page.get_by_test_id("entry")).to_be_visible()
    expect(page.get_by_test_id("excel")).to_have_count(0)
    page.get_by_role("link", name="室内攀岩亲子专场").click()
    expect(page.locator("main")).to_contain_text("还没有人打过")
    for name in ("show-number", "tick-off"):
        expect(page.get_by_test_id(name)).to_have_count(0)
