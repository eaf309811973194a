"""The past in which the demonstration happens: units of work at moments that lie behind.

All share one transaction, so that the demonstration is there as a whole or not at all, and none
publishes anything: whoever logs in for the first time is not called about last month's news.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from chassis.clock import SettableClock
from chassis.context import CallContext, Caller
from chassis.envelope import Event
from chassis.work import Reading, Store, Work


class _Told(Work):
    """A unit of work of the past: its changes stay, nobody hears of them."""

    def emit(self, event: Event) -> None:
        """Publish nothing."""

    def commit(self) -> None:
        """Write what is there; the transaction goes on."""
        self.session.flush()


class _Past(Store):
    """A store for use cases that open their own units of work."""

    def __init__(self, history: History, *, at: datetime, caller: Caller) -> None:
        store = history.store
        super().__init__(
            database=store.database,
            messaging=store.messaging,
            clock=SettableClock(at),
            context=CallContext(caller=caller),
        )
        self._work = history.work(at, caller)

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A part of the one transaction."""
        yield self._work
        self._work.commit()

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """A look at what happened so far."""
        yield self._work


class History:
    """Hands out units of work for any moment and caller, within the transaction of ``present``."""

    def __init__(self, store: Store, present: Work) -> None:
        self.store = store
        self.session = present.session

    def work(self, at: datetime, caller: Caller) -> Work:
        """What ``caller`` does at a moment."""
        return _Told(
            session=self.session,
            context=CallContext(caller=caller),
            now=at,
            outbox=self.store.messaging.outbox,
        )

    def past(self, at: datetime, caller: Caller) -> Store:
        """The same for a use case that opens its own units of work."""
        return _Past(self, at=at, caller=caller)
