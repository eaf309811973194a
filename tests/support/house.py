"""Two small services on the chassis, ``alpha`` and ``beta``, in which its promises are tried out.

``python -m tests.support.house alpha beta`` serves them as ``unionhall serve`` serves ours.
"""

from __future__ import annotations

if __name__ == "__main__":
    import eventlet

    eventlet.monkey_patch()

import os
import sys
from typing import Any

import eventlet
import sqlalchemy as sa
from marshmallow import fields
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chassis import config, log
from chassis.database import Database
from chassis.envelope import Event, ReceivedEvent
from chassis.errors import Conflict, DomainError
from chassis.events import event_handler
from chassis.provider import ServiceStore
from chassis.remote import Remote
from chassis.rpc import command, query
from chassis.schema import Empty, Shape
from chassis.tables import messaging_tables, new_metadata
from chassis.work import Reading, Store, Work

NOTED = "alpha.noted.v1"


class Base(DeclarativeBase):
    metadata = new_metadata()


class Note(Base):
    """One effect; several rows with one text mean that something happened twice."""

    __tablename__ = "notes"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    text: Mapped[str] = mapped_column(sa.String(200))


messaging = messaging_tables(Base.metadata)


class NoteText(Shape):
    text = fields.String(required=True)
    pause = fields.Float(load_default=0.0)


class NoteCount(Shape):
    count = fields.Integer(required=True)


class AlreadyNoted(Conflict):
    """The text is there already."""


class Refused(DomainError):
    """No retry can help."""


class Alpha:
    """Notes texts and publishes that it did."""

    name = "alpha"
    db = ServiceStore(messaging)
    beta = Remote("beta")
    at_once = 0
    most_at_once = 0

    @command(NoteText, NoteCount)
    def note(self, work: Work, request: dict[str, Any]) -> Any:
        if request["text"] == "twice":
            raise AlreadyNoted("once is enough", text="twice")
        if request["text"] == "broken":
            raise RuntimeError("a bug")
        work.session.add(Note(text=request["text"]))
        work.session.flush()
        work.emit(Event(NOTED, request["text"], {"text": request["text"]}))
        eventlet.sleep(request["pause"])
        return {"count": _count(work, request["text"])}

    @query(NoteText, NoteCount)
    def count(self, reading: Reading, request: dict[str, Any]) -> Any:
        return {"count": _count(reading, request["text"])}

    @query(Empty, NoteCount)
    def sleep_in_database(self, reading: Reading, _request: dict[str, Any]) -> Any:
        Alpha.at_once += 1
        Alpha.most_at_once = max(Alpha.at_once, Alpha.most_at_once)
        reading.session.execute(sa.text("SELECT pg_sleep(0.5)"))
        Alpha.at_once -= 1
        return {"count": Alpha.most_at_once}

    @query(NoteText, NoteCount)
    def ask_beta(self, reading: Reading, request: dict[str, Any]) -> Any:
        return self.beta.call("count", context=reading.context, **request)


class Beta:
    """Hears of alpha's notes."""

    name = "beta"
    db = ServiceStore(messaging)

    @event_handler(NOTED)
    def on_noted(self, work: Work, event: ReceivedEvent) -> None:
        text = event.data["text"]
        log.get_logger(__name__).info("heard", text=text)
        if text.startswith("poison"):
            raise RuntimeError("cannot be handled")
        if text.startswith("refused"):
            raise Refused("never")
        work.session.add(Note(text=text))
        work.session.flush()
        if text.startswith("slow"):
            eventlet.sleep(1.5)

    @query(NoteText, NoteCount)
    def count(self, reading: Reading, request: dict[str, Any]) -> Any:
        eventlet.sleep(request["pause"])
        return {"count": _count(reading, request["text"])}


CLASSES = {"alpha": Alpha, "beta": Beta}


def _count(reading: Reading, text: str) -> int:
    select = sa.select(sa.func.count()).select_from(Note).where(Note.text == text)
    return reading.session.scalar(select) or 0


def create_tables(url: str) -> Store:
    """Make the tables of alpha or beta in an empty database."""
    from chassis.clock import SystemClock

    database = Database(url)
    Base.metadata.create_all(database.engine)
    return Store(database=database, messaging=messaging, clock=SystemClock())


def main() -> None:
    """Serve the services that the command line names."""
    from chassis.runner import Services, serve_until_told

    settings = config.load(os.environ)
    log.set_up(settings.log_level)
    services = Services([CLASSES[name] for name in sys.argv[1:]], settings)
    serve_until_told(services, known=CLASSES.values())


if __name__ == "__main__":
    main()
