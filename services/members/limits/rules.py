"""How often somebody may try: limits as data, and the arithmetic of one limit.

The algorithm is GCRA, the leaky bucket as a meter of ITU-T I.371: a key's only state is the
moment at which it would be at rest again. There is no window whose edge would let twice as much
pass, and a refusal can say exactly when the next try is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from chassis.errors import ConfigurationError

_MICROSECONDS = 1_000_000
_ENTRY = re.compile(r"([a-z_]+)=([0-9]{1,6})/([0-9]{1,6})\Z")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` tries at once, and as many again over each following ``seconds``."""

    name: str
    most: int
    seconds: int

    @property
    def step(self) -> int:
        """How far one try moves the moment of rest, in microseconds."""
        return self.seconds * _MICROSECONDS // self.most

    @property
    def span(self) -> int:
        """How far ahead of now the moment of rest may lie, in microseconds."""
        return self.step * self.most

    def retry_after(self, *, rest: int, now: int) -> int:
        """Whole seconds until the next try is allowed; moments in microseconds."""
        wait = rest + self.step - self.span - now
        return max(1, -(-wait // _MICROSECONDS))


Limits = Mapping[str, Limit]

# Codes cost money and annoy; the phone's limit is the one that an attacker with many card numbers
# meets, and it is kept silently (docs/adr/0011).
_ORDINARY: Final = {
    "codes_by_address": (60, 600),
    "codes_by_card": (5, 3600),
    "codes_by_phone": (5, 3600),
    "log_ins_by_address": (20, 60),
    "log_ins_by_card": (10, 900),
    "log_ins_by_name_and_address": (10, 900),
    "log_ins_by_name": (100, 3600),
}
# Wide enough for a hall of people at one address and for a test that plays all of them.
_DEMONSTRATION: Final = {
    "codes_by_address": (120, 60),
    "codes_by_card": (60, 60),
    "codes_by_phone": (60, 60),
    "log_ins_by_address": (60, 60),
    "log_ins_by_card": (60, 60),
    "log_ins_by_name_and_address": (60, 60),
    "log_ins_by_name": (600, 60),
}


def limits(*, demo: bool, override: str = "") -> Limits:
    """All limits of an installation.

    ``override`` replaces some: ``log_ins_by_address=600/60, codes_by_card=3/3600``. Raises
    ``ConfigurationError`` that names every entry that is wrong.
    """
    figures = dict(_DEMONSTRATION if demo else _ORDINARY)
    wrong = []
    for entry in filter(None, (part.strip() for part in override.split(","))):
        found = _ENTRY.match(entry)
        if not found or found[1] not in figures or "0" in (found[2].lstrip("0") or "0", found[3]):
            wrong.append(entry)
            continue
        figures[found[1]] = (int(found[2]), int(found[3]))
    if wrong:
        raise ConfigurationError(
            f"MEMBERS_LIMITS holds what is no limit: {', '.join(wrong)}\n"
            f"  write name=times/seconds; there are {', '.join(figures)}"
        )
    return {name: Limit(name, most, seconds) for name, (most, seconds) in figures.items()}
