"""What members write is read whatever the phone makes of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.channels.rules import Encoding, Size, size
from services.notify.inbound.overview import overview
from services.notify.inbound.rules import Command, Verb, mobile, read
from services.notify.templates.catalogue import catalogue
from services.notify.templates.rules import render

CODE = "K7M2P9"
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}

SAYINGS = {
    Verb.CLAIM: ["QP", "qp", "Qp ", "抢票", "报名", "BM", "ｂｍ"],
    Verb.RETURN: ["TP", "tp", "退票"],
    Verb.WAIT: ["HB", "hb", "候补"],
    Verb.ACCEPT: ["YP", "yp", "要票"],
}
ALONE = {
    Verb.QUERY: ["CX", "cx", " c x ", "查询", "查 询。", "ＣＸ", "1", "１"],
    Verb.HELP: ["BZ", "bz", "帮助", "帮助！", "help", "0"],
    Verb.YES: ["Y", "y", "ｙ", "是", "是。", "确定", "yes"],
    Verb.STOP: ["TD", "td", " T ", "ｔｄ！", "退订", "【退订】", "退 订", "Stop.", "拒收"],
    Verb.START: ["HF", "恢复", "start", "取消退订！", "QXTD", "恢复订阅"],
}


@pytest.mark.parametrize(
    ("verb", "word"), [(verb, word) for verb, words in SAYINGS.items() for word in words]
)
@pytest.mark.parametrize(
    "written",
    [CODE, f" {CODE}", f"：{CODE}", "k7m2p9", "k7 m2 p9", "K7M-2P9", "Ｋ７Ｍ２Ｐ９", f"#{CODE}。"],
)
def test_a_command_with_the_code_of_a_release(verb, word, written):
    assert read(word + written) == Command(verb, code=CODE)
    assert read(f"{word}{written} 0426") == Command(verb, code=CODE, card="0426")
    assert read(word) == Command(verb)


@pytest.mark.parametrize(
    ("verb", "text"), [(verb, text) for verb, texts in ALONE.items() for text in texts]
)
def test_a_command_that_needs_no_code(verb, text):
    assert read(text) == Command(verb)


def test_letters_that_look_like_digits_are_read_as_those():
    assert read("QP OIL2P9") == Command(Verb.CLAIM, code="0112P9")


@pytest.mark.parametrize("text", ["0426", " 04-26 ", "０４２６", "1235100000000009"])
def test_digits_are_the_end_of_a_card_number(text):
    said = read(text)
    assert said.verb is Verb.CARD
    assert said.card.isascii()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "你好",
        "QP K7M2P",
        "QP K7M2P9X",
        "QP KUM2P9",
        "CX K7M2P9",
        "TD TD",
        "yy",
        "123",
        "9" * 17,
    ],
)
def test_anything_else_is_unreadable(text):
    assert read(text) == Command(Verb.UNREADABLE)


@given(st.text(max_size=400))
def test_nothing_that_comes_is_an_error(text):
    assert isinstance(read(text), Command)
    assert mobile(text) == "" or len(mobile(text)) == 11


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=60))
def test_full_width_says_the_same_as_half_width(text):
    wide = text.translate(FULL_WIDTH)
    assert read(wide) == read(text)
    assert mobile(wide) == mobile(text)


@given(
    st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=6, max_size=6),
    st.lists(st.integers(0, 6), max_size=4),
)
def test_every_code_there_is_can_be_claimed(code, blanks):
    written = code.lower()
    for place in sorted(blanks, reverse=True):
        written = f"{written[:place]} {written[place:]}"
    assert read(f"qp{written}") == Command(Verb.CLAIM, code=code)


@pytest.mark.parametrize(
    "sender",
    [
        "13800000001",
        "+8613800000001",
        "8613800000001",
        "008613800000001",
        "086 138-0000-0001",
        "１３８０００００００１",
    ],
)
def test_a_number_is_the_same_however_the_carrier_writes_it(sender):
    assert mobile(sender) == "13800000001"


@pytest.mark.parametrize(
    "sender", ["", "10086", "12351", "+12351", "1380000000", "138000000011", "union"]
)
def test_whoever_is_no_mobile_phone_has_no_number(sender):
    assert mobile(sender) == ""


SAMPLES = {
    "word": "TP",
    "title": "儿童剧《小恐龙历险记》亲子专场（第二场）加演与签名会暨颁奖典礼全家福合影活动",
    "opens_at": "2026-12-25T02:30:00.000000Z",
    "code": CODE,
    "count": "2",
    "tickets": "长" * 35,  # two of them, as ``overview`` writes them
    "releases": "长" * 49,
}


@pytest.mark.parametrize(
    "template",
    [one for one in catalogue().all() if one.name.startswith("sms_reply_")],
    ids=lambda template: template.name,
)
def test_every_answer_is_one_part(template):
    values = {name: SAMPLES[name] for name in template.variables}
    if "tickets" in values and "releases" in values:
        values["releases"] = "长" * 15
    text = render(template, channel="sms", language="zh-CN", values=values, unseal=str)["text"]
    assert size(text).parts == 1, text
    english = {name: "Dragons" if name == "title" else "a 1; b 2" for name in values}
    english |= {"opens_at": SAMPLES["opens_at"]} if "opens_at" in values else {}
    text = render(template, channel="sms", language="en", values=english, unseal=str)["text"]
    assert size(text) == Size(Encoding.GSM7, len(text), 1), text


@given(
    st.lists(st.text(min_size=1, max_size=30), max_size=5),
    st.lists(st.text(min_size=1, max_size=30), max_size=12),
)
def test_an_overview_never_needs_a_second_part(held, opening):
    tickets = [
        {"title": title, "short_code": "7K3M9QX2AB", "state": "valid", "release_id": f"t{n}"}
        for n, title in enumerate(held)
    ]
    releases = [
        {"title": title, "code": CODE, "remaining": 1, "id": f"r{n}"}
        for n, title in enumerate(opening)
    ]
    name, values = overview(tickets, releases)
    text = render(
        catalogue().newest(name), channel="sms", language="zh-CN", values=values, unseal=str
    )["text"]
    assert size(text).parts == 1
    assert text.count("7K3M9QX2AB") == min(2, len(tickets))
    assert bool(opening) == (CODE in text)
