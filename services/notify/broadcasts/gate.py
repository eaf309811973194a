"""What keeps bulk messages back: a pause, a broadcast called off, and the rate of a provider."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from chassis.work import Work
from services.notify.broadcasts import store
from services.notify.broadcasts.rules import Bucket, State
from services.notify.broadcasts.tables import ProviderAllowance
from services.notify.database import insert_new
from services.notify.messages.rules import Hold
from services.notify.messages.store import Stored

_HOLDS = {State.PAUSED: Hold.PAUSED, State.CANCELLED: Hold.CALLED_OFF}


@dataclass(frozen=True, slots=True)
class BulkGate:
    """``rates``: messages a second by provider, for all processes together; who is not named has
    no limit."""

    rates: Mapping[str, int]

    def room(self, work: Work, provider: str, *, most: int) -> int:
        """How many may leave by a provider now; others wait for the answer."""
        rate = self.rates.get(provider)
        if rate is None:
            return most
        return max(0, min(most, int(self._filled(work, provider, rate).tokens)))

    def spend(self, work: Work, counts: Mapping[str, int]) -> None:
        """Take from the allowances; a retry may leave one below nothing, which the next pay."""
        for provider, count in sorted(counts.items()):
            rate = self.rates.get(provider)
            if rate is not None:
                bucket = self._filled(work, provider, rate)
                row = work.session.get_one(ProviderAllowance, provider)
                row.tokens, row.at = bucket.tokens - count, bucket.at

    def holds(self, work: Work, messages: Sequence[Stored]) -> Mapping[str, Hold]:
        """The broadcasts that are paused or called off, of those that messages are of."""
        events = {message.event_id for message in messages}
        found = store.standing_still(work.session, events) if events else {}
        return {event: _HOLDS[state] for event, state in found.items()}

    @staticmethod
    def _filled(work: Work, provider: str, rate: int) -> Bucket:
        new = {"provider": provider, "tokens": float(rate), "at": work.now}
        select = sa.select(ProviderAllowance).where(ProviderAllowance.provider == provider)
        row = work.session.scalar(select.with_for_update())
        if row is None:
            insert_new(work.session, ProviderAllowance, [new], key=ProviderAllowance.provider)
            row = work.session.scalars(select.with_for_update()).one()
        return Bucket(row.tokens, row.at).filled(work.now, rate=rate)
