"""Which events are matters that members must hear of, and which end them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chassis.envelope import ReceivedEvent
from chassis.work import Work
from services.notify.reconciliation.rules import Kind
from services.notify.reconciliation.use_cases import end, owe

Heard = Mapping[str, Any]
_IN_CLASSES = (Kind.CLASS_PLACE, Kind.CLASS_OFFER)


def ticket_claimed(work: Work, event: ReceivedEvent, heard: Heard) -> None:
    """A member has a ticket."""
    _owe(work, event, heard, Kind.TICKET, heard["ticket_id"], group_id=heard["release_id"])


def ticket_ended(work: Work, event: ReceivedEvent, heard: Heard) -> None:
    """A ticket was given back or called off."""
    _end(work, event, heard, (Kind.TICKET,), heard["ticket_id"])


def offer_made(work: Work, event: ReceivedEvent, heard: Heard) -> None:
    """A member is offered a place until a moment."""
    _owe(
        work,
        event,
        heard,
        Kind.OFFER,
        heard["offer_id"],
        group_id=heard["release_id"],
        ends_at=heard["offer_until"],
    )


def offer_expired(work: Work, event: ReceivedEvent, heard: Heard) -> None:
    """An offer has gone on to the next; nobody can phone it back."""
    _end(work, event, heard, (Kind.OFFER,), heard["offer_id"])


def class_place_given(work: Work, event: ReceivedEvent, heard: Heard) -> None:
    """A family has places in child-care classes."""
    application = heard["application_id"]
    _owe(work, event, heard, Kind.CLASS_PLACE, application, group_id=application)


def class_place_offered(work: Work, event: ReceivedEvent, heard: Heard) -> None:
    """A family is offered places until a moment."""
    application, ends_at = heard["application_id"], heard["offer_ends_at"]
    _owe(work, event, heard, Kind.CLASS_OFFER, application, group_id=application, ends_at=ends_at)


def class_place_withdrawn(work: Work, event: ReceivedEvent, heard: Heard) -> None:
    """An application has ended, whatever it had come to."""
    _end(work, event, heard, _IN_CLASSES, heard["application_id"])


def award_letter(work: Work, event: ReceivedEvent, heard: Heard) -> None:
    """An organisation has won a project. It is who was told; the title says which one it is."""
    if heard["outcome"] == "won":
        owe(
            work,
            event,
            kind=Kind.AWARD,
            subject_id=heard["award_id"],
            member_id=heard["provider_id"],
            title=f"{heard['title']} · {heard['provider_name']}"[:400],
        )


def award_over(work: Work, event: ReceivedEvent, heard: Heard) -> None:
    """An award fell: nobody needs to phone about it."""
    end(
        work,
        event,
        kinds=(Kind.AWARD,),
        subject_id=heard["award_id"],
        member_id=heard["provider_id"],
        title=heard["title"],
    )


def _owe(
    work: Work, event: ReceivedEvent, heard: Heard, kind: Kind, subject_id: str, **more: Any
) -> None:
    owe(
        work,
        event,
        kind=kind,
        subject_id=subject_id,
        member_id=heard["member_id"],
        title=heard["title"],
        **more,
    )


def _end(
    work: Work, event: ReceivedEvent, heard: Heard, kinds: tuple[Kind, ...], subject_id: str
) -> None:
    end(
        work,
        event,
        kinds=kinds,
        subject_id=subject_id,
        member_id=heard["member_id"],
        title=heard["title"],
    )
