"""From a member's answer to the office's report, on the demonstration's surveys."""

from __future__ import annotations

import io

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_member_day import Member
from tests.support.client import Client, account_of

pytestmark = pytest.mark.browser
CLOSED, OPEN = "2026年第一批服务项目意向调查", "2026年第二批服务项目意向调查"


def into_the_office(page: Page, address: str, at: str) -> None:
    """Log in as the federation."""
    account = account_of(Client(address).accounts(), role="federation")
    page.goto(f"/office/{at}")
    page.get_by_test_id("username").fill(account["username"])
    page.get_by_test_id("password").fill(account["password"])
    page.get_by_test_id("log-in").click()


def test_a_member_answers_once_and_supports_a_need(page, run):
    member = Member(page, run.address, number=3)
    member.log_in()
    page.get_by_test_id("tab-voice").click()
    page.get_by_test_id("survey").filter(has_text=OPEN).get_by_test_id("answer").click()
    page.get_by_role("radio").first.press("Space")
    page.get_by_role("checkbox").nth(1).press("Space")
    page.get_by_test_id("question-q3").locator("select").first.select_option(index=2)
    page.get_by_role("radio", name="5", exact=True).press("Space")
    page.get_by_test_id("question-q5").locator("textarea").fill("电话13800138000，请多办")
    member.shot("survey-form")
    page.get_by_test_id("send-answers").click()
    expect(page.get_by_test_id("receipt")).to_have_attribute("data-outcome", "counted")
    page.reload()
    expect(page.get_by_test_id("receipt")).to_have_attribute("data-outcome", "already_counted")

    page.get_by_test_id("tab-needs").click()
    first = page.get_by_test_id("need").first
    first.get_by_test_id("support").click()
    expect(first.get_by_test_id("support")).to_have_attribute("aria-pressed", "true")
    page.get_by_test_id("my-needs").locator("summary").click()
    expect(page.get_by_test_id("my-needs").get_by_test_id("need")).to_have_count(1)
    member.shot("needs")


def test_the_office_reads_the_report_and_what_was_decided(page, run):
    into_the_office(page, run.address, "#/surveys")
    page.get_by_role("link", name=CLOSED).click()
    page.get_by_test_id("to-report").click()
    expect(page.get_by_test_id("report-state")).to_have_text("已公布")
    page.get_by_test_id("chart-q1").locator("summary").click()
    drawn = page.get_by_test_id("chart-q1").locator("img")
    expect(drawn).to_have_js_property("complete", True)
    assert drawn.evaluate("picture => picture.naturalWidth") > 0
    with page.expect_download() as saved:
        page.get_by_test_id("excel").click()
    assert saved.value.suggested_filename == "DEMOSV01-report.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(saved.value.path().read_bytes()))
    assert book["participants"]["C2"].value == 1000
    page.go_back()
    page.get_by_test_id("to-selection").click()
    expect(page.get_by_test_id("decided")).to_have_count(36)
    expect(page.get_by_test_id("decision")).to_contain_text("顺位递补")


def test_the_office_proposes_settles_and_decides_on_needs(page, run):
    into_the_office(page, run.address, "#/surveys")
    page.get_by_role("link", name=OPEN).click()
    page.get_by_test_id("to-sheets").click()
    with page.expect_download() as saved:
        page.get_by_test_id("batches").locator("summary").click()
        page.get_by_test_id("template").click()
    book = openpyxl.load_workbook(io.BytesIO(saved.value.path().read_bytes()))
    assert book["sheets"]["A1"].value == "sheet_no"
    page.get_by_test_id("settle").click()
    page.get_by_test_id("reason").fill("第一遍看错了行")
    page.get_by_test_id("settle-sheet").click()
    expect(page.get_by_test_id("sheet")).to_have_count(1)
    expect(page.get_by_test_id("sheet")).not_to_have_attribute("data-state", "differing")

    page.goto("/office/#/needs//submitted")
    page.get_by_test_id("open-need").first.click()
    page.get_by_test_id("accept").click()
    expect(page.get_by_test_id("need-state")).to_have_text("已受理")
    expect(page.get_by_test_id("similar").first).to_be_visible()
