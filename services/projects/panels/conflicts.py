"""Hints at conflicts of interest: a reviewer's employer, or union, that is the applicant's, or a
reviewer's name in its team.

A hint decides nothing. It asks the reviewer to look twice, and the audit keeps that it was shown.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from enum import StrEnum

from services.projects.panels.rules import Person

_NOISE = re.compile(r"[\s()（）·・,，.。、\-]+")
_ENDINGS = ("工会委员会", "工会", "有限责任公司", "股份有限公司", "有限公司", "集团")
_TELLING = 4  # shorter names are in too many others to mean anything


class Hint(StrEnum):
    """Why a reviewer should look twice."""

    EMPLOYER = "employer"
    UNION = "union"
    TEAM = "team"


def hints(person: Person, applicant: str, *, team: Collection[str] = ()) -> list[Hint]:
    """What a reviewer and the applicant of this name, with a team of these, have in common."""
    return list(_hints(person, _core(applicant), {_core(name) for name in team}))


def _hints(person: Person, applicant: str, team: Collection[str]) -> Iterator[Hint]:
    if _alike(_core(person.employer), applicant):
        yield Hint.EMPLOYER
    if _alike(_core(person.union), applicant):
        yield Hint.UNION
    if _core(person.name) in team:
        yield Hint.TEAM


def _core(name: str) -> str:
    """A name without spaces, punctuation, letter case, legal form, and that it is a union's."""
    core = _NOISE.sub("", name).casefold()
    for ending in _ENDINGS:
        core = core.removesuffix(ending)
    return core


def _alike(one: str, other: str) -> bool:
    """The same name, or one that holds the other as a branch holds its head office's."""
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= _TELLING and short in long)
