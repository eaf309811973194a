"""Making the messages of running broadcasts, a page of recipients a transaction.

How far it is lies in the broadcast's row and moves in the transaction that makes the messages, so
a kill loses a page that nobody saw or none at all. Two processes may ask for the same page; the
second finds that the place has moved and leaves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chassis.log import get_logger
from chassis.work import Store, Work
from services.notify import events
from services.notify.broadcasts import rules, store
from services.notify.broadcasts.audiences import Audiences
from services.notify.broadcasts.rules import Page, Recipient, State
from services.notify.broadcasts.tables import Broadcast
from services.notify.messages import use_cases as messages
from services.notify.messages.classes import MessageClass
from services.notify.messages.notices import Notice
from services.notify.templates.store import Templates

_PAGES = 10  # a look; more would hold up a normal stop and other broadcasts
_log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expander:
    """Looks at the broadcasts whose time has come."""

    store: Store
    audiences: Audiences

    def run(self) -> None:
        """A few pages of each; one in trouble holds up no other."""
        with self.store.reading() as reading:
            due = store.live(reading.session, State.APPROVED, State.RUNNING, now=reading.now)
            ids = [broadcast.id for broadcast in due]
        for broadcast_id in ids:
            try:
                self._go_on(broadcast_id)
            except Exception as error:
                _log.warning("broadcast waits", broadcast=broadcast_id, error=repr(error)[:200])

    def _go_on(self, broadcast_id: str) -> None:
        for _ in range(_PAGES):
            with self.store.work() as work:
                step = _look(work, broadcast_id)
            if step is None:
                return
            page = self.audiences.page(broadcast_id, step.audience, after=step.place)
            with self.store.work() as work:
                _make(work, broadcast_id, page, place=step.place)


@dataclass(frozen=True, slots=True)
class _Step:
    audience: dict[str, Any]
    place: str | None


def _look(work: Work, broadcast_id: str) -> _Step | None:
    """Begin, or end, or say where to go on; ``None`` when nothing is to be made now."""
    broadcast = store.lock(work.session, broadcast_id)
    if broadcast is None or broadcast.state not in (State.APPROVED, State.RUNNING):
        return None
    if broadcast.state == State.APPROVED:
        broadcast.state = State.RUNNING
        broadcast.started_at = work.now
        broadcast.place = None
    waiting = store.waiting(work.session, broadcast.id)
    if broadcast.expanded_at is None:
        return _Step(broadcast.audience, broadcast.place) if waiting < rules.AHEAD else None
    if not waiting:
        broadcast.state = State.FINISHED
        broadcast.ended_at = work.now
        work.emit(events.broadcast_finished(broadcast))
    return None


def _make(work: Work, broadcast_id: str, page: Page, *, place: str | None) -> None:
    broadcast = store.lock(work.session, broadcast_id)
    if broadcast is None or broadcast.state != State.RUNNING or broadcast.place != place:
        return
    if broadcast.expanded_at is not None:
        return
    ref = (broadcast.template, broadcast.template_version)
    template = Templates(work.session, {ref}).version(*ref)
    messages.tell_many(
        work,
        event_id=broadcast.id,
        template=template,
        notices=[_notice(broadcast, recipient) for recipient in page.recipients],
    )
    broadcast.recipients += len(page.recipients)
    broadcast.place = page.after
    if page.after is None:
        broadcast.expanded_at = work.now


def _notice(broadcast: Broadcast, recipient: Recipient) -> Notice:
    return Notice(
        recipient=recipient.member_id,
        template=broadcast.template,
        message_class=MessageClass.BULK,
        channels=tuple(broadcast.channels),
        variables={**broadcast.variables, **recipient.values},
        language=broadcast.language,
    )
