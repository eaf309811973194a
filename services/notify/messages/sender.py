"""The sender: claim under a lease and commit, find out where it goes, send, write down what became
of it.

No transaction is open while anything outside is asked. Whatever stops the sender between the
claim and the record leaves an open attempt, and the lease's end makes it uncertain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import eventlet

from chassis.log import get_logger
from chassis.retry import retrying
from chassis.work import Store
from services.notify.channels.failover import Health
from services.notify.channels.port import Channel, Outcome, OutcomeKind, Outgoing
from services.notify.contacts.directory import ContactsAway
from services.notify.messages import store, use_cases
from services.notify.messages.classes import Lane
from services.notify.messages.gate import Gate
from services.notify.messages.quiet import QuietHours
from services.notify.messages.rules import Withheld
from services.notify.messages.store import Stored
from services.notify.messages.use_cases import Ended
from services.notify.metrics import ATTEMPTS, PARTS, RESTING

_BATCH = {Lane.URGENT: 100, Lane.REGULAR: 100, Lane.BULK: 500}
_BATCHES = 10  # a look; more would hold up a normal stop
_MARGIN = 5.0  # seconds of a lease for our own database
_log = get_logger(__name__)


class Reach(Protocol):
    """How the recipients of one channel are reached."""

    @property
    def patience(self) -> float:
        """Seconds that ``compose`` takes at most."""

    def compose(self, messages: Sequence[Stored]) -> Mapping[str, Outgoing | Withheld]:
        """By message what leaves the house, or why nothing does. Raises ``ContactsAway``."""

    def masked(self, outgoing: Outgoing) -> str:
        """Where it goes, for those who may not know: 20 characters at most."""

    def parts(self, outgoing: Outgoing) -> int | None:
        """What it costs in parts, where it costs any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Sends what is due by one channel: ``providers`` in the order of preference, ``reach`` for
    where it goes, ``quiet`` when only what was asked for is sent, ``random`` gives the jitter,
    between 0 and 1, ``gate`` what keeps messages back."""

    store: Store
    channel: str
    providers: Sequence[Channel]
    health: Health
    reach: Reach
    quiet: QuietHours
    random: Callable[[], float]
    gate: Gate = use_cases.OPEN

    def run(self, lane: Lane) -> None:
        """Send a lane's messages until none is due, or for a few batches."""
        for _ in range(_BATCHES):
            if not self._anything_due(lane) or not self._send_batch(lane):
                return

    def _anything_due(self, lane: Lane) -> bool:
        with self.store.reading() as reading:
            return store.anything_due(
                reading.session, channel=self.channel, lane=lane, now=reading.now
            )

    def _send_batch(self, lane: Lane) -> bool:
        """Whether there may be more to send now."""
        longest = max(provider.longest(_BATCH[lane]) for provider in self.providers)
        lease = timedelta(seconds=self.reach.patience + longest + _MARGIN)
        with self.store.work() as work:
            taken = use_cases.claim(
                work,
                channel=self.channel,
                lane=lane,
                providers=self.providers,
                health=self.health,
                limit=_BATCH[lane],
                lease=lease,
                quiet=self.quiet,
                gate=self.gate,
            )
        if not taken.messages:
            return taken.more
        try:
            ended = self._send(taken.messages)
        except ContactsAway:
            away = Ended(Withheld.CONTACTS_AWAY)
            self._record(taken.messages, {message.id: away for message in taken.messages})
            return False
        self._record(taken.messages, ended)
        return taken.more

    def _send(self, messages: list[Stored]) -> dict[str, Ended]:
        ended: dict[str, Ended] = {}
        leaving: dict[str, list[Outgoing]] = {}
        composed = self.reach.compose(messages)
        for message in messages:
            result = composed[message.id]
            if isinstance(result, Withheld):
                ended[message.id] = Ended(result)
            else:
                leaving.setdefault(message.provider, []).append(result)
        for batch, outcomes in self._send_all(leaving):
            for outgoing, outcome in zip(batch, outcomes, strict=True):
                ended[outgoing.reference] = Ended(
                    outcome,
                    parts=self.reach.parts(outgoing),
                    masked_number=self.reach.masked(outgoing),
                )
        return ended

    def _send_all(
        self, leaving: Mapping[str, list[Outgoing]]
    ) -> list[tuple[list[Outgoing], list[Outcome]]]:
        """Each provider its own, side by side, so that none waits for a slow one."""
        by_name = {provider.provider: provider for provider in self.providers}
        begun = [
            (batch, eventlet.spawn(by_name[name].send, batch)) for name, batch in leaving.items()
        ]
        return [(batch, sending.wait()) for batch, sending in begun]

    def _record(self, messages: list[Stored], ended: dict[str, Ended]) -> None:
        def write() -> None:
            with self.store.work() as work:
                use_cases.record(
                    work,
                    messages,
                    ended,
                    providers=self.providers,
                    jitter=self.random(),
                )

        retrying(write, seconds=_MARGIN)
        now = self.store.clock.now()
        outcomes: Counter[tuple[str, str]] = Counter()
        parts: Counter[str] = Counter()
        for message in messages:
            end = ended[message.id]
            outcomes[message.provider, end.outcome] += 1
            if end.outcome == OutcomeKind.ACCEPTED:
                parts[message.provider] += end.parts or 0
            if isinstance(end.result, Outcome):
                self.health.note(message.provider, end.result.kind, now=now)
        for (provider, outcome), count in outcomes.items():
            ATTEMPTS.labels(provider, outcome).inc(count)
        for provider, count in parts.items():
            PARTS.labels(provider).inc(count)
        resting = self.health.resting(now)
        for channel in self.providers:
            RESTING.labels(channel.provider).set(channel.provider in resting)
