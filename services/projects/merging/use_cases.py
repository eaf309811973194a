"""Merging needs, undoing it, and what a withdrawal means for those merged."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.work import Work
from services.projects.merging import rules, store
from services.projects.needs import store as needs
from services.projects.needs.steps import take, visible
from services.projects.needs.tables import Need


def merge_needs(work: Work, *, canonical_id: str, need_ids: Sequence[str], reason: str) -> Need:
    """Let one accepted need stand for other accepted ones.

    Raises ``Forbidden``, ``NeedNotFound``, ``InvalidInput`` and ``WrongState``.
    """
    work.caller.require("federation")
    rules.check(canonical_id, need_ids)
    # Locked in one order, so that two mergers at the same time wait instead of dying.
    found = {key: visible(work, key, lock=True) for key in sorted([canonical_id, *need_ids])}
    canonical = found.pop(canonical_id)
    rules.require_open(canonical.state)
    for need in found.values():
        need.merged_into = canonical.id
        take(work, need, "merge", reason=reason)
    return canonical


def unmerge_need(work: Work, *, need_id: str, reason: str) -> Need:
    """Let a merged need stand for itself again, before members vote.

    Raises ``Forbidden``, ``NeedNotFound`` and ``WrongState``.
    """
    work.caller.require("federation")
    need = visible(work, need_id, lock=True)
    rules.require_open(store.root_of(work.session, need, lock=True).state)
    separate(work, need, "unmerge", reason=reason)
    return need


def withdraw(work: Work, need: Need, *, reason: str) -> None:
    """Take a need back; those that it stood for stand for themselves again.

    Raises ``WrongState``, also when members already vote on the need that stands for it.
    """
    if need.merged_into is not None:
        rules.require_open(store.root_of(work.session, need, lock=True).state)
    # Taken before any step is recorded: the audit's chain is locked last.
    merged = needs.locked(work.session, [n.id for n in store.merged_into(work.session, need.id)])
    separate(work, need, "withdraw", reason=reason)
    for other in merged:
        separate(work, other, "unmerge", reason=f"{need.code} was withdrawn")


def separate(work: Work, need: Need, step: str, *, reason: str) -> None:
    """Take a step that ends a need's standing in another."""
    take(work, need, step, reason=reason)
    need.merged_into = None
