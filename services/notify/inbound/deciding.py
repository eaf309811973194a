"""What is done about an SMS: an answer at once, or a question to the ticket service first.

Knows neither databases nor other services; what those say comes in as values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from services.notify.inbound.rules import WORD, Command, Verb, read

_ACTIVE: Final = "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A member whom the sender's number reaches."""

    member_id: str
    union: str
    card_no: str = field(repr=False)
    card_state: str
    birth_year: int | None = None
    audiences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What becomes of an SMS. Without a template nothing is sent back.

    ``limited`` answers are sent once in a while only; ``asks`` is the command that waits for the
    digits of a card or for a yes; ``opts_out`` changes what the number wants to hear.
    """

    verb: Verb
    outcome: str
    template: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    member_id: str | None = None
    limited: bool = False
    asks: str = ""
    opts_out: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something that the ticket service has to be asked for, on behalf of one member."""

    verb: Verb
    holder: Holder
    code: str
    card: str = ""
    sure: bool = False


_OF_A_RELEASE = (Verb.RETURN, Verb.WAIT, Verb.ACCEPT)


def decide(text: str, *, asked: str, holders: Sequence[Holder]) -> Answer | Task:
    """What an SMS leads to. ``asked`` is the command for which digits of a card are awaited, or
    a yes."""
    command = read(text)
    sure = command.verb is Verb.YES
    if command.verb is Verb.CARD and asked:
        text, command = asked, _with_card(read(asked), command.card)
    elif sure and asked:
        text, command = asked, read(asked)
    verb = command.verb
    if not holders:
        return Answer(verb=verb, outcome="unknown_number", template="sms_reply_help", limited=True)
    if verb in (Verb.UNREADABLE, Verb.CARD, Verb.YES):
        return Answer(verb=verb, outcome="not_understood", template="sms_reply_help", limited=True)
    if verb in (Verb.STOP, Verb.START):
        return _opting(verb)
    if verb is Verb.HELP:
        return Answer(verb=verb, outcome="told", template="sms_reply_help")
    if verb is Verb.CLAIM and not command.code:
        return Answer(verb=verb, outcome="no_code", template="sms_reply_code_needed")
    if verb in _OF_A_RELEASE and not command.code:
        return Answer(
            verb=verb,
            outcome="no_code",
            template="sms_reply_no_code",
            variables={"word": WORD[verb]},
        )
    return _task(command, text, holders, sure=sure)


def _with_card(command: Command, card: str) -> Command:
    return Command(command.verb, code=command.code, card=card)


def _opting(verb: Verb) -> Answer:
    out = verb is Verb.STOP
    template = "sms_reply_stopped" if out else "sms_reply_started"
    return Answer(verb=verb, outcome=verb, template=template, opts_out=out)


def _task(command: Command, text: str, holders: Sequence[Holder], *, sure: bool) -> Answer | Task:
    meant = [holder for holder in holders if holder.card_no.endswith(command.card)]
    if len(meant) != 1:
        return Answer(
            verb=command.verb,
            outcome="which_card",
            template="sms_reply_which_card",
            variables={"count": str(len(holders))},
            asks=text,
        )
    (holder,) = meant
    if holder.card_state != _ACTIVE:
        return Answer(
            verb=command.verb,
            outcome="card_suspended",
            template="sms_reply_card_suspended",
            member_id=holder.member_id,
        )
    return Task(verb=command.verb, holder=holder, code=command.code, card=command.card, sure=sure)


def no_release(task: Task) -> Answer:
    """The answer to a code that nobody has given out."""
    return Answer(
        verb=task.verb,
        outcome="no_release",
        template="sms_reply_no_release",
        variables={"code": task.code},
        member_id=task.holder.member_id,
    )


def gave_up(verb: Verb) -> Answer:
    """The answer when others were away for too long: what came of the SMS is not known."""
    return Answer(verb=verb, outcome="gave_up", template="sms_reply_busy")


def claimed(task: Task, outcome: Mapping[str, Any], release: Mapping[str, Any]) -> Answer:
    """The answer to a claim. Whoever has won hears it from the ticket itself, once."""
    if "error" in outcome:
        return gave_up(task.verb)
    how = outcome["reason"] or outcome["outcome"]
    if outcome["outcome"] == "already_claimed" and outcome["reason"]:
        how = f"already_{how}"
    told = _TOLD_AS.get(how) or (how if how in _CLAIMED else outcome["outcome"])
    return Answer(
        verb=task.verb,
        outcome=how,
        template=f"sms_reply_{told}" if told in _CLAIMED else "",
        variables={name: release[name] for name in _CLAIMED.get(told, ())},
        member_id=task.holder.member_id,
    )


_CLAIMED: Final[Mapping[str, tuple[str, ...]]] = {
    "sold_out": ("title",),
    "already_claimed": ("title",),
    "too_early": ("title", "opens_at"),
    "too_late": ("title",),
    "cancelled": ("title",),
    "district": ("title",),
    "not_eligible": ("title",),
    "card_suspended": (),
    "cool_down": (),
    "entered": ("title",),
    "waiting": ("title",),
    "others_wait": ("title",),
    "already_entered": ("title",),
    "already_waiting": ("title",),
    "company": ("title",),
}
"""Outcome or reason of a claim → what its answer says of the release.

A reason that is not here is answered as its outcome.
"""
_TOLD_AS: Final = {"companion_needed": "company"}
