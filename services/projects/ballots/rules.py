"""One member, one voice; and what of a free text is kept."""

from __future__ import annotations

import re

from chassis.personal import PersonalData

_PERSONAL = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[邮箱]"),
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), "[证件号]"),
    (re.compile(r"(?<!\d)(?:\d[ -]?){15}\d(?!\d)"), "[卡号]"),
    (re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"), "[手机号]"),
    (re.compile(r"(?<!\d)0\d{2,3}[ -]?\d{7,8}(?!\d)"), "[电话]"),
)


def voice(secret: str, *, survey_id: str, member_id: str) -> str:
    """What stands for a member in one survey: a keyed hash, another one in each survey."""
    return PersonalData(secret).index(f"{survey_id}/{member_id}", purpose="survey-voice")


def without_personal_data(text: str) -> str:
    """A text in which telephone, card and identity numbers and addresses of mail are named, not
    shown."""
    for pattern, name in _PERSONAL:
        text = pattern.sub(name, text)
    return text
