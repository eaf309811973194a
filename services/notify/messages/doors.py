"""What notify hears of members' places after the claim."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import marshmallow as ma

from chassis.envelope import ReceivedEvent
from chassis.events import event_handler
from chassis.schema import load
from chassis.work import Work
from services.notify import heard
from services.notify.messages import notices, use_cases
from services.notify.messages.notices import Notice
from services.notify.reconciliation import noting


class PlaceDoors:
    """Offers, returns, cancellations, cool-downs."""

    @event_handler("tickets.offer_made.v1")
    def on_offer_made(self, work: Work, event: ReceivedEvent) -> None:
        data = _tell(work, event, heard.OfferMade, notices.offer_made)
        noting.offer_made(work, event, data)

    @event_handler("tickets.offer_expired.v1")
    def on_offer_expired(self, work: Work, event: ReceivedEvent) -> None:
        data = _tell(work, event, heard.OfferExpired, notices.offer_expired)
        noting.offer_expired(work, event, data)

    @event_handler("tickets.ticket_returned.v1")
    def on_ticket_returned(self, work: Work, event: ReceivedEvent) -> None:
        data = _tell(work, event, heard.TicketEnded, notices.ticket_returned)
        noting.ticket_ended(work, event, data)

    @event_handler("tickets.ticket_cancelled.v1")
    def on_ticket_cancelled(self, work: Work, event: ReceivedEvent) -> None:
        data = _tell(work, event, heard.TicketEnded, notices.ticket_cancelled)
        noting.ticket_ended(work, event, data)

    @event_handler("tickets.cool_down_began.v1")
    def on_cool_down_began(self, work: Work, event: ReceivedEvent) -> None:
        _tell(work, event, heard.CoolDownBegan, notices.cool_down_began)

    @event_handler("tickets.cool_down_lifted.v1")
    def on_cool_down_lifted(self, work: Work, event: ReceivedEvent) -> None:
        _tell(work, event, heard.CoolDownLifted, notices.cool_down_lifted)


def _tell(
    work: Work,
    event: ReceivedEvent,
    shape: type[ma.Schema],
    notice: Callable[[Mapping[str, Any]], Notice],
) -> dict[str, Any]:
    data = load(shape, dict(event.data))
    use_cases.tell(work, event_id=event.id, notices=[notice(data)])
    return data
