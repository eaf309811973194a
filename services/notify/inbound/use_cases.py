"""What happens to a stored SMS: taken under a lease, and ended with its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chassis.personal import PersonalData, Unreadable
from chassis.work import Work
from services.notify.channels.rules import size
from services.notify.errors import TemplateError
from services.notify.inbound import store
from services.notify.inbound.deciding import Answer
from services.notify.inbound.receiving import PHONE
from services.notify.inbound.tables import InboundSms, SmsNumber
from services.notify.messages import use_cases as messages
from services.notify.messages.classes import MessageClass
from services.notify.messages.notices import DEFAULT_LANGUAGE, Notice
from services.notify.preferences import use_cases as preferences
from services.notify.preferences.rules import Wish
from services.notify.templates.catalogue import catalogue
from services.notify.templates.rules import render

_ASKED_FOR = timedelta(minutes=10)
_HELP_PAUSE = timedelta(minutes=10)
_LONGEST = timedelta(hours=1)  # the end of an SMS that every try breaks off at


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An SMS as the handler holds it; ``asked`` is the command that waits for a card."""

    id: str
    number: str = field(repr=False)
    number_index: str
    text: str = field(repr=False)
    tries: int
    received_at: datetime
    asked: str = field(repr=False)


def take(work: Work, *, personal: PersonalData, limit: int, lease: timedelta) -> list[Taken]:
    """Take what is due, at most one SMS of each number, for the time of a lease.

    What can never be answered ends here as failed.
    """
    due = store.take_due(work.session, now=work.now, limit=limit)
    numbers = store.numbers(work.session, {sms.number_index for sms in due})
    taken = []
    for sms in due:
        number = _number_of(sms, personal)
        if not number or (sms.tries and work.now > sms.received_at + _LONGEST):
            sms.due_at, sms.handled_at, sms.outcome = None, work.now, "failed"
            continue
        sms.due_at = work.now + lease
        sms.tries += 1
        taken.append(
            Taken(
                id=sms.id,
                number=number,
                number_index=sms.number_index,
                text=sms.text,
                tries=sms.tries,
                received_at=sms.received_at,
                asked=_asked(numbers[sms.number_index], work.now),
            )
        )
    return taken


def _number_of(sms: InboundSms, personal: PersonalData) -> str:
    """Empty when it was sealed with another secret."""
    try:
        return personal.open(sms.number_sealed, purpose=PHONE)
    except Unreadable:
        return ""


def _asked(number: SmsNumber, now: datetime) -> str:
    waits = number.asked_until is not None and now < number.asked_until
    return number.asked_text or "" if waits else ""


def put_off(work: Work, waiting: Sequence[Taken], *, pause: timedelta) -> None:
    """Try again after a pause: others were away."""
    for sms in waiting:
        store.move(work.session, sms.id, tries=sms.tries, due_at=work.now + pause)


def finish(
    work: Work, ended: Sequence[tuple[Taken, Answer]], *, personal: PersonalData
) -> list[Answer]:
    """End SMS and send their answers; those that somebody else holds by now are left alone.

    Returns what was done.
    """
    done = []
    for sms, answer in sorted(ended, key=lambda pair: pair[0].number_index):
        number = store.lock_number(work.session, sms.number_index)
        if answer.limited and number.helped_at and work.now < number.helped_at + _HELP_PAUSE:
            answer = Answer(verb=answer.verb, outcome="silent")
        if not _end(work, sms, answer):
            continue
        _remember(number, answer, work.now)
        if answer.opts_out is not None:
            wish = Wish.OUT if answer.opts_out else Wish.IN
            preferences.follow_wish(work, number=sms.number, wish=wish, personal=personal)
        if answer.template:
            messages.tell(work, event_id=sms.id, notices=[_notice(sms, answer)])
        done.append(answer)
    return done


def _end(work: Work, sms: Taken, answer: Answer) -> bool:
    return store.move(
        work.session,
        sms.id,
        tries=sms.tries,
        due_at=None,
        handled_at=work.now,
        verb=answer.verb,
        outcome=answer.outcome,
        member_id=answer.member_id,
        parts=_parts(answer) if answer.template else 0,
    )


def _remember(number: SmsNumber, answer: Answer, now: datetime) -> None:
    number.asked_text = answer.asks or None
    number.asked_until = now + _ASKED_FOR if answer.asks else None
    if answer.limited and answer.template:
        number.helped_at = now
    if answer.opts_out is not None:
        number.opted_out_at = now if answer.opts_out else None


def _notice(sms: Taken, answer: Answer) -> Notice:
    """The answer goes back to where the question came from: its recipient is the SMS."""
    return Notice(
        recipient=sms.id,
        template=answer.template,
        message_class=MessageClass.REPLY,
        channels=("sms",),
        variables=answer.variables,
    )


def _parts(answer: Answer) -> int:
    content = render(
        catalogue().newest(answer.template),
        channel="sms",
        language=DEFAULT_LANGUAGE,
        values=answer.variables,
        unseal=_refuse,
    )
    return size(content["text"]).parts


def _refuse(_sealed: str) -> str:
    raise TemplateError("an answer holds no login code")
