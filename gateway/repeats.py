"""Events that come again: a relay that dies before it has marked what it published does it once
more, and so does a broker that loses an answer."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

_MOST = 50_000  # ids, some 8 MB; a relay repeats a batch of some hundreds, seconds later


class Repeats:
    """The ids of the last events, a bounded number of them."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._ids: OrderedDict[str, None] = OrderedDict()

    def again(self, envelope: Any) -> bool:
        """Whether an event was here before; from now on it was. What has no id never was."""
        event_id = envelope.get("id") if isinstance(envelope, dict) else None
        if not isinstance(event_id, str):
            return False
        if event_id in self._ids:
            self._ids.move_to_end(event_id)
            return True
        self._ids[event_id] = None
        if len(self._ids) > self._most:
            self._ids.popitem(last=False)
        return False
