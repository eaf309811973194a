"""The check of templates that staff write: every fault by its field, and the cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from services.notify.templates.rules import Kind, check
from services.notify.templates.writing import Draft, Variable, costs, faults

ZH = "【市总工会】{title}将于{starts}举行，欢迎参加。退订回T"
EN = "Trade Union: {title} begins on {starts}. Reply T to opt out"
TITLE, STARTS = Variable(name="title", kind=Kind.TEXT), Variable(name="starts", kind=Kind.DAY)
SMS = "contents.sms.text"


def draft(zh: str = ZH, en: str = EN, **changes: Any) -> Draft:
    given: dict[str, Any] = {
        "name": "event_news",
        "variables": (TITLE, STARTS),
        "contents": {"sms": {"text": {"zh-CN": zh, "en": en}}},
    }
    return Draft(**(given | changes))


def fields(written: Draft) -> list[str]:
    return [fault.field for fault in faults(written)]


def test_a_good_one_has_no_fault_and_can_be_used():
    assert faults(draft()) == []
    check(draft().template(1))


@pytest.mark.parametrize(
    ("zh", "words"),
    [
        (ZH.replace("{title}", "{titel}"), "titel"),
        (ZH.replace("{title}", "{title"), "brace"),
        (ZH.replace("{starts}", "近日"), "{starts} stands in another language only"),
        (ZH.replace("欢迎", "欢迎🎉"), "U+1F389"),
        (ZH.replace("欢迎", "欢迎\n"), "U+000A"),
        (ZH.removeprefix("【市总工会】"), "signature"),
        (ZH.removesuffix("退订回T"), "退订回T"),
        (ZH.replace("欢迎", "欢迎" * 130), "parts"),
        (ZH.replace("欢迎", "欢迎" * 400), "longer than 600"),
        ("", "missing"),
    ],
)
def test_a_fault_of_an_sms_is_named(zh, words):
    found = [fault for fault in faults(draft(zh)) if words in fault.message]
    assert [fault.field for fault in found] == [f"{SMS}.zh-CN"]


def test_all_faults_are_told_at_once():
    written = draft(
        "{who}🎉",
        "",
        name="Event News",
        variables=(TITLE, TITLE, Variable(name="Bad", kind=Kind.TEXT)),
    )
    assert fields(written) == [
        "name",
        "variables.0.name",  # no text uses it
        "variables.1.name",  # declared twice
        "variables.2.name",
        f"{SMS}.en",
        f"{SMS}.zh-CN",  # not declared
        f"{SMS}.zh-CN",  # emoji
        f"{SMS}.zh-CN",  # signature
        f"{SMS}.zh-CN",  # the way out
    ]


@pytest.mark.parametrize(
    ("contents", "field"),
    [
        ({}, "contents"),
        ({"fax": {}}, "contents.fax"),
        ({"sms": {"text": {"zh-CN": ZH}}}, f"{SMS}.en"),
        ({"sms": {"text": {"zh-CN": ZH, "en": EN, "fr": "x"}}}, f"{SMS}.fr"),
        ({"sms": {"text": {"zh-CN": ZH, "en": EN}, "title": {}}}, "contents.sms.title"),
        (
            {"inbox": {"title": {"zh-CN": "{title}{starts}", "en": "x"}}},
            "contents.inbox.body.zh-CN",
        ),
    ],
)
def test_a_fault_of_the_form_is_named(contents: Mapping[str, Any], field: str):
    assert field in fields(draft(contents=contents))


def test_the_cost_is_that_of_the_widest_values():
    # A Chinese title makes even the English one of 70 characters a part.
    assert {language: cost.units for language, cost in costs(draft()).items()} == {
        "zh-CN": 46,
        "en": 70,
    }
    assert {cost.parts for cost in costs(draft()).values()} == {1}
    longer = draft(variables=(Variable(name="title", kind=Kind.TEXT, most=21), STARTS))
    assert costs(longer)["en"].parts == 2
