"""The yardstick: nameko's own dispatcher and handler, one transaction an event.

It loses an event when the process dies between commit and dispatch, and repeats one that is
delivered twice; ours does neither. Run as ``python -m benchmarks.events.plain teller|hearer``.
"""

from __future__ import annotations

if __name__ == "__main__":
    import eventlet

    eventlet.monkey_patch()

import os
import sys
from typing import Any

import sqlalchemy as sa
from nameko.events import EventDispatcher, event_handler
from nameko.rpc import rpc
from nameko.runners import ServiceRunner
from sqlalchemy import orm

from benchmarks.claims.plain import Session

metadata = sa.MetaData()
notes = sa.Table(
    "plain_notes",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("text", sa.String(200), nullable=False),
)


class Teller:
    """Tells of as many notes as it is asked for."""

    name = "plain_teller"
    dispatch = EventDispatcher()

    @rpc
    def tell(self, count: int) -> None:
        for number in range(count):
            self.dispatch("noted", {"text": f"note {number}"})


class Hearer:
    """Writes down what it hears."""

    name = "plain_hearer"
    session: orm.Session = Session()

    @event_handler("plain_teller", "noted")
    def on_noted(self, data: dict[str, Any]) -> None:
        with self.session as session, session.begin():
            session.execute(sa.insert(notes).values(text=data["text"]))


def main(part: str) -> None:
    """Serve one half."""
    runner = ServiceRunner(
        {"AMQP_URI": os.environ["AMQP_URI"], "DATABASE_URL": os.environ["DATABASE_URL"]}
    )
    runner.add_service(Teller if part == "teller" else Hearer)
    runner.start()
    runner.wait()


if __name__ == "__main__":
    main(sys.argv[1])
