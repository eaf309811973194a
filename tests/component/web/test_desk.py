"""The desk of the office: messages and their story, addresses of offices, groups of members."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.component.web.demand import items, office
from tests.component.web.gateway import Answer, ScriptedGateway, moment, problem
from tests.component.web.looks import TOO_SMALL, TOO_WIDE, picture

pytestmark = pytest.mark.browser
MESSAGE = {
    "id": "m1",
    "member_id": "0190-member",
    "template": "ticket_won",
    "channel": "sms",
    "message_class": "ticket",
    "state": "dead",
    "reason": "refused",
    "attempts": 2,
    "created_at": moment(-7200),
    "changed_at": moment(-3600),
    "expires_at": moment(3600),
    "due_at": None,
}
TARGET = {
    "id": "n1",
    "district": "",
    "topic": "releases",
    "channel": "wecom",
    "name": "值班室",
    "address": "https://qyapi.weixin.qq.com/…3f2a",
    "signed": True,
    "set_by": "s",
    "set_at": moment(-86400),
    "last_message": None,
}


def line(what: str, attempt: int | None = None, **changes: Any) -> dict[str, Any]:
    """One line of a story."""
    told = {"at": moment(), "what": what, "attempt": attempt, "detail": "", "provider": ""}
    return {**told, "number": "", "by": "", **changes}


STORY = [
    line("made"),
    line("attempt_began", 1, provider="kannel"),
    line("attempt_ended", 1, detail="refused 4", number="138****0001"),
]


def test_a_message_tells_its_story_and_is_sent_again(page: Page, gateway: ScriptedGateway) -> None:
    resend = "POST /v1/messages/m1/resends"
    waits = {**MESSAGE, "state": "created", "due_at": moment(60)}
    again = [*STORY, line("resent", detail="号码已更正", by="s")]
    gateway.on("GET /v1/messages", items(MESSAGE))
    gateway.on(
        "GET /v1/messages/m1",
        Answer({"message": MESSAGE, "story": STORY}),
        Answer({"message": waits, "story": again}),
    )
    gateway.on(resend, problem(409, "cannot_resend"), Answer({"message": waits, "story": again}))
    with page.expect_request("**/v1/messages?*state=dead*"):
        office(page, gateway, at="#/messages")
    page.get_by_test_id("state").select_option("")
    page.get_by_test_id("member_id").fill(" 0190-member ")
    with page.expect_request(lambda r: r.url.endswith("limit=30&member_id=0190-member")):
        page.get_by_test_id("look").press("Enter")
    assert page.evaluate(TOO_SMALL) == []
    picture(page, "messages")
    page.get_by_role("link", name="票务 · 短信").click()
    expect(page.get_by_test_id("line")).to_have_count(3)
    expect(page.get_by_test_id("line").nth(2)).to_contain_text("第 1 次结束")
    expect(page.get_by_test_id("line").nth(2)).to_contain_text("138****0001")
    assert page.evaluate(TOO_SMALL) == []
    assert not page.evaluate(TOO_WIDE)
    picture(page, "message")
    page.get_by_test_id("resend").click()
    expect(page.get_by_test_id("reason")).to_be_focused()
    page.get_by_test_id("reason").fill("号码已更正")
    page.get_by_test_id("resend").click()
    expect(page.get_by_test_id("problem")).to_contain_text("不能重发")
    page.get_by_test_id("resend").click()
    expect(page.get_by_test_id("line")).to_have_count(4)
    expect(page.get_by_test_id("resend")).to_have_count(0)
    assert [call.body for call in gateway.calls[resend]] == [{"reason": "号码已更正"}] * 2


@pytest.mark.parametrize(
    ("role", "change"),
    [
        ("auditor", {}),
        ("federation", {"state": "delivered"}),
        ("federation", {"message_class": "login_code"}),
    ],
)
def test_no_button_that_never_works(
    page: Page, gateway: ScriptedGateway, role: str, change: dict[str, str]
) -> None:
    gateway.on("GET /v1/messages/m1", Answer({"message": {**MESSAGE, **change}, "story": STORY}))
    office(page, gateway, at="#/messages/m1", role=role)
    expect(page.get_by_test_id("story")).to_be_visible()
    expect(page.get_by_test_id("resend")).to_have_count(0)


def test_an_address_is_added_tested_and_removed(page: Page, gateway: ScriptedGateway) -> None:
    add = "POST /v1/notice-targets"
    channels = {"channels": ["email", "wecom"]}
    told = {"id": "x", "template": "t", "state": "failed", "reason": "no such key"}
    tried = {**TARGET, "last_message": {**told, "changed_at": moment()}}
    gateway.on(
        "GET /v1/notice-targets",
        Answer({"items": [], **channels}),
        Answer({"items": [TARGET], **channels}),
        Answer({"items": [tried], **channels}),
        Answer({"items": [], **channels}),
    )
    gateway.on(add, Answer(TARGET))
    gateway.on("POST /v1/notice-targets/n1/tests", Answer(tried, 202))
    gateway.on("DELETE /v1/notice-targets/n1", Answer("", 204))
    office(page, gateway, at="#/targets")
    page.get_by_test_id("new-target").locator("summary").click()
    page.get_by_test_id("channel").select_option("wecom")
    page.get_by_test_id("name").fill("值班室")
    page.get_by_test_id("address").fill("https://qyapi.weixin.qq.com/key")
    page.get_by_test_id("secret").fill("SEC1")
    assert page.evaluate(TOO_SMALL) == []
    assert not page.evaluate(TOO_WIDE)
    page.get_by_test_id("set-target").click()
    expect(page.get_by_test_id("target")).to_contain_text("…3f2a")
    assert gateway.calls[add][0].body == {
        "district": "",
        "topic": "releases",
        "channel": "wecom",
        "name": "值班室",
        "address": "https://qyapi.weixin.qq.com/key",
        "secret": "SEC1",
    }
    page.get_by_test_id("test").click()
    expect(page.get_by_test_id("last")).to_contain_text("无法发送")
    expect(page.get_by_test_id("last")).to_contain_text("no such key")
    picture(page, "targets")
    page.get_by_test_id("remove").click()
    page.get_by_test_id("dialog-yes").click()
    expect(page.get_by_test_id("target")).to_have_count(0)
    assert len(gateway.calls["DELETE /v1/notice-targets/n1"]) == 1


def test_an_auditor_looks_at_addresses_of_every_office(
    page: Page, gateway: ScriptedGateway
) -> None:
    gateway.on("GET /v1/notice-targets", Answer({"items": [TARGET], "channels": ["email"]}))
    office(page, gateway, at="#/targets", role="auditor")
    expect(page.get_by_test_id("target")).to_be_visible()
    with page.expect_request("**/v1/notice-targets?district=haidian"):
        page.get_by_test_id("office").select_option("haidian")
    expect(page.get_by_test_id("target")).to_be_visible()
    for name in ("test", "remove", "new-target"):
        expect(page.get_by_test_id(name)).to_have_count(0)


def test_the_groups_of_a_member_are_recorded_with_the_evidence(
    page: Page, gateway: ScriptedGateway
) -> None:
    record = "POST /v1/members/audiences"
    gateway.on(
        record,
        problem(404, "card_not_found"),
        Answer({"member_id": "m1", "audiences": ["deaf", "wheelchair"]}),
    )
    gateway.on("GET /v1/members/audiences", Answer({"member_id": "m1", "audiences": ["volunteer"]}))
    office(page, gateway, at="#/groups")
    page.get_by_test_id("card-no").fill("6200000000000011")
    page.get_by_test_id("look").press("Enter")
    expect(page.get_by_role("checkbox", name="志愿者")).to_be_checked()
    expect(page.get_by_test_id("recorded")).to_contain_text("志愿者")
    page.get_by_role("checkbox", name="志愿者").uncheck()
    page.get_by_role("checkbox", name="听障").check()
    page.get_by_role("checkbox", name="轮椅").check()
    page.get_by_test_id("record").click()
    expect(page.get_by_test_id("reason")).to_be_focused()
    page.get_by_test_id("reason").fill("出示残疾人证")
    assert page.evaluate(TOO_SMALL) == []
    assert not page.evaluate(TOO_WIDE)
    picture(page, "groups")
    page.get_by_test_id("record").click()
    expect(page.get_by_test_id("problem")).to_be_visible()
    expect(page.get_by_role("checkbox", name="听障")).to_be_checked()
    page.get_by_test_id("record").click()
    expect(page.get_by_test_id("recorded")).to_be_visible()
    sent = gateway.calls[record][-1].body
    assert sent == {
        "card_no": "6200000000000011",
        "audiences": ["deaf", "wheelchair"],
        "reason": "出示残疾人证",
    }
    # The next card starts without the groups of this one.
    expect(page.get_by_role("checkbox", name="听障")).not_to_be_checked()
