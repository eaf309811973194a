"""Templates: patterns with named, typed variables, filled in one pass and without any code.

A pattern is text in which ``{name}`` stands for a variable; nothing else has a meaning. What a
value holds is never read as a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

from chassis.clock import parse_rfc3339
from services.notify.channels.rules import Encoding, fit_for_sms, size
from services.notify.errors import TemplateError

LANGUAGES = ("zh-CN", "en")
FIELDS = {"sms": {"text"}, "inbox": {"title", "body"}, "office": {"title", "body"}}
SMS_SIGNATURES = {"zh-CN": "【市总工会】", "en": "Trade Union: "}
_PLACE = re.compile(r"\{([a-z_]+)\}")
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")  # no summer time since 1991
_NUMBER = re.compile(r"-?[0-9]{1,10}")
_LEAST_KEPT = 6  # characters of a value that is shortened; fewer would say nothing


class Kind(StrEnum):
    """What a variable holds, as JSON text."""

    TEXT = "text"
    MOMENT = "moment"  # RFC 3339, shown with its day
    CLOCK = "clock"  # RFC 3339, shown without
    DAY = "day"  # YYYY-MM-DD
    NUMBER = "number"  # digits
    LOGIN_CODE = "login_code"  # sealed until it is rendered


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One version of a template: ``contents`` by channel, field and language."""

    name: str
    version: int
    variables: Mapping[str, Kind]
    contents: Mapping[str, Mapping[str, Mapping[str, str]]]
    shorten: str = ""
    """The variable that an SMS may cut to stay in one part."""


def check(template: Template) -> None:
    """Raise ``TemplateError`` for a template that could not be rendered or sent."""
    for channel, fields in template.contents.items():
        if set(fields) != FIELDS.get(channel):
            raise TemplateError(f"{template.name}: wrong fields for channel {channel}")
        for patterns in fields.values():
            if set(patterns) != set(LANGUAGES):
                raise TemplateError(f"{template.name}: {channel} needs {', '.join(LANGUAGES)}")
            for language, pattern in patterns.items():
                _check_pattern(template, channel, language, pattern)
    if template.shorten and template.variables.get(template.shorten) is not Kind.TEXT:
        raise TemplateError(f"{template.name}: only a text can be shortened")


def _check_pattern(template: Template, channel: str, language: str, pattern: str) -> None:
    unknown = set(_PLACE.findall(pattern)) - set(template.variables)
    if unknown:
        raise TemplateError(f"{template.name}: {', '.join(sorted(unknown))} is not declared")
    if re.search(r"[{}]", _PLACE.sub("", pattern)) or not pattern.strip():
        raise TemplateError(f"{template.name}: a stray brace, or nothing at all")
    if channel == "sms":
        if fit_for_sms(pattern) != pattern:
            raise TemplateError(f"{template.name}: an SMS cannot carry this")
        if not pattern.startswith(SMS_SIGNATURES[language]):
            raise TemplateError(f"{template.name}: an SMS begins with who sends it")


def check_values(template: Template, values: Mapping[str, str]) -> None:
    """Raise ``TemplateError`` unless the values are those that the template declares."""
    if set(values) != set(template.variables):
        odd = sorted(set(values) ^ set(template.variables))
        raise TemplateError(f"{template.name}: missing or unknown: {', '.join(odd)}")
    for name, kind in template.variables.items():
        if not isinstance(values[name], str):
            raise TemplateError(f"{template.name}: {name} is not text")
        if kind in (Kind.MOMENT, Kind.CLOCK):
            try:
                parse_rfc3339(values[name])
            except ValueError as error:
                raise TemplateError(f"{template.name}: {name} is not a moment") from error
        if kind is Kind.NUMBER and not _NUMBER.fullmatch(values[name]):
            raise TemplateError(f"{template.name}: {name} is not a number")
        if kind is Kind.DAY and not _is_day(values[name]):
            raise TemplateError(f"{template.name}: {name} is not a day")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def render(
    template: Template,
    *,
    channel: str,
    language: str,
    values: Mapping[str, str],
    unseal: Callable[[str], str],
) -> dict[str, str]:
    """The fields of one message. ``unseal`` opens a login code.

    Raises ``TemplateError`` as ``check_values`` does.
    """
    check_values(template, values)
    shown = {
        name: _show(template.variables[name], value, language, unseal)
        for name, value in values.items()
    }
    patterns = template.contents[channel]
    if channel != "sms":
        return {field: _fill(texts[language], shown) for field, texts in patterns.items()}
    fit = {name: fit_for_sms(value) for name, value in shown.items()}
    return {"text": _in_one_part(patterns["text"][language], fit, template.shorten)}


def _show(kind: Kind, value: str, language: str, unseal: Callable[[str], str]) -> str:
    if kind is Kind.LOGIN_CODE:
        return unseal(value)
    if kind in (Kind.TEXT, Kind.NUMBER):
        return value
    if kind is Kind.DAY:
        return _day(date.fromisoformat(value), language)
    moment = parse_rfc3339(value).astimezone(SHANGHAI)
    return f"{moment:%H:%M}" if kind is Kind.CLOCK else _with_day(moment, language)


def _with_day(moment: datetime, language: str) -> str:
    between = "" if language == "zh-CN" else " "
    return f"{_day(moment, language)}{between}{moment:%H:%M}"


def _day(day: date, language: str) -> str:
    if language == "zh-CN":
        return f"{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _fill(pattern: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: values[place[1]], pattern)


def _in_one_part(pattern: str, values: Mapping[str, str], shorten: str) -> str:
    """Cut the value that may be cut if that saves the parts after the first; else leave it."""
    whole = _fill(pattern, values)
    cost = size(whole)
    if cost.parts <= 1 or not shorten:
        return whole
    mark = "..." if cost.encoding is Encoding.GSM7 else "…"
    value = values[shorten]
    for kept in range(len(value) - cost.too_much // 2 - len(mark), _LEAST_KEPT - 1, -1):
        text = _fill(pattern, {**values, shorten: value[:kept].rstrip() + mark})
        if size(text).parts == 1:
            return text
    return whole
