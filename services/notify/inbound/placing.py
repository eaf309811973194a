"""Commands about places that a member has or waits for: giving back, waiting, saying yes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from services.notify.inbound import deciding
from services.notify.inbound.asking import Asking
from services.notify.inbound.deciding import Answer, Task
from services.notify.inbound.rules import WORD, Verb

Release = Mapping[str, Any]

_REFUSED: Final = {
    "ReturnTooLate": "return_too_late",
    "TicketNotReturnable": "not_returnable",
    "TicketUsed": "no_ticket",
    "TicketCancelled": "no_ticket",
    "TicketNotFound": "no_ticket",
    "OfferOver": "no_offer",
    "OfferNotFound": "no_offer",
    "CardSuspended": "card_suspended",
    "CoolingDown": "cool_down",
}
"""Errors of the ticket service → the answer to them."""
VERBS: Final = (Verb.RETURN, Verb.WAIT, Verb.ACCEPT)


def placed(asking: Asking, task: Task, *, key: str) -> Answer:
    """Do what a member wants; ``key`` makes a repetition harmless. Raises ``Away``."""
    release = asking.release(task.code)
    if release is None:
        return deciding.no_release(task)
    if task.verb is Verb.WAIT:
        outcome = asking.join(task.holder, release_id=release["id"], key=key)
        return deciding.claimed(task, outcome, release)
    if task.verb is Verb.ACCEPT:
        return _accept(asking, task, release, key)
    return _give_back(asking, task, release, key)


def _give_back(asking: Asking, task: Task, release: Release, key: str) -> Answer:
    """It costs the member a place, so it asks back first; what the answer will do waits."""
    held = [
        ticket
        for ticket in asking.all_tickets_of(task.holder)
        if ticket["release_id"] == release["id"] and ticket["state"] == "valid"
    ]
    if not held:
        return _answer(task, "no_ticket", release)
    if not task.sure:
        asks = f"{WORD[Verb.RETURN]}{task.code}{task.card}"
        return _answer(task, "return_sure", release, asks=asks)
    refused = asking.act(
        "return_ticket", task.holder, key=key, refusals=_REFUSED, ticket_id=held[0]["id"]
    )
    return _end(task, refused, release, done="returned")


def _accept(asking: Asking, task: Task, release: Release, key: str) -> Answer:
    offers = [
        place
        for place in asking.waiting_of(task.holder)
        if place["release_id"] == release["id"] and place["state"] == "offered"
    ]
    if not offers:
        return _answer(task, "no_offer", release)
    refused = asking.act(
        "accept_offer", task.holder, key=key, refusals=_REFUSED, offer_id=offers[0]["id"]
    )
    return _end(task, refused, release, done="accepted")


def _end(task: Task, refused: str, release: Release, *, done: str) -> Answer:
    """What was done is told by the ticket's own message, once."""
    if refused:
        return _answer(task, _REFUSED[refused], release)
    return Answer(verb=task.verb, outcome=done, member_id=task.holder.member_id)


def _answer(task: Task, how: str, release: Release, *, asks: str = "") -> Answer:
    return Answer(
        verb=task.verb,
        outcome=how,
        template=f"sms_reply_{how}",
        variables={} if how in _SILENT_OF_TITLE else {"title": release["title"]},
        member_id=task.holder.member_id,
        asks=asks,
    )


_SILENT_OF_TITLE: Final = ("card_suspended", "cool_down")
