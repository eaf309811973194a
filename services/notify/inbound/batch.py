"""One batch of SMS from what they say to their answers, by asking others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import eventlet

from services.notify.inbound import deciding, placing
from services.notify.inbound.asking import Asking, Away, claim_of
from services.notify.inbound.deciding import Answer, Task
from services.notify.inbound.overview import overview
from services.notify.inbound.rules import Verb
from services.notify.inbound.use_cases import Taken

_AT_ONCE = 10  # questions on their way

Ended = tuple[Taken, Answer | None]
"""An SMS with its answer, or without one: somebody was away."""
Open = tuple[Taken, Task]
Release = Mapping[str, Any]


class Batch:
    """SMS of different numbers, handled together. Opens no transaction."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def handle(self, taken: Sequence[Taken]) -> list[Ended]:
        """Each SMS with what becomes of it."""
        try:
            holders = self._asking.holders(sms.number for sms in taken)
        except Away:
            return [(sms, None) for sms in taken]
        ended: list[Ended] = []
        tasks: list[Open] = []
        for sms in taken:
            step = deciding.decide(sms.text, asked=sms.asked, holders=holders[sms.number])
            if isinstance(step, Answer):
                ended.append((sms, step))
            else:
                tasks.append((sms, step))
        # Claims first: who comes first counts for them alone.
        ended += self._claim([each for each in tasks if each[1].verb is Verb.CLAIM])
        queries = [each for each in tasks if each[1].verb is Verb.QUERY]
        ended += eventlet.GreenPool(_AT_ONCE).imap(self._query, queries)
        others = [each for each in tasks if each[1].verb in placing.VERBS]
        ended += eventlet.GreenPool(_AT_ONCE).imap(self._place, others)
        return ended

    def _claim(self, claims: Sequence[Open]) -> list[Ended]:
        """Decide claims, with those of one batch in the order in which they came."""
        ended: list[Ended] = []
        ready: list[tuple[Taken, Task, Release]] = []
        found = self._releases({task.code for _, task in claims})
        for sms, task in claims:
            if task.code not in found:
                ended.append((sms, None))
            elif (release := found[task.code]) is None:
                ended.append((sms, deciding.no_release(task)))
            else:
                ready.append((sms, task, release))
        if not ready:
            return ended
        try:
            outcomes = self._asking.claim(
                [
                    claim_of(task.holder, release_id=release["id"], key=_key_of(sms))
                    for sms, task, release in ready
                ]
            )
        except Away:
            return ended + [(sms, None) for sms, _, _ in ready]
        for (sms, task, release), outcome in zip(ready, outcomes, strict=True):
            ended.append((sms, deciding.claimed(task, outcome, release)))
        return ended

    def _releases(self, codes: Iterable[str]) -> dict[str, Release | None]:
        """Releases by code, ``None`` for a code that is none; without those not answered for."""

        def look(code: str) -> tuple[str, Release | None] | None:
            try:
                return code, self._asking.release(code)
            except Away:
                return None

        looks = eventlet.GreenPool(_AT_ONCE).imap(look, sorted(codes))
        return dict(found for found in looks if found is not None)

    def _place(self, each: Open) -> Ended:
        sms, task = each
        try:
            return sms, placing.placed(self._asking, task, key=_key_of(sms))
        except Away:
            return sms, None

    def _query(self, each: Open) -> Ended:
        sms, task = each
        try:
            tickets = self._asking.tickets_of(task.holder)
            releases = self._asking.releases_for(task.holder)
        except Away:
            return sms, None
        template, variables = overview(tickets, releases)
        member_id = task.holder.member_id
        return sms, Answer(
            verb=task.verb,
            outcome="told",
            template=template,
            variables=variables,
            member_id=member_id,
        )


def _key_of(sms: Taken) -> str:
    """The key is the SMS: however often it is handled, it is one claim."""
    return f"sms-{sms.id}"
