"""The demonstration's phone is a chat: what is typed goes the SMS way."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.client import Client, account_of

pytestmark = pytest.mark.browser


def test_a_place_is_claimed_and_looked_up_by_sms(page, run):
    client = Client(run.address)
    accounts = client.accounts()
    officer = client.log_in_staff(account_of(accounts, role="federation"))
    member = accounts["members"][0]
    release = officer.create_release(stock=1, districts=[member["district"]])
    page.goto("/demo/")
    arrived, sent = page.get_by_test_id("sms"), page.get_by_test_id("sms-sent")

    def say(text: str) -> None:
        page.get_by_test_id("sms-text").fill(text)
        page.get_by_test_id("sms-send").click()
        expect(page.get_by_test_id("sms-text")).to_have_value("")

    say(f"ｑｐ {release['code']}")
    expect(arrived.first).to_contain_text(f"抢票成功：{release['title']}")
    expect(sent).to_have_count(1)
    say("cx")
    expect(arrived.first).to_contain_text("您的票：")
    page.reload()
    expect(sent).to_have_count(2)
    expect(sent.first).to_contain_text("cx")
    expect(arrived.first).to_contain_text("您的票：")
    # The answer stands above the question: newest first.
    expect(page.locator(".bubble").first).to_contain_text("您的票：")
