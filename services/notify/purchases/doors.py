"""The entrypoints of notices of purchases: one handler for each type of event, all alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chassis.envelope import ReceivedEvent
from chassis.events import event_handler
from chassis.schema import load
from chassis.timer import tick
from chassis.work import Store, Work
from services.notify.deadlines import hearing
from services.notify.deadlines import use_cases as deadlines
from services.notify.purchases import awards, notices, use_cases
from services.notify.reconciliation import noting

HEARD = {**notices.NOTICES, **awards.NOTICES}
_MATTERS = {
    "projects.award_letter_issued.v1": noting.award_letter,
    "projects.award_annulled.v1": noting.award_over,
    "projects.award_refused.v1": noting.award_over,
}
_SECONDS = 5
_BATCHES = 20  # a look; more would hold up a normal stop


class PurchaseDoors:
    """Telling whom a step concerns, and reminding of deadlines."""

    channels: Any

    @tick(seconds=_SECONDS)
    def remind_of_deadlines(self, store: Store) -> None:
        for _ in range(_BATCHES):
            with store.work() as work:
                more = deadlines.remind(work, offered=self.channels.party_channels)
            if not more:
                return


def _handler(event_type: str) -> Callable[..., None]:
    def handle(self: Any, work: Work, event: ReceivedEvent) -> None:
        how = HEARD[event.type]
        data = load(how.shape, dict(event.data))
        hearing.hear(work, event, data)
        offered = self.channels.party_channels
        use_cases.tell(work, event_id=event.id, tellings=how.tell(data), offered=offered)
        if event.type in _MATTERS:
            _MATTERS[event.type](work, event, data)

    handle.__name__ = f"on_{event_type.split('.')[1]}"
    return event_handler(event_type)(handle)


for _type in HEARD:
    setattr(PurchaseDoors, f"on_{_type.split('.')[1]}", _handler(_type))
