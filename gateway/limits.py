"""How much one caller may ask in how short a time.

Counted in memory, in each gateway process by itself: these limits keep one caller from taking the
house's time. Limits on which security rests (tries of a log-in code) are the members service's.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum

from chassis.errors import RateLimited

_ROUNDING = 0.001  # seconds that sums of floating-point numbers may be off
MOST_CALLERS = 100_000  # a caller who was forgotten starts with a full bucket


@dataclass(frozen=True, slots=True)
class Allowance:
    """A token bucket: ``burst`` at once, and ``a_minute`` in the long run."""

    burst: int
    a_minute: float


class Limit(Enum):
    """Classes of routes. Each caller (a member, an account, or an address) has one bucket a class.

    Many members share one address behind their carrier; so what needs a token is counted by
    caller, and only what needs none by address.
    """

    LOG_IN = "log_in"
    OPEN = "open"  # reading without a token
    READ = "read"
    WRITE = "write"
    CLAIM = "claim"
    CHECK_IN = "check_in"
    STREAM = "stream"
    UPLOAD = "upload"
    CARRIER = "carrier"  # the SMS gateway: one address, many phones


# Counted by address whoever calls.
BY_ADDRESS = frozenset({Limit.LOG_IN, Limit.CARRIER})


PRODUCTION = {
    Limit.LOG_IN: Allowance(burst=300, a_minute=300),
    Limit.OPEN: Allowance(burst=1200, a_minute=6000),
    Limit.READ: Allowance(burst=120, a_minute=600),
    Limit.WRITE: Allowance(burst=40, a_minute=120),
    Limit.CLAIM: Allowance(burst=20, a_minute=60),
    Limit.CHECK_IN: Allowance(burst=200, a_minute=600),
    Limit.STREAM: Allowance(burst=10, a_minute=30),
    Limit.UPLOAD: Allowance(burst=10, a_minute=2),
    Limit.CARRIER: Allowance(burst=6000, a_minute=24_000),
}
# Whoever tries the demonstration does in minutes what takes an office weeks.
DEMONSTRATION = PRODUCTION | {Limit.UPLOAD: Allowance(burst=60, a_minute=60)}


class Limiter:
    """Token buckets, kept as the one number that the generic cell rate algorithm needs.

    For each caller it stores the moment at which the bucket will be full again (ITU-T I.371).
    """

    def __init__(
        self,
        allowances: dict[Limit, Allowance],
        *,
        factor: float = 1.0,
        most_callers: int = MOST_CALLERS,
    ) -> None:
        self._most = most_callers
        # (seconds until one more is allowed, seconds until an empty bucket is full)
        self._pace = {
            limit: (60 / (each.a_minute * factor), each.burst * 60 / each.a_minute)
            for limit, each in allowances.items()
        }
        self._full_at: dict[Limit, OrderedDict[str, float]] = {
            limit: OrderedDict() for limit in allowances
        }

    def take(self, limit: Limit, caller: str, *, now: float) -> None:
        """Count one request at ``now`` (seconds of any steady clock).

        Raises ``RateLimited``, with the seconds to wait among its facts.
        """
        interval, span = self._pace[limit]
        buckets = self._full_at[limit]
        full_at = max(now, buckets.get(caller, 0.0)) + interval
        wait = full_at - now - span
        if wait > _ROUNDING:
            raise RateLimited("too many requests in too short a time", retry_after=wait)
        buckets[caller] = full_at
        buckets.move_to_end(caller)
        if len(buckets) > self._most:
            buckets.popitem(last=False)
