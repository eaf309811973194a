"""What happens to messages: made from notices, claimed for sending, moved by what became of it."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from chassis.ids import uuid7
from chassis.work import Work
from services.notify.channels.failover import Health, choose
from services.notify.channels.port import Channel, Outcome, OutcomeKind
from services.notify.inbox import use_cases as inbox
from services.notify.messages import rules, store
from services.notify.messages.classes import POLICIES, Lane
from services.notify.messages.gate import Gate, OpenGate
from services.notify.messages.notices import Notice
from services.notify.messages.quiet import QuietHours
from services.notify.messages.rules import Hold, Standing, State, Step, Withheld
from services.notify.messages.store import Stored
from services.notify.privacy.erased import erased
from services.notify.templates.catalogue import catalogue
from services.notify.templates.rules import Template, check_values

OPEN = OpenGate()
_AT_ONCE = {"inbox"}  # channels that lie in our own database: made is delivered


def tell(work: Work, *, event_id: str, notices: Iterable[Notice]) -> None:
    """Make the messages of an event that are not there yet.

    Raises ``TemplateError`` when a notice does not give what its template needs.
    """
    rows = []
    for notice in notices:
        template = catalogue().newest(notice.template)
        check_values(template, notice.variables)
        rows += [_row(work, event_id, notice, template, channel) for channel in notice.channels]
    _make(work, rows)


def tell_many(work: Work, *, event_id: str, template: Template, notices: Iterable[Notice]) -> None:
    """The same from one version of one template, whose values were checked before."""
    _make(
        work,
        [
            _row(work, event_id, notice, template, channel)
            for notice in notices
            for channel in notice.channels
        ],
    )


def _make(work: Work, rows: Sequence[dict[str, Any]]) -> None:
    # What others tell late of a member whose data was erased must not be written down again.
    gone = erased(work.session, {row["recipient"] for row in rows})
    rows = [row for row in rows if row["recipient"] not in gone]
    new = store.add(work.session, rows)
    inbox.deliver(work, [row for row in rows if row["channel"] == "inbox" and row["id"] in new])


def _row(
    work: Work, event_id: str, notice: Notice, template: Template, channel: str
) -> dict[str, Any]:
    at_once = channel in _AT_ONCE
    return {
        "id": uuid7(),
        "event_id": event_id,
        "recipient": notice.recipient,
        "template": template.name,
        "template_version": template.version,
        "channel": channel,
        "message_class": notice.message_class,
        "lane": POLICIES[notice.message_class].lane,
        "language": notice.language,
        "variables": dict(notice.variables),
        "state": State.DELIVERED if at_once else State.CREATED,
        "reason": "",
        "attempts": 0,
        "refusals": 0,
        "unanswered": 0,
        "due_at": None if at_once else work.now,
        "expires_at": rules.expiry(notice.message_class, now=work.now, ends=notice.expires_at),
        "created_at": work.now,
        "changed_at": work.now,
    }


@dataclass(frozen=True, slots=True)
class Taken:
    """What a look at the due messages brought: those to send now, and whether more may wait."""

    messages: list[Stored]
    more: bool


def claim(
    work: Work,
    *,
    channel: str,
    lane: Lane,
    providers: Sequence[Channel],
    health: Health,
    limit: int,
    lease: timedelta,
    quiet: QuietHours,
    gate: Gate = OPEN,
) -> Taken:
    """Take messages that are due: an open attempt with a lease, by one of the providers, for each
    that is worth one and that the gate lets pass."""
    first = next(iter(_by_preference(providers, health.resting(work.now))))
    limit = gate.room(work, first, most=limit)
    if limit < 1:
        return Taken([], more=False)
    due = store.take_due(work.session, channel=channel, lane=lane, now=work.now, limit=limit)
    choice = _Choice(work, providers, health, due)
    holds = gate.holds(work, due)
    steps: dict[Step, list[str]] = defaultdict(list)
    claimed, overdue = [], []

    @functools.cache  # most of a batch stand alike
    def step_of(standing: Standing, hold: Hold | None) -> Step:
        return rules.when_due(
            standing,
            now=work.now,
            lease=lease,
            idempotent=choice.idempotent,
            quiet=quiet,
            hold=hold,
        )

    for message in due:
        step = step_of(message.standing, holds.get(message.event_id))
        steps[step].append(message.id)
        if message.standing.state is State.DISPATCHING:
            overdue.append(message.id)
        elif step.state is State.DISPATCHING:
            claimed.append(message.after(step, provider=choice.of(message)))
    if overdue:
        store.end_attempts(
            work.session,
            overdue,
            outcome=OutcomeKind.UNCERTAIN,
            detail="lease over",
            now=work.now,
        )
    for step, ids in steps.items():
        store.take_step(work.session, step, ids, now=work.now)
    store.begin_attempts(
        work.session,
        [
            {
                "message_id": message.id,
                "number": message.standing.attempts,
                "provider": message.provider,
                "started_at": work.now,
                "lease_until": work.now + lease,
            }
            for message in claimed
        ],
    )
    gate.spend(work, Counter(message.provider for message in claimed))
    return Taken(claimed, more=len(due) == limit)


def _by_preference(providers: Sequence[Channel], resting: Collection[str]) -> list[str]:
    names = [provider.provider for provider in providers]
    return [name for name in names if name not in resting] or names


class _Choice:
    """Who takes each message of a batch. One message of it at most tries out a provider that has
    just rested."""

    def __init__(
        self, work: Work, providers: Sequence[Channel], health: Health, due: Sequence[Stored]
    ) -> None:
        self.idempotent = all(provider.idempotent for provider in providers)
        self._names = [provider.provider for provider in providers]
        self._away = health.resting(work.now)
        self._on_trial = health.on_trial(work.now)
        tried = [message.id for message in due if message.standing.attempts]
        several = len(providers) > 1 and tried
        self._last = store.last_attempts(work.session, tried) if several else {}

    def of(self, message: Stored) -> str:
        name = choose(
            self._names,
            last=self._last.get(message.id),
            idempotent=self.idempotent,
            resting=self._away,
        )
        if name in self._on_trial:
            self._away.add(name)
        return name


@dataclass(frozen=True, slots=True)
class Ended:
    """How one attempt ended, what it cost in parts, and the masked number it went to."""

    result: Outcome | Withheld
    parts: int | None = None
    masked_number: str | None = field(default=None, compare=False)  # equal ends are one statement

    @property
    def outcome(self) -> str:
        """In one word."""
        return "withheld" if isinstance(self.result, Withheld) else self.result.kind

    @property
    def detail(self) -> str:
        """And why."""
        return self.result if isinstance(self.result, Withheld) else self.result.detail


def record(
    work: Work,
    messages: Sequence[Stored],
    ended: Mapping[str, Ended],
    *,
    providers: Sequence[Channel],
    jitter: float,
) -> None:
    """Write down how attempts ended. Repeating it changes nothing."""
    by_name = {provider.provider: provider for provider in providers}
    steps: dict[Step, list[str]] = defaultdict(list)
    ends: dict[tuple[int, Ended], list[str]] = defaultdict(list)
    for message in messages:
        end, provider = ended[message.id], by_name[message.provider]
        step = rules.after(
            message.standing,
            end.result,
            now=work.now,
            jitter=jitter,
            idempotent=provider.idempotent,
            receipts=provider.receipts,
        )
        steps[step].append(message.id)
        ends[message.standing.attempts, end].append(message.id)
    for step, ids in steps.items():
        store.end_step(work.session, step, ids, now=work.now)
    for (number, end), ids in ends.items():
        numbers = {each: ended[each].masked_number or "" for each in ids}
        store.end_attempts(
            work.session,
            ids,
            number=number,
            outcome=end.outcome,
            detail=end.detail,
            parts=end.parts,
            masked={each: masked for each, masked in numbers.items() if masked},
            now=work.now,
        )
