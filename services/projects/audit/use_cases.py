"""Writing what was done, and handing it out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from chassis.work import Reading, Store, Work
from services.projects import events
from services.projects.audit import rules, store
from services.projects.audit.rules import Act, Head, Link
from services.projects.errors import AuditChainNotFound

NEEDS = "needs"
BUDGETS = "budgets"
PROVIDERS = "providers"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def survey_chain(survey_id: str) -> str:
    """The chain of what is done with a survey, its report and the selection after it."""
    return f"survey:{survey_id}"


def batch_chain(batch_id: str) -> str:
    """The chain of what is done with a batch."""
    return f"batch:{batch_id}"


def record(
    work: Work, chain: str, act: str, *, subject: str, data: Mapping[str, Any], reason: str = ""
) -> None:
    """Add to a chain, in the caller's transaction, that the caller did something.

    Take all other locks before: chains are locked last, so that no two can wait for each other.
    Of ``reason`` only the hash is kept: the text lies where it can be read and, should it speak
    of persons, be deleted.
    """
    head = store.lock(work.session, chain)
    kept = {**data, "reason_sha256": rules.hash_of(reason)} if reason else data
    done = Act(
        act=act,
        subject=subject,
        actor=work.caller.id or work.caller.kind,
        at=work.now,
        data=kept,
    )
    store.append(work.session, chain, rules.link(head, done))


def record_all(work: Work, chain: str, acts: Iterable[Act]) -> None:
    """Add to a chain, in one statement and in their order, what several people did. For loading
    what is known already: one by one takes a thousand entries some seconds."""
    end, links = store.lock(work.session, chain), list[Link]()
    for act in acts:
        link = rules.link(end, act)
        end = Head(chain=chain, sequence=link.sequence, hash=link.hash)
        links.append(link)
    store.append_all(work.session, chain, links)


def list_audit_heads(reading: Reading, *, day: date | None) -> dict[str, Any]:
    """The ends of all chains, now or as they were told on a day, for anybody to compare with."""
    if day is None:
        heads = store.heads(reading.session)
    else:
        heads = store.published(reading.session, day.isoformat())
    return {"items": [_shown(head) for head in heads], "next_cursor": None}


def export_audit_chain(reading: Reading, *, chain: str) -> dict[str, Any]:
    """A whole chain as lines of JSON, for auditors.

    Raises ``Unauthenticated``, ``Forbidden`` and ``AuditChainNotFound``.
    """
    reading.caller.require("auditor", "federation")
    head = store.head(reading.session, chain)
    if head is None:
        raise AuditChainNotFound("there is no such chain")
    bodies = store.bodies(reading.session, chain, up_to=head.sequence)
    return {"lines": "\n".join([rules.head_line(head), *bodies]) + "\n"}


def publish_heads(chains: Store) -> None:
    """The tick: tell the ends of the chains to everybody, once a day.

    Whoever keeps what was told can prove later that nothing before it was changed.
    """
    with chains.work() as work:
        day = work.now.astimezone(SHANGHAI).date().isoformat()
        heads = store.heads(work.session)
        if heads and store.first_today(work.session, day):
            store.keep_published(work.session, day, heads)
            work.emit(events.audit_heads_published(day, [_shown(head) for head in heads]))


def _shown(head: Head) -> dict[str, Any]:
    return {"chain": head.chain, "sequence": head.sequence, "hash": head.hash}
