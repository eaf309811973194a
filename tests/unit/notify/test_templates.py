"""Templates: what they may hold, how they are filled, and that ours are right."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from services.notify.channels.rules import Encoding, size
from services.notify.errors import TemplateError
from services.notify.templates.catalogue import Catalogue, catalogue
from services.notify.templates.rules import LANGUAGES, Kind, Template, check, render

MOMENT = "2026-12-25T02:30:00.000000Z"
TICKET = {"title": "儿童剧《小恐龙历险记》亲子专场", "short_code": "7K3M9QX2", "claimed_at": MOMENT}
CODE = {"code": "sealed", "expires_at": MOMENT}


def unseal(sealed: str) -> str:
    assert sealed == "sealed"
    return "482913"


def sms(name: str, values: dict[str, str], language: str = "zh-CN") -> str:
    template = catalogue().newest(name)
    return render(template, channel="sms", language=language, values=values, unseal=unseal)["text"]


def simple(pattern: str = "{title}", **changes: object) -> Template:
    template = Template(
        name="simple",
        version=1,
        variables={"title": Kind.TEXT},
        contents={"inbox": {f: dict.fromkeys(LANGUAGES, pattern) for f in ("title", "body")}},
    )
    return replace(template, **changes)


def test_the_login_code_is_the_only_run_of_six_digits():
    for language in LANGUAGES:
        text = sms("login_code", CODE, language)
        assert re.findall(r"\d{6,}", text) == ["482913"]
        assert size(text).parts == 1
        assert "10:30" in text  # Asia/Shanghai


def test_a_ticket_is_confirmed_in_one_part():
    text = sms("ticket_claimed", TICKET)
    assert text.startswith("【市总工会】")
    for needed in ("小恐龙", TICKET["short_code"], "12月25日10:30", "我的票"):
        assert needed in text
    assert size(text).parts == 1
    english = sms("ticket_claimed", TICKET | {"title": "Indoor climbing"}, "en")
    assert (size(english).encoding, size(english).parts) == (Encoding.GSM7, 1)
    assert "25 Dec 10:30" in english


@pytest.mark.parametrize("length", range(1, 200, 7))
def test_a_long_title_is_cut_to_one_part_and_nothing_else_is(length):
    title = "亲" * length
    text = sms("ticket_claimed", TICKET | {"title": title})
    assert size(text).parts == 1
    assert TICKET["short_code"] in text
    kept = re.search("亲+…?", text)[0]
    assert kept == title or (kept.endswith("…") and size(text).units == 70)


def test_a_long_english_title_keeps_its_alphabet():
    text = sms("ticket_claimed", TICKET | {"title": "x" * 150}, "en")
    assert (size(text).encoding, size(text).units) == (Encoding.GSM7, 160)


def test_emoji_in_a_title_do_not_reach_an_sms_but_the_inbox():
    values = TICKET | {"title": "室内攀岩🧗专场"}
    assert "室内攀岩专场" in sms("ticket_claimed", values)
    inbox = render(
        catalogue().newest("ticket_claimed"),
        channel="inbox",
        language="zh-CN",
        values=values,
        unseal=unseal,
    )
    assert inbox["title"] == "抢票成功：室内攀岩🧗专场"
    assert "7K3M9QX2" in inbox["body"]


@pytest.mark.parametrize(
    "value", ["{short_code}", "{0}", "{title.__class__}", "%s", "${title}", "{{title}}", "\\1"]
)
def test_a_value_is_never_read_as_a_pattern(value):
    text = render(
        simple("<{title}>"),
        channel="inbox",
        language="en",
        values={"title": value},
        unseal=unseal,
    )["body"]
    assert text == f"<{value}>"


@pytest.mark.parametrize(
    "values",
    [
        {},
        {key: value for key, value in TICKET.items() if key != "short_code"},
        TICKET | {"colour": "red"},
        TICKET | {"claimed_at": "yesterday"},
        TICKET | {"claimed_at": "2026-04-25T02:00:00"},
        TICKET | {"title": 5},
    ],
)
def test_values_that_are_not_those_declared_are_refused(values):
    with pytest.raises(TemplateError):
        sms("ticket_claimed", values)


SMS = {"sms": {"text": {"zh-CN": "【市总工会】{title}", "en": "Trade Union: {title}"}}}


@pytest.mark.parametrize(
    "wrong",
    [
        simple("{nobody}"),
        simple("{title"),
        simple("{Title}"),
        simple("{title.x}"),
        simple(" "),
        simple(contents={"fax": {"text": {}}}),
        simple(contents={"inbox": {"title": dict.fromkeys(LANGUAGES, "x")}}),
        simple(contents={"sms": {"text": {"en": "Trade Union: x"}}}),
        simple(contents={"sms": {"text": SMS["sms"]["text"] | {"en": "who says that?"}}}),
        simple(contents={"sms": {"text": SMS["sms"]["text"] | {"zh-CN": "【市总工会】🎫"}}}),
        simple(shorten="colour"),
    ],
)
def test_a_template_that_could_not_be_sent_is_refused(wrong):
    with pytest.raises(TemplateError):
        check(wrong)


def test_a_template_that_can_be_sent_is_not():
    check(simple(contents=SMS, shorten="title"))


def test_ours_are_right_and_the_newest_version_is_used_for_new_messages():
    assert {"login_code", "ticket_claimed"} <= {template.name for template in catalogue().all()}
    for template in catalogue().all():
        check(template)
    two = Catalogue([simple("new", version=10), simple("old", version=9)])
    assert two.newest("simple").version == 10
    assert two.version("simple", 9).contents["inbox"]["body"]["en"] == "old"
    with pytest.raises(TemplateError):
        two.version("simple", 8)
    with pytest.raises(TemplateError):
        two.newest("nothing")
