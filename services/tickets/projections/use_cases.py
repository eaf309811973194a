"""What the ticket service does when it hears of something; repetition and any order are fine."""

from __future__ import annotations

from chassis.envelope import ReceivedEvent
from chassis.work import Work
from services.tickets.projections import store


def service_published(work: Work, event: ReceivedEvent) -> None:
    """Releases may refer to this service."""
    store.keep_service(
        work.session,
        service_id=event.data["service_id"],
        code=event.data["code"],
        name=event.data["name"],
        told_at=event.time,
    )


def card_suspended(work: Work, event: ReceivedEvent) -> None:
    """The member can win nothing until the card is reinstated or reissued."""
    store.keep_card(
        work.session, member_id=event.data["member_id"], suspended=True, told_at=event.time
    )


def card_usable(work: Work, event: ReceivedEvent) -> None:
    """The member's card is good (again)."""
    store.keep_card(
        work.session, member_id=event.data["member_id"], suspended=False, told_at=event.time
    )
