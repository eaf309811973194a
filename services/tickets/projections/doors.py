"""What the ticket service listens to."""

from __future__ import annotations

from chassis.envelope import ReceivedEvent
from chassis.events import event_handler
from chassis.work import Work
from services.tickets.projections import use_cases as projections


class ProjectionDoors:
    """Services of the catalogue, cards of the members."""

    @event_handler("catalog.service_published.v1")
    def on_service_published(self, work: Work, event: ReceivedEvent) -> None:
        projections.service_published(work, event)

    @event_handler("members.card_suspended.v1")
    def on_card_suspended(self, work: Work, event: ReceivedEvent) -> None:
        projections.card_suspended(work, event)

    @event_handler("members.card_reinstated.v1")
    def on_card_reinstated(self, work: Work, event: ReceivedEvent) -> None:
        projections.card_usable(work, event)

    @event_handler("members.card_reissued.v1")
    def on_card_reissued(self, work: Work, event: ReceivedEvent) -> None:
        projections.card_usable(work, event)
