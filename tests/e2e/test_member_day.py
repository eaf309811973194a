"""The member day in a real browser: from the card number to the door."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import ARTEFACTS
from tests.support.client import Client, account_of, members_of
from tests.support.waiting import eventually

pytestmark = pytest.mark.browser


class Member:
    """A member at the page."""

    def __init__(self, page: Page, address: str, *, number: int) -> None:
        self.page = page
        self.api = Client(address)
        self.accounts = self.api.accounts()
        self.account = members_of(self.accounts, "chaoyang")[number]

    def log_in(self, path: str = "/") -> None:
        """With the code that arrives on the phone."""
        self.page.goto(path)
        seen = len(self.api.messages_of(self.account["phone"]))
        self.page.get_by_test_id("card-no").fill(self.account["card_no"])
        self.page.get_by_test_id("send-code").click()
        messages = eventually(
            lambda: self.api.messages_of(self.account["phone"])[: -seen or None],
            what="the code arrives",
        )
        (code,) = re.findall(r"(?<!\d)\d{6}(?!\d)", messages[0]["text"])
        self.page.get_by_test_id("code").fill(code)
        self.page.get_by_test_id("log-in").click()
        expect(self.page.get_by_test_id("tab-releases")).to_be_visible()

    def officer(self) -> Client:
        """The federation's officer, by the interface."""
        return Client(self.api.address).log_in_staff(account_of(self.accounts, role="federation"))

    def card_of(self, title: str):
        """The release's card on the page."""
        return self.page.get_by_test_id("release").filter(has_text=title)

    def shot(self, name: str) -> None:
        """Keep what is to be seen."""
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)


def test_from_log_in_to_the_door(page, run):
    member = Member(page, run.address, number=0)
    officer = member.officer()
    title = "攀岩馆周末票"
    opens = datetime.now(UTC) + timedelta(seconds=20)
    officer.create_release(stock=3, districts=["chaoyang"], title=title, opens_at=opens.isoformat())
    member.log_in()
    card = member.card_of(title)
    expect(card).to_be_visible(timeout=20_000)
    expect(card.get_by_test_id("claim")).to_be_disabled()
    member.shot("countdown")

    expect(card.get_by_test_id("claim")).to_be_enabled(timeout=40_000)
    card.get_by_test_id("claim").click()
    expect(page.get_by_test_id("outcome")).to_be_visible()
    expect(card.locator('[data-outcome="won"]')).to_be_visible()
    member.shot("won")
    expect(page.get_by_test_id("inbox-count")).to_have_text("1")

    page.get_by_test_id("tab-inbox").click()
    expect(page.get_by_test_id("message").filter(has_text=title)).to_be_visible()
    member.shot("inbox")
    page.get_by_test_id("tab-tickets").click()
    page.get_by_test_id("ticket").filter(has_text=title).click()
    expect(page.get_by_test_id("qr")).to_be_visible()
    member.shot("ticket")
    short_code = page.get_by_test_id("short-code").inner_text()
    assert title in member.api.messages_of(member.account["phone"])[0]["text"]

    venue = account_of(member.accounts, role="venue")
    page.goto("/door/")
    page.get_by_test_id("username").fill(venue["username"])
    page.get_by_test_id("password").fill(venue["password"])
    page.get_by_test_id("log-in").click()
    for verdict in ("admitted", "already_used"):
        page.get_by_test_id("code").fill(short_code)
        page.get_by_test_id("check-in").click()
        expect(page.locator(f'[data-testid="result"][data-result="{verdict}"]')).to_be_visible()
        member.shot(f"door-{verdict}")


def test_a_phone_whose_clock_is_wrong_opens_at_the_right_second(page, run):
    member = Member(page, run.address, number=1)
    page.add_init_script(
        "const real = Date.now; Date.now = () => real() + 3600e3;"
        "const D = Date; globalThis.Date = class extends D {"
        "  constructor(...a) { a.length ? super(...a) : super(D.now()); } };"
    )
    member.log_in()
    title = "恐龙岛亲子票"
    opens = datetime.now(UTC) + timedelta(seconds=60)
    member.officer().create_release(
        stock=3, districts=["chaoyang"], title=title, opens_at=opens.isoformat()
    )
    card = member.card_of(title)
    expect(card).to_be_visible(timeout=20_000)
    expect(card.get_by_test_id("claim")).to_be_disabled()


def test_the_language_can_be_switched_and_stays(page, run):
    member = Member(page, run.address, number=2)
    member.log_in()
    chinese = page.get_by_test_id("tab-tickets").inner_text()
    page.get_by_test_id("language").click()
    expect(page.get_by_test_id("tab-tickets")).not_to_have_text(chinese)
    member.shot("english")
    page.reload()
    expect(page.get_by_test_id("tab-tickets")).not_to_have_text(chinese)


def test_an_officer_makes_a_release_in_the_office(page, run):
    api = Client(run.address)
    officer = account_of(api.accounts(), role="federation")
    page.goto("/office/")
    page.get_by_test_id("username").fill(officer["username"])
    page.get_by_test_id("password").fill(officer["password"])
    page.get_by_test_id("log-in").click()
    page.get_by_test_id("tab-new").click()
    page.get_by_test_id("title").fill("冰雪世界夜场")
    page.get_by_test_id("district-haidian").check()
    page.get_by_test_id("stock").fill("40")
    page.get_by_test_id("create-release").click()
    page.get_by_test_id("dialog-yes").click()
    page.get_by_test_id("tab-list").click()
    row = page.get_by_test_id("release").filter(has_text="冰雪世界夜场")
    expect(row.get_by_test_id("remaining")).to_contain_text("40")


def test_the_demonstration_shows_page_and_phone_side_by_side(page, run):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/demo/")
    expect(page.get_by_test_id("demo-phone")).to_be_visible()
    frame = page.frame_locator('[data-testid="demo-frame"]')
    # The page fills in the chosen member's card once the frame is there.
    expect(frame.get_by_test_id("card-no")).not_to_have_value("")
    frame.get_by_test_id("send-code").click()
    expect(page.get_by_test_id("sms").first).to_be_visible()
