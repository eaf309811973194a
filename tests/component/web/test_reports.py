"""The report of a release in the office: figures, charts, tables and files."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.component.web.gateway import Answer, ScriptedGateway, moment, problem
from tests.component.web.looks import picture
from tests.component.web.test_staff import log_in

pytestmark = pytest.mark.browser
GROUPS = {"won": 2, "waiting": 0, "sold_out": 3, "not_eligible": 1, "repeated": 0, "not_open": 0}


def report(**change: Any) -> dict[str, Any]:
    return {
        "release_id": "r1",
        "code": "R-1",
        "title": "儿童剧",
        "state": "closed",
        "mode": "first_come",
        "made_at": moment(),
        "accounting": {"requests": 6, "groups": GROUPS, "adds_up": True},
        "places": {
            "stock": 4,
            "held": 2,
            "used": 1,
            "given_back": 0,
            "no_shows": None,
            "fill_rate": 0.5,
            "attendance": None,
        },
        "by_district": [{"district": "chaoyang", "requests": 6, "groups": GROUPS}],
        "by_reason": [{"group": "not_eligible", "reason": "district", "requests": 1}],
        "by_minute": [
            {"minute": moment(60 * n), "requests": 1, "groups": GROUPS} for n in range(300)
        ],
    } | change


PARTS: dict[str, Any] = {"stock": 4, "remaining": 2, "general": 2, "items": []}


def part(pool: str, **changes: Any) -> dict[str, Any]:
    """A part of a stock."""
    numbers = {"places": 10, "taken": 4, "remaining": 6, "rolled_over": 0}
    return {"pool": pool, **numbers, "rolls_over_at": None, "rolled_over_at": None, **changes}


@pytest.fixture
def office(gateway: ScriptedGateway) -> ScriptedGateway:
    release = {
        "id": "r1",
        "code": "R-1",
        "title": "儿童剧",
        "districts": ["chaoyang"],
        "opens_at": moment(),
        "closes_at": moment(3600),
        "stock": 4,
        "remaining": 2,
        "state": "open",
    }
    gateway.on("GET /v1/releases", Answer({"items": [release], "next_cursor": None}))
    gateway.on("GET /v1/releases/r1/report", Answer(report()))
    gateway.on("GET /v1/releases/r1/allocations", Answer(PARTS))
    return gateway


def test_a_report_shows_charts_and_the_same_in_tables(page: Page, office: ScriptedGateway) -> None:
    log_in(page, office, at="/office/", role="auditor", scope="")
    page.get_by_test_id("release").get_by_role("link").click()
    accounting = page.get_by_test_id("table-accounting")
    expect(accounting).to_contain_text("抢到")
    assert accounting.locator("tbody tr").all_inner_texts()[-1].split() == ["请求总数", "6"]
    expect(page.get_by_test_id("adds-up")).to_contain_text("等于")
    expect(page.get_by_test_id("table-places")).to_contain_text("50.0 %")
    expect(page.get_by_test_id("table-districts")).to_contain_text("朝阳")
    assert page.get_by_test_id("table-minutes").locator("tbody tr").count() == 300
    expect(page.get_by_role("img", name="每分钟的请求")).to_be_visible()
    # Three hundred minutes are drawn together, so that each column can be seen.
    assert page.get_by_role("img", name="每分钟的请求").locator("rect").count() == 100


def test_a_sum_that_does_not_add_up_is_said(page: Page, office: ScriptedGateway) -> None:
    wrong = report(accounting={"requests": 7, "groups": GROUPS, "adds_up": False})
    office.on("GET /v1/releases/r1/report", Answer(wrong))
    log_in(page, office, at="/office/#/report/r1", role="federation", scope="")
    expect(page.get_by_test_id("adds-up")).to_contain_text("不符")


def test_the_files_are_fetched_with_the_token(page: Page, office: ScriptedGateway) -> None:
    office.on("GET /v1/releases/r1/report.csv", Answer("a,b", 200, {"content-type": "text/csv"}))
    log_in(page, office, at="/office/#/report/r1", role="district", scope="chaoyang")
    with page.expect_download() as download:
        page.get_by_test_id("report-csv").click()
    assert download.value.suggested_filename == "R-1.csv"
    (call,) = office.calls["GET /v1/releases/r1/report.csv"]
    assert call.headers["authorization"] == "Bearer a"


def test_a_release_is_chosen_from_the_list(page: Page, office: ScriptedGateway) -> None:
    log_in(page, office, at="/office/", role="federation", scope="")
    page.get_by_test_id("tab-report").click()
    page.get_by_test_id("report-release").select_option("r1")
    expect(page.get_by_test_id("table-accounting")).to_be_visible()


def test_the_parts_of_the_stock_stand_beside_the_report(
    page: Page, office: ScriptedGateway
) -> None:
    over = {"rolled_over": 6, "remaining": 0, "rolled_over_at": "2030-05-01T02:00:00Z"}
    parts = [part("district:chaoyang", **over), part("channel:sms"), part("accessible")]
    kept = PARTS | {"stock": 50, "general": 20, "items": parts}
    office.on("GET /v1/releases/r1/allocations", problem(503, "unavailable"), Answer(kept))
    log_in(page, office, at="/office/#/report/r1", role="district", scope="chaoyang")
    rows = page.get_by_test_id("allocation")
    expect(rows).to_have_count(3)
    expect(page.get_by_test_id("allocations")).to_contain_text("共 50 张，通用部分还剩 20 张")
    first = rows.nth(0).inner_text().split("\t")
    assert first[:5] == ["朝阳区", "10", "4", "0", "6"]
    expect(rows.nth(0)).to_contain_text("5月1日")
    expect(rows.nth(1)).to_contain_text("短信抢票")
    picture(page, "report-parts")
