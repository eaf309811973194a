"""The handler: take SMS under a lease and commit, ask members and tickets, write down the end.

No transaction is open while another service is asked. A handler that stops in between leaves a
lease; after it the SMS is handled again, and its claim has the same key as before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from chassis.log import get_logger
from chassis.personal import PersonalData
from chassis.retry import retrying
from chassis.work import Store
from services.notify.inbound import deciding, store, use_cases
from services.notify.inbound.asking import Asking
from services.notify.inbound.batch import Batch, Ended
from services.notify.inbound.deciding import Answer
from services.notify.inbound.rules import read
from services.notify.inbound.use_cases import Taken
from services.notify.metrics import COMMANDS

_BATCH = 100
_BATCHES = 10  # a look; more would hold up a normal stop
_MARGIN = 5.0  # seconds of a lease for our own database
_PAUSE = timedelta(seconds=1)
_PATIENCE = timedelta(minutes=15)  # later nobody waits for the answer any more

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """Handles what is due. ``patience`` is how many seconds all questions of a batch may take."""

    store: Store
    asking: Asking
    personal: PersonalData
    patience: float

    def run(self) -> None:
        """Handle SMS until none is due, or for a few batches."""
        for _ in range(_BATCHES):
            with self.store.reading() as reading:
                if not store.anything_due(reading.session, now=reading.now):
                    return
            lease = timedelta(seconds=self.patience + _MARGIN)
            with self.store.work() as work:
                taken = use_cases.take(work, personal=self.personal, limit=_BATCH, lease=lease)
                until = work.now + timedelta(seconds=self.patience)
            if not taken:
                return
            self._record(self._handle(taken, Batch(self.asking.until(until))))

    def _handle(self, taken: Sequence[Taken], batch: Batch) -> list[Ended]:
        """One SMS that cannot be handled must not take the others with it."""
        try:
            return batch.handle(taken)
        except Exception:
            if len(taken) == 1:
                _log.exception("not handled", sms=taken[0].id)
                return [(taken[0], None)]
        middle = len(taken) // 2
        return self._handle(taken[:middle], batch) + self._handle(taken[middle:], batch)

    def _record(self, ended: Sequence[Ended]) -> None:
        def write() -> list[Answer]:
            with self.store.work() as work:
                late = work.now - _PATIENCE
                waiting = [sms for sms, end in ended if end is None and sms.received_at > late]
                use_cases.put_off(work, waiting, pause=_PAUSE)
                over = [
                    (sms, end or deciding.gave_up(read(sms.text).verb))
                    for sms, end in ended
                    if end is not None or sms.received_at <= late
                ]
                return use_cases.finish(work, over, personal=self.personal)

        for answer in retrying(write, seconds=_MARGIN):
            COMMANDS.labels(answer.verb, answer.outcome).inc()
