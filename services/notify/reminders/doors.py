"""The entrypoints of reminders."""

from __future__ import annotations

from typing import Any

from chassis.envelope import ReceivedEvent
from chassis.events import event_handler
from chassis.rpc import command, query
from chassis.schema import Empty, load
from chassis.timer import tick
from chassis.work import Reading, Store, Work
from services.notify import heard, schemas
from services.notify.reminders import use_cases

_SECONDS = 5
_BATCHES = 20  # a look; more would hold up a normal stop


class ReminderDoors:
    """Hearing of openings, wishing to be reminded of them, reminding."""

    @event_handler("tickets.release_scheduled.v1")
    def on_release_scheduled(self, work: Work, event: ReceivedEvent) -> None:
        data = load(heard.ReleaseChanged, dict(event.data))
        use_cases.hear(work, event, data, cancelled=False)

    @command(schemas.SetReminder, schemas.Reminder)
    def set_reminder(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.set_reminder(work, **request)

    @command(schemas.OpeningRef, Empty)
    def remove_reminder(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.remove_reminder(work, **request)

    @query(Empty, schemas.Reminders)
    def list_my_reminders(self, reading: Reading, _request: dict[str, Any]) -> Any:
        return use_cases.list_my_reminders(reading)

    @tick(seconds=_SECONDS)
    def remind_of_openings(self, store: Store) -> None:
        for _ in range(_BATCHES):
            with store.work() as work:
                more = use_cases.remind(work)
            if not more:
                return
