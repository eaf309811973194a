"""What a place in the union tree may be, and whose it is."""

from __future__ import annotations

import re
from typing import Final

FEDERATION: Final = "federation"
DISTRICT: Final = "district"
STREET: Final = "street"
EMPLOYER: Final = "employer"
GRASSROOTS: Final = "grassroots"

_KINDS_BY_DEPTH: Final = {
    0: (FEDERATION,),
    1: (DISTRICT,),
    2: (STREET, EMPLOYER),
    3: (GRASSROOTS,),
}
_STEP = re.compile(r"[a-z0-9-]{1,40}\Z")


def depth(path: str) -> int:
    """0 for the federation, 3 for a grassroots union."""
    return path.count("/") + 1 if path else 0


def parent(path: str) -> str:
    """The path one step up; the federation's is its own."""
    return path.rpartition("/")[0]


def problem(path: str, kind: str) -> str | None:
    """Why no union of this kind can be at this path, or None."""
    if not all(_STEP.match(step) for step in path.split("/")):
        return "each step has 1 to 40 small letters, digits or hyphens"
    if kind not in _KINDS_BY_DEPTH.get(depth(path), ()):
        return f"no {kind} union can be {depth(path)} steps below the federation"
    return None
