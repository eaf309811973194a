"""The demonstration's phone is a chat: what is typed goes the SMS way, and what the office tells
many arrives there."""

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


def test_what_the_office_tells_many_arrives_when_another_officer_has_approved(page, run):
    client = Client(run.address)
    accounts = client.accounts()
    author, second = (
        account for account in accounts["staff"] if account["roles"] == ["federation"]
    )
    member = accounts["members"][1]
    page.goto("/office/#/templates/+")
    page.get_by_test_id("username").fill(author["username"])
    page.get_by_test_id("password").fill(author["password"])
    page.get_by_test_id("log-in").click()
    page.get_by_test_id("name").fill("walk_news")
    page.get_by_test_id("add-variable").click()
    page.get_by_test_id("variable-1").fill("title")
    page.get_by_test_id("channel-inbox").uncheck()
    page.get_by_test_id("sms.text.en").fill("Trade Union: {title}. Reply T to opt out")
    expect(page.get_by_test_id("fault").first).to_contain_text("只在另一种语言里有")
    page.get_by_test_id("sms.text.zh-CN").fill("【市总工会】{title}，欢迎参加。退订回T")
    expect(page.get_by_test_id("cost").first).to_be_visible()
    page.get_by_test_id("save-template").click()
    page.get_by_test_id("value-title").fill("试走")
    page.get_by_test_id("try").click()
    expect(page.get_by_test_id("preview")).to_contain_text("【市总工会】试走，欢迎参加。")
    page.get_by_test_id("use").click()
    page.get_by_test_id("title").fill("健步走通知")
    page.get_by_test_id("audience").select_option("csv")
    lines = ["card_no,title", f"{member['card_no']},春季健步走", "123,没有这张卡"]
    content = "\n".join(lines).encode()
    page.get_by_test_id("csv").set_input_files(
        {"name": "walk.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_test_id("skip-bad-lines").check()
    page.get_by_test_id("draw-up").click()
    expect(page.get_by_test_id("second")).to_be_visible()  # the file has been checked
    expect(page.get_by_test_id("fault")).to_contain_text("不是卡号")
    page.get_by_test_id("look").click()
    expect(page.get_by_test_id("total")).to_have_text("共 1 人")
    expect(page.get_by_test_id("preview")).to_contain_text("春季健步走，欢迎参加")
    broadcast = page.url.rpartition("/")[2]
    client.log_in_staff(second).post(f"/v1/broadcasts/{broadcast}/approval", {})
    page.reload()
    expect(page.get_by_test_id("broadcast-state")).to_have_text("已完成")
    expect(page.get_by_test_id("count")).to_contain_text("1")
    texts = [each["text"] for each in client.messages_of(member["phone"])]
    assert "【市总工会】春季健步走，欢迎参加。退订回T" in texts

    page.goto("/office/#/groups")
    page.get_by_test_id("card-no").fill(member["card_no"])
    page.get_by_test_id("look").click()
    expect(page.get_by_test_id("recorded")).to_be_visible()
    page.goto("/office/#/phoning")
    expect(page.get_by_test_id("to-call")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_test_id("excel").click()
    assert taken.value.suggested_filename.endswith(".xlsx")
