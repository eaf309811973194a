"""How far a batch is, once its call was published: as far as the slowest of its tenders."""

from __future__ import annotations

from chassis.work import Store, Work
from services.projects.audit import use_cases as audit
from services.projects.batches import rules, store
from services.projects.batches.tables import Batch

_AT_ONCE = 20


def follow(work: Work, batch: Batch) -> None:
    """Bring a batch, which the caller keeps from others, to the stage of its tenders, step by
    step. Nothing happens before its call and after it was called off."""
    work.session.flush()
    if batch.state not in rules.STAGES:
        return
    states = [tender.state for tender in store.tenders(work.session, batch.id)]
    for name in rules.steps_to(rules.stage(states), state=batch.state):
        batch.state = rules.STATES.take(name, state=batch.state).target
        work.session.flush()
        audit.record(
            work,
            audit.batch_chain(batch.id),
            f"batch.{name}",
            subject=batch.id,
            data={"code": batch.code, "state": batch.state},
        )


def follow_closed_calls(opened: Store) -> None:
    """The tick: batches whose last call has closed are reviewed. Safe to do again."""
    with opened.work() as work:
        for batch in store.closed(work.session, limit=_AT_ONCE):
            follow(work, batch)
