"""The demonstration's phone: an SMS channel that ends on a web page."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from chassis.work import Reading, Store
from services.notify.channels.port import ACCEPTED, Outcome, Outgoing
from services.notify.channels.tables import DemoPhoneMessage
from services.notify.database import insert_new

_SHOWN = 50


class DemoPhone:
    """Stores what it sends; a reference that is there already stays as it is."""

    provider = "demo_phone"
    idempotent = True
    receipts = False

    def __init__(self, store: Store) -> None:
        self._store = store

    def longest(self, count: int) -> float:
        """One insertion a thousand messages."""
        return 5.0 + count / 1000

    def send(self, batch: Sequence[Outgoing]) -> list[Outcome]:
        """All messages in one transaction."""
        with self._store.work() as work:
            rows = [
                {
                    "id": message.reference,
                    "number": message.to,
                    "text": message.text,
                    "sent_at": work.now,
                }
                for message in batch
            ]
            insert_new(work.session, DemoPhoneMessage, rows, key=DemoPhoneMessage.id)
        return [ACCEPTED] * len(batch)


def show(reading: Reading, *, number: str) -> Sequence[DemoPhoneMessage]:
    """What has arrived at a number, newest first."""
    return reading.session.scalars(
        sa.select(DemoPhoneMessage)
        .where(DemoPhoneMessage.number == number)
        .order_by(DemoPhoneMessage.sent_at.desc(), DemoPhoneMessage.id.desc())
        .limit(_SHOWN)
    ).all()
