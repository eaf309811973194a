"""When, and how many at a time, events are tried again that a full queue has refused."""

from __future__ import annotations

from dataclasses import dataclass

_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 30.0


@dataclass(frozen=True, slots=True)
class Lane:
    """The refused events of one type: one is tried first, then twice as many each time.

    Every try reaches the queues that have room once more, so few are sent in vain. ``due`` is in
    the seconds of a monotonic clock, ``pause`` in seconds.
    """

    batch: int = 1
    pause: float = 0.0
    due: float = 0.0

    def refused(self, *, now: float) -> Lane:
        """Still no room: back to one event, after a pause that doubles up to half a minute."""
        pause = min(max(self.pause * 2, _FIRST_PAUSE), _LONGEST_PAUSE)
        return Lane(pause=pause, due=now + pause)

    def taken(self, *, now: float, most: int) -> Lane:
        """There was room: more at once, and without a pause."""
        return Lane(batch=min(self.batch * 2, most), due=now)
