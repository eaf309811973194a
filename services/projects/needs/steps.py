"""Finding a need and taking a step with it."""

from __future__ import annotations

from chassis.ids import uuid7
from chassis.work import Reading, Work
from services.projects import concerned, events
from services.projects.audit import use_cases as audit
from services.projects.errors import NeedNotFound
from services.projects.needs import rules, store
from services.projects.needs.tables import Need, NeedStep


def visible(reading: Reading, need_id: str, *, lock: bool = False) -> Need:
    """A need that the caller may see. Raises ``NeedNotFound``, also for one of another part."""
    rules.require_reader(reading.caller)
    need = store.find(reading.session, need_id, lock=lock)
    if need is None or not rules.may_read(reading.caller, need.union):
        raise NeedNotFound("there is no such need")
    return need


def take(work: Work, need: Need, name: str, *, reason: str = "") -> None:
    """Take one step with a need, keep who did it, and publish it. Raises ``WrongState``."""
    step = rules.STATES.take(name, state=need.state)
    need.state = step.target
    work.session.flush()
    work.session.add(
        NeedStep(
            id=uuid7(),
            need_id=need.id,
            step=name,
            state=step.target,
            reason=reason,
            taken_by=work.caller.id or work.caller.kind,
            taken_at=work.now,
        )
    )
    audit.record(
        work,
        audit.NEEDS,
        f"need.{name}",
        subject=need.id,
        data={"code": need.code, "state": step.target, "merged_into": need.merged_into},
        reason=reason,
    )
    if step.event:
        unions = concerned.unions(work.session, [need.id])
        work.emit(events.need_changed(step.event, need, at=work.now, unions=unions, reason=reason))
