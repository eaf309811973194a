"""Waiting for what happens in another process, with a limit and a reason."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(look: Callable[[], T], *, what: str, seconds: float = 20.0) -> T:
    """Look until the answer is true and return it. Raises ``AssertionError`` at the limit.

    Errors of the look itself count as "not yet", and the last one is told.
    """
    deadline = time.monotonic() + seconds
    last: object = None
    while time.monotonic() < deadline:
        try:
            if found := look():
                return found
            last = found
        except Exception as error:
            last = error
        time.sleep(0.05)
    raise AssertionError(f"{what}: not within {seconds:g} s; last seen: {last!r}")
