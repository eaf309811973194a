"""The tick of retention."""

from __future__ import annotations

from chassis.timer import tick
from chassis.work import Store
from services.notify.retention import use_cases

_SECONDS = 600


class RetentionDoors:
    """Forgetting what is old."""

    @tick(seconds=_SECONDS)
    def forget_old(self, store: Store) -> None:
        use_cases.forget(store)
