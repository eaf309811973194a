"""What is an address of which channel, what others may see of it, and which office hears what."""

from __future__ import annotations

import pytest

from services.notify.channels.addresses import address_of, masked
from services.notify.targets.rules import CITY, Topic, may_hear, offices_of

KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"


@pytest.mark.parametrize(
    ("channel", "text"),
    [
        ("wecom", KEY),
        ("wecom", f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"),
        ("dingtalk", f"https://oapi.dingtalk.com/robot/send?access_token={KEY}"),
        ("dingtalk", f"https://oapi.dingtalk.com/robot/send?x=1&access_token={KEY}&y=2"),
        ("feishu", f"https://open.feishu.cn/open-apis/bot/v2/hook/{KEY}"),
        ("feishu", f"https://open.larksuite.com/open-apis/bot/v2/hook/{KEY}/"),
    ],
)
def test_of_a_webhook_only_its_key_is_kept(channel, text):
    assert address_of(channel, text) == KEY


@pytest.mark.parametrize(
    ("channel", "text"),
    [
        ("wecom", "short"),
        ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=../../x"),
        ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"),
        ("wecom", f"http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"),
        ("dingtalk", f"https://oapi.dingtalk.com/robot/send?key={KEY}"),
        ("feishu", f"{KEY}\r\nHost: elsewhere"),
        ("email", "office"),
        ("email", "a@b.example\nBcc: c@d.example"),
        ("apprise", "bark://key"),
        ("apprise", "json://127.0.0.1/"),
    ],
)
def test_what_is_no_address_is_none(channel, text):
    assert address_of(channel, text) is None


def test_of_apprise_what_the_installation_allows():
    assert address_of("apprise", "Bark://key", schemas={"bark"}) == "Bark://key"
    assert address_of("apprise", "bark://key and more", schemas={"bark"}) is None


@pytest.mark.parametrize(
    ("channel", "address", "shown"),
    [
        ("email", "office@union.example", "o***@union.example"),
        ("wecom", KEY, "****5aaa"),
        ("apprise", "bark://key@host", "bark://****"),
    ],
)
def test_what_opens_an_address_is_not_shown(channel, address, shown):
    assert masked(channel, address) == shown


def test_a_district_hears_of_its_own_and_the_city_of_all():
    assert offices_of(["chaoyang", "haidian"]) == {CITY, "chaoyang", "haidian"}
    assert may_hear("chaoyang", Topic.RELEASES)
    assert may_hear(CITY, Topic.MESSAGES)
    assert not may_hear("chaoyang", Topic.MESSAGES)
