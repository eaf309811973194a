"""From two keys to one award, in the office's own pages, on the smallest tender there can be."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from chassis.errors import DomainError
from services.members.demo import PASSWORD
from services.projects.awards.calendar import shipped
from tests.component.web.looks import TOO_SMALL, TOO_WIDE, picture
from tests.e2e.tiny_tender import MARKS, PASSPHRASES, TinyTender, let_the_standstill_pass

pytestmark = pytest.mark.browser
WINNER, LOSER = MARKS


class Office:
    """The pages of one batch, as officers walk through them."""

    def __init__(self, page: Page, tender: TinyTender) -> None:
        self.page = page
        self.tender = tender

    def log_in(self, username: str, step: str) -> None:
        """Somebody else takes the chair."""
        self.page.evaluate("localStorage.clear()")
        self.page.goto(f"/office/?{username}#/batches/{self.tender.batch_id}/{step}")
        self.page.get_by_test_id("username").fill(username)
        self.page.get_by_test_id("password").fill(PASSWORD)
        self.page.get_by_test_id("log-in").click()
        expect(self.page.get_by_test_id("log-out")).to_be_visible()

    def at(self, step: str) -> None:
        """A step of the tender."""
        self.page.goto(f"/office/#/batches/{self.tender.batch_id}/{self.tender.tender_id}/{step}")

    def press(self, testid: str, *, sure: bool = False) -> None:
        """A button, and the question after it."""
        self.page.get_by_test_id(testid).first.press("Enter")
        if sure:
            self.page.get_by_test_id("dialog-yes").click()

    def seen(self, name: str) -> None:
        """It fits an old phone, and can be looked at."""
        assert self.page.evaluate(TOO_SMALL) == []
        assert not self.page.evaluate(TOO_WIDE)
        picture(self.page, f"procurement-{name}")

    def release(self, office: str) -> None:
        """Give out an office's half of the key."""
        self.page.get_by_test_id(f"passphrase-{office}").fill(PASSPHRASES[office])
        self.press(f"release-{office}")
        half = self.page.get_by_test_id(f"half-{office}")
        expect(half).to_have_attribute("data-state", "released")

    def form_panel(self) -> None:
        """Five members and a candidate for each role."""
        accounts = [each["id"] for each in self.tender.reviewers]
        people = [("member", at, accounts[at]) for at in range(5)]
        for kind, at, account in [*people, ("candidate", 0, accounts[5])]:
            self.page.get_by_test_id(f"{kind}-account_id").nth(at).select_option(account)
            expect(self.page.get_by_test_id(f"{kind}-name").nth(at)).not_to_have_value("")
        self.page.get_by_role("button", name="删除这一位").nth(1).click()
        self.page.get_by_test_id("lot-source").fill("福彩双色球第 2026071 期")
        self.press("form-panel")
        expect(self.page.get_by_test_id("panel")).to_have_count(1)


def test_two_keys_a_panel_a_ranking_and_an_award(page: Page, run) -> None:
    page.goto("/office/")
    tender = TinyTender(run.address)
    office = Office(page, tender)
    office.log_in("federation", "panels")
    expect(page.get_by_test_id("new-panel")).to_be_visible()
    tender.hand_in()
    office.form_panel()
    office.seen("panels")

    tender.close()
    page.goto(f"/office/#/batches/{tender.batch_id}/seal")
    expect(page.get_by_test_id("intake-sum").locator("td")).to_have_text(["2", "0", "0", "0", "1"])
    office.release("department")
    office.log_in("auditor", "seal")
    office.release("supervision")
    expect(page.get_by_test_id("opened")).to_be_visible()
    expect(page.get_by_test_id("intake-sum").locator("td")).to_have_text(["0", "0", "0", "2", "1"])
    office.seen("seal")

    office.log_in("federation", tender.tender_id)
    for name in MARKS:
        office.at("applications")
        page.get_by_role("link", name=name).click()
        expect(page.locator("[data-holds=yes]")).to_have_count(3)
        office.press("admit")
        expect(page.get_by_test_id("application-state")).to_have_text("通过")
    office.seen("application")

    office.at("sitting")
    expect(page.get_by_test_id("breaches")).to_contain_text("5 位还没有申报")
    tender.declare()
    page.reload()
    expect(page.get_by_test_id("keeps-rule")).to_be_visible()
    office.seen("sitting")
    office.press("open-scoring")
    expect(page.get_by_test_id("open-scoring")).to_have_count(0)

    tender.score()
    page.goto(f"/office/#/batches/{tender.batch_id}/progress")
    expect(page.locator("[data-state=submitted]")).to_have_count(10)
    office.seen("progress")
    office.at("ranking")
    office.press("count-scores")
    expect(page.get_by_test_id("ranked").first).to_contain_text(WINNER)
    expect(page.get_by_test_id("by-median").first).to_contain_text("92 第 1")
    office.seen("ranking")
    office.press("fix-ranking", sure=True)
    expect(page.get_by_test_id("ranking-fixed")).to_be_visible()

    office.at("award")
    page.get_by_test_id("working_days").fill("3")
    office.press("publish-notice")
    try:
        shipped().end_of(datetime.now(UTC), 3)
    except DomainError:
        expect(page.get_by_test_id("problem")).to_contain_text("放假安排")
        return
    expect(page.get_by_test_id("award")).to_have_attribute("data-state", "standstill")
    office.press("confirm-award", sure=True)
    expect(page.get_by_test_id("toast")).to_contain_text("另一位工作人员")
    office.log_in("federation-2", f"{tender.tender_id}/award")
    office.press("confirm-award", sure=True)
    expect(page.get_by_test_id("toast")).to_contain_text("公示期还没有满")
    office.seen("notice")
    let_the_standstill_pass(run.folder)
    page.reload()
    office.press("confirm-award", sure=True)
    expect(page.get_by_test_id("award")).to_have_attribute("data-state", "confirmed")
    expect(page.get_by_test_id("letter")).to_contain_text([f"{WINNER}中选", f"{LOSER}候补"])
    office.seen("award")
