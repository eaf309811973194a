"""Looking up the cards of files, a page a transaction, before anybody can approve them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chassis.log import get_logger
from chassis.work import Store
from services.notify.broadcasts import rules, store
from services.notify.broadcasts.audiences import Audiences
from services.notify.broadcasts.rules import State

_CARDS = 200  # as many as the members service takes
_PAGES = 10
_log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    """Goes through the files that are new."""

    store: Store
    audiences: Audiences

    def run(self) -> None:
        """A few pages of each."""
        with self.store.reading() as reading:
            new = store.live(reading.session, State.CHECKING, now=reading.now)
            ids = [broadcast.id for broadcast in new]
        for broadcast_id in ids:
            try:
                for _ in range(_PAGES):
                    if not self._page(broadcast_id):
                        break
            except Exception as error:
                _log.warning("file waits", broadcast=broadcast_id, error=repr(error)[:200])

    def _page(self, broadcast_id: str) -> bool:
        """Whether there may be more."""
        with self.store.reading() as reading:
            broadcast = store.find(reading.session, broadcast_id)
            if broadcast is None or broadcast.state != State.CHECKING:
                return False
            office, place = broadcast.office, broadcast.place
            lines = store.unchecked(
                reading.session, broadcast_id, after=int(place or 0), limit=_CARDS
            )
            cards = {line.number: line.card_no for line in lines}
        holders = self.audiences.members_of_cards(list(cards.values())) if cards else {}
        settled = [
            {"number": number, **_settled(holders.get(card), office)}
            for number, card in cards.items()
        ]
        with self.store.work() as work:
            broadcast = store.lock(work.session, broadcast_id)
            if broadcast is None or (broadcast.state, broadcast.place) != (State.CHECKING, place):
                return False
            store.settle(work.session, broadcast_id, settled)
            if cards:
                broadcast.place = str(max(cards))
                return True
            broadcast.bad_lines = store.count_faulty(work.session, broadcast_id)
            broadcast.place = None
            broadcast.state = State.DRAFT
            return False


def _settled(holder: tuple[str, str] | None, office: str) -> dict[str, Any]:
    """The member of a line, or its fault; the card itself is forgotten."""
    wrong = {"card_no": "", "field": "card_no", "member_id": None}
    if holder is None:
        return wrong | {"fault": "nobody has this card", "code": "nobodys"}
    member_id, union = holder
    if rules.outside(office, [union]):
        fault = "not a card of this office's part of the union"
        return wrong | {"fault": fault, "code": "elsewhere"}
    return {"card_no": "", "field": "", "member_id": member_id, "fault": "", "code": ""}
