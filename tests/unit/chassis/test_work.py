"""The unit of work on SQLite: all or nothing, and writers in a row."""

from __future__ import annotations

import eventlet
import pytest
import sqlalchemy as sa

from chassis.clock import SystemClock
from chassis.database import Database, is_passing
from chassis.envelope import Event
from chassis.retry import retrying
from chassis.work import Store
from tests.support.house import Base, Note, messaging


@pytest.fixture
def store(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/notes.db")
    Base.metadata.create_all(database.engine)
    rung = []
    made = Store(
        database=database,
        messaging=messaging,
        clock=SystemClock(),
        committed=lambda: rung.append(True),
    )
    made.rung = rung
    yield made
    database.close()


def counts(store):
    with store.reading() as reading:
        notes = reading.session.scalar(sa.select(sa.func.count()).select_from(Note))
        events = reading.session.scalar(sa.select(sa.func.count()).select_from(messaging.outbox))
    return notes, events


def test_change_and_event_are_committed_together_and_the_relay_is_woken(store):
    with store.work() as work:
        work.session.add(Note(text="a"))
        work.emit(Event("alpha.noted.v1", "a", {}))
        assert not store.rung
    assert counts(store) == (1, 1)
    assert store.rung == [True]


def test_an_error_undoes_both(store):
    def fail():
        with store.work() as work:
            work.session.add(Note(text="a"))
            work.emit(Event("alpha.noted.v1", "a", {}))
            work.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert counts(store) == (0, 0)
    assert not store.rung


def test_what_was_committed_before_an_error_stays(store):
    def fail():
        with store.work() as work:
            work.session.add(Note(text="a"))
            work.commit()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert counts(store)[0] == 1


def test_a_writer_that_yields_does_not_stop_the_process(store):
    """Trap: SQLite's busy wait blocks the only thread, and the first writer never ends."""

    def write(text):
        with store.work() as work:
            work.session.add(Note(text=text))
            work.session.flush()
            eventlet.sleep(0.05)

    threads = [eventlet.spawn(write, str(n)) for n in range(4)]
    with eventlet.Timeout(5):
        for thread in threads:
            thread.wait()
    assert counts(store)[0] == 4


def test_only_passing_errors_are_tried_again_and_not_for_ever():
    class Passing(Exception):
        pass

    tries = []

    def attempt():
        tries.append(1)
        raise Passing if len(tries) < 3 else ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - the type is all it has
        retrying(attempt, seconds=5, first_pause=0.001, passing=lambda e: isinstance(e, Passing))
    assert len(tries) == 3

    def never():
        tries.append(1)
        raise Passing

    with pytest.raises(Passing):
        retrying(never, seconds=0.01, first_pause=0.004, passing=lambda e: True)


@pytest.mark.parametrize(
    ("statement", "passing"), [("SELECT * FROM nowhere", False), ("SELEKT", False)]
)
def test_a_mistake_is_not_passing(store, statement, passing):
    with store.reading() as reading, pytest.raises(sa.exc.OperationalError) as caught:
        reading.session.execute(sa.text(statement))
    assert is_passing(caught.value) is passing
