"""Trying again after the database was away for a moment, up to a limit."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TypeVar

import eventlet

from chassis.database import is_passing
from chassis.log import get_logger

T = TypeVar("T")
_log = get_logger(__name__)


def retrying(
    attempt: Callable[[], T],
    *,
    seconds: float,
    first_pause: float = 0.05,
    longest_pause: float = 2.0,
    passing: Callable[[BaseException], bool] = is_passing,
) -> T:
    """Call ``attempt`` until it answers or ``seconds`` are over; pauses double, with jitter.

    Only errors for which ``passing`` is true are tried again; the last one is raised.
    """
    left, pause = seconds, first_pause
    while True:
        try:
            return attempt()
        except Exception as error:
            if not passing(error) or left <= 0:
                raise
            wait = min(left, pause * random.uniform(0.5, 1.5))
            _log.warning("retrying", error=type(error).__name__, pause=round(wait, 3))
        eventlet.sleep(wait)
        left -= wait
        pause = min(pause * 2, longest_pause)
