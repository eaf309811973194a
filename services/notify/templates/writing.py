"""The check of what staff write: every fault of a draft by its field, and what its SMS costs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chassis.errors import FieldError
from services.notify.channels.rules import Size, fit_for_sms, size
from services.notify.templates.rules import FIELDS, LANGUAGES, SMS_SIGNATURES, Kind, Template

PREFIX = "staff."  # names of the house's own templates never begin so
CHANNELS = ("inbox", "sms")
KINDS = (Kind.TEXT, Kind.NUMBER, Kind.DAY, Kind.MOMENT, Kind.CLOCK)
OPT_OUT = {"zh-CN": "退订回T", "en": "Reply T to opt out"}
MOST_PARTS = 4
MOST_VARIABLES = 20
LONGEST = {"title": 100, "body": 2000, "text": 600}
_NAME = re.compile(r"[a-z][a-z0-9_]{2,39}")
_VARIABLE = re.compile(r"[a-z][a-z_]{0,29}")
_PLACE = re.compile(r"\{([^{}]*)\}")
_WIDEST = {  # what takes the most room, by kind and language
    Kind.NUMBER: {"zh-CN": "9999999999", "en": "9999999999"},
    Kind.DAY: {"zh-CN": "12月28日", "en": "28 Dec"},
    Kind.MOMENT: {"zh-CN": "12月28日23:59", "en": "28 Dec 23:59"},
    Kind.CLOCK: {"zh-CN": "23:59", "en": "23:59"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A variable as it is declared; ``most`` are the characters that a text may have."""

    name: str
    kind: Kind
    most: int = 20


@dataclass(frozen=True, slots=True)
class Fault(FieldError):
    """What is wrong with one field; ``code`` is stable, ``about`` what it speaks of, so that pages
    can say it in their language."""

    code: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody has written: ``contents`` by channel, field and language."""

    name: str
    variables: tuple[Variable, ...]
    contents: Mapping[str, Mapping[str, Mapping[str, str]]]

    def template(self, version: int) -> Template:
        """What is rendered later."""
        return Template(
            name=PREFIX + self.name,
            version=version,
            variables={each.name: each.kind for each in self.variables},
            contents=self.contents,
        )


def faults(draft: Draft) -> list[Fault]:
    """All that is wrong, each with its field; nothing for a draft that may be used."""
    return [*_of_names(draft), *_of_variables(draft), *_of_contents(draft)]


def costs(draft: Draft) -> dict[str, Size]:
    """What one SMS costs at most, by language, with every variable as wide as it may be."""
    patterns = draft.contents.get("sms", {}).get("text", {})
    return {
        language: size(_widest(draft, pattern, language)) for language, pattern in patterns.items()
    }


def _of_names(draft: Draft) -> Iterator[Fault]:
    if not _NAME.fullmatch(draft.name):
        yield Fault("name", "3 to 40 small letters, digits and _, a letter first", "name")
    if not draft.contents:
        yield Fault("contents", "at least one channel is needed", "no_channel")


def _of_variables(draft: Draft) -> Iterator[Fault]:
    seen: set[str] = set()
    used = {
        place
        for fields in draft.contents.values()
        for patterns in fields.values()
        for pattern in patterns.values()
        for place in _PLACE.findall(pattern)
    }
    for number, variable in enumerate(draft.variables):
        field = f"variables.{number}.name"
        if not _VARIABLE.fullmatch(variable.name):
            yield Fault(field, "1 to 30 small letters and _, a letter first", "variable")
        elif variable.name in seen:
            yield Fault(field, "declared twice", "twice")
        elif variable.name not in used:
            yield Fault(field, "no text uses it", "unused")
        seen.add(variable.name)


def _of_contents(draft: Draft) -> Iterator[Fault]:
    declared = {variable.name for variable in draft.variables}
    for channel, fields in draft.contents.items():
        if channel not in CHANNELS:
            yield Fault(f"contents.{channel}", f"not one of {', '.join(CHANNELS)}", "channel")
            continue
        for name in sorted(FIELDS[channel] | set(fields)):
            if name not in FIELDS[channel]:
                yield Fault(f"contents.{channel}.{name}", "this channel has no such field", "field")
                continue
            patterns = fields.get(name, {})
            every = declared & set(_PLACE.findall("".join(patterns.values())))
            for language in sorted(set(LANGUAGES) | set(patterns)):
                at = f"contents.{channel}.{name}.{language}"
                if language not in LANGUAGES:
                    yield Fault(at, f"not one of {', '.join(LANGUAGES)}", "language")
                elif not patterns.get(language, "").strip():
                    yield Fault(at, "is missing", "missing")
                else:
                    yield from _of_pattern(draft, at, patterns[language])
                    for place in sorted(every - set(_PLACE.findall(patterns[language]))):
                        yield Fault(
                            at, f"{{{place}}} stands in another language only", "elsewhere", place
                        )
                    if channel == "sms":
                        yield from _of_sms(draft, at, language)


def _of_pattern(draft: Draft, at: str, pattern: str) -> Iterator[Fault]:
    declared = {variable.name for variable in draft.variables}
    for place in dict.fromkeys(_PLACE.findall(pattern)):
        if place not in declared:
            yield Fault(at, f"{{{place}}} is not declared", "undeclared", place)
    if re.search(r"[{}]", _PLACE.sub("", pattern)):
        yield Fault(at, "a brace without its other half", "brace")
    longest = LONGEST[at.split(".")[2]]
    if len(pattern) > longest:
        yield Fault(at, f"longer than {longest} characters", "long", str(longest))


def _of_sms(draft: Draft, at: str, language: str) -> Iterator[Fault]:
    pattern = draft.contents["sms"]["text"][language]
    unfit = [c for c in dict.fromkeys(pattern) if fit_for_sms(c) != c]
    if unfit:
        shown = ", ".join(f"U+{ord(c):04X}" for c in unfit[:5])
        yield Fault(
            at, f"an SMS cannot carry emoji, line breaks or controls: {shown}", "unfit", shown
        )
    signature = SMS_SIGNATURES[language]
    if not pattern.startswith(signature):
        yield Fault(at, f"begins with the signature {signature!r}", "signature", signature)
    if not pattern.rstrip("。. ").endswith(OPT_OUT[language]):
        yield Fault(
            at, f"ends with the way out {OPT_OUT[language]!r}", "way_out", OPT_OUT[language]
        )
    cost = size(_widest(draft, pattern, language))
    if cost.parts > MOST_PARTS:
        yield Fault(
            at, f"up to {cost.parts} parts; {MOST_PARTS} are allowed", "parts", str(cost.parts)
        )


def _widest(draft: Draft, pattern: str, language: str) -> str:
    wide = {
        variable.name: "国" * variable.most
        if variable.kind is Kind.TEXT
        else _WIDEST.get(variable.kind, {}).get(language, "")
        for variable in draft.variables
    }
    return _PLACE.sub(lambda place: wide.get(place[1], place[0]), pattern)


def too_long(draft: Draft, values: Mapping[str, Any]) -> list[str]:
    """The names of texts that are longer than declared."""
    return [
        variable.name
        for variable in draft.variables
        if variable.kind is Kind.TEXT and len(str(values.get(variable.name, ""))) > variable.most
    ]
