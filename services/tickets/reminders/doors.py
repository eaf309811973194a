"""The tick of reminders."""

from __future__ import annotations

from chassis.timer import tick
from chassis.work import Store
from services.tickets.reminders import use_cases as reminders

_SECONDS = 5


class ReminderDoors:
    """Planning reminders and telling of those that are due."""

    @tick(seconds=_SECONDS)
    def remind_due(self, store: Store) -> None:
        with store.work() as work:
            reminders.plan_reminders(work)
        with store.work() as work:
            reminders.remind(work)
