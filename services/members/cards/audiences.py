"""Groups of members for whom there are services and releases of their own.

Some of them tell of a disability: only the member, the services and who records them see them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class Audience(StrEnum):
    """A group that a member may belong to."""

    COMMUNITY_WORKER = "community_worker"
    VOLUNTEER = "volunteer"
    UNEMPLOYED = "unemployed"
    DEAF = "deaf"
    WHEELCHAIR = "wheelchair"
    INTELLECTUAL = "intellectual"
    PSYCHIATRIC = "psychiatric"


# As files of members name them, beside the codes.
_WORDS: Final = {
    "社区工作者": Audience.COMMUNITY_WORKER,
    "志愿者": Audience.VOLUNTEER,
    "失业": Audience.UNEMPLOYED,
    "失业人员": Audience.UNEMPLOYED,
    "听障": Audience.DEAF,
    "轮椅": Audience.WHEELCHAIR,
    "智力障碍": Audience.INTELLECTUAL,
    "精神障碍": Audience.PSYCHIATRIC,
}
_BETWEEN = re.compile(r"[\s,;|/，；、]+")


def ordered(audiences: Iterable[str]) -> list[str]:
    """Each once, in the order of ``Audience``."""
    given = set(audiences)
    return [audience.value for audience in Audience if audience.value in given]


def read(text: str) -> list[str] | None:
    """The groups that a cell names by code or word, or None if one of them is unknown."""
    found = set()
    for word in filter(None, _BETWEEN.split(text.casefold())):
        audience = _WORDS.get(word) or Audience._value2member_map_.get(word)
        if audience is None:
            return None
        found.add(str(audience))
    return ordered(found)
