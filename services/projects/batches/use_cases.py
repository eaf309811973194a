"""What offices do with batches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from chassis import paging
from chassis.errors import InvalidInput
from chassis.ids import short_code, uuid7
from chassis.work import Reading, Work
from services.projects import concerned, events
from services.projects.audit import use_cases as audit
from services.projects.audit.refusals import recorded
from services.projects.awards import steps as awards
from services.projects.batches import rules, store
from services.projects.batches.rules import Timetable
from services.projects.batches.tables import Batch
from services.projects.errors import BatchNotFound, SelectionNotFound, WrongState
from services.projects.needs import store as needs
from services.projects.needs.steps import take as take_need
from services.projects.opendata import awards as opendata
from services.projects.opendata import releases
from services.projects.selection.tables import Selection
from services.projects.tenders.tables import Tender

_READERS = ("federation", "district", "auditor")


def create_batch(
    work: Work,
    *,
    survey_id: str,
    title: str,
    year: int,
    panel: str,
    seats: Mapping[str, int],
    costs: Mapping[str, int],
    **times: datetime,
) -> dict[str, Any]:
    """Draw up a batch of the needs that were chosen after a survey.

    ``costs`` replaces what the selection says a need costs. Without ``seats`` the panel is the
    preset. Raises ``Forbidden``, ``SelectionNotFound``, ``WrongState`` (there is a batch of it)
    and ``InvalidInput``.
    """
    work.caller.require("federation")
    selection = work.session.get(Selection, survey_id, with_for_update=True)
    if selection is None:
        raise SelectionNotFound("nothing is decided after this survey yet")
    if store.of_survey(work.session, survey_id) is not None:
        raise WrongState("there is a batch of this selection", step="create", state="drawn_up")
    if store.budget(work.session, year) is None:
        raise InvalidInput.of("year", "no budget is set for this year")
    if unknown := set(costs) - set(selection.chosen):
        raise InvalidInput.of("costs", f"{min(unknown)} was not chosen")
    chosen = {
        need_id: costs.get(need_id, selection.costs.get(need_id, 0)) for need_id in selection.chosen
    }
    timetable = Timetable(**times)
    wanted = dict(seats) or dict(rules.PRESETS[panel])
    rules.check(timetable, seats=wanted, chosen=chosen, now=work.now)
    batch = Batch(
        id=uuid7(),
        code=short_code(8),
        title=title,
        survey_id=survey_id,
        year=year,
        budget=sum(chosen.values()),
        quotas=dict(selection.quotas),
        seats=wanted,
        state=rules.STATES.initial,
        created_by=work.caller.id,
        created_at=work.now,
        **asdict(timetable),
    )
    work.session.add(batch)
    work.session.flush()
    _make_tenders(work, batch, chosen)
    _record(work, batch, "batch.create", chosen=chosen, seats=wanted)
    return _shown(work, batch)


def approve_batch(work: Work, *, batch_id: str) -> dict[str, Any]:
    """Approve what somebody else drew up: its budget is reserved, its needs go to tender.

    Raises ``Forbidden``, ``BatchNotFound``, ``SameOfficer``, ``WrongState``, ``BudgetExceeded``
    and, where the call should have opened before, ``InvalidInput``.
    """
    batch = _locked(work, batch_id)
    with recorded(work, audit.batch_chain(batch_id), "batch.approve", subject=batch_id):
        work.caller.require("federation")
        rules.require_other_officer(batch.created_by, work.caller.id)
        step = rules.STATES.take("approve", state=batch.state)
        if batch.call_opens_at <= work.now:
            raise InvalidInput.of("call_opens_at", "has already passed; draw the batch up again")
        budget = store.budget(work.session, batch.year, lock=True)
        assert budget is not None  # the foreign key
        rules.require_budget(total=budget.total, reserved=budget.reserved, wanted=batch.budget)
        tenders = store.tenders(work.session, batch.id)
        chosen = needs.locked(work.session, [tender.need_id for tender in tenders])
        budget.reserved += batch.budget
        batch.state, batch.approved_by, batch.approved_at = step.target, work.caller.id, work.now
        for need in chosen:
            take_need(work, need, "tender", reason=batch.code)
        work.emit(events.batch_changed(step.event, batch, at=work.now))
        releases.planned(work, batch, tenders)
        _record(work, batch, "batch.approve", reserved=batch.budget)
        return _shown(work, batch)


def cancel_batch(work: Work, *, batch_id: str, reason: str) -> dict[str, Any]:
    """Call a batch off; what it had reserved is free again.

    Raises ``Forbidden``, ``BatchNotFound`` and ``WrongState``.
    """
    batch = _locked(work, batch_id)
    with recorded(work, audit.batch_chain(batch_id), "batch.cancel", subject=batch_id):
        work.caller.require("federation")
        step = rules.STATES.take("cancel", state=batch.state)
        tenders = store.tenders(work.session, batch.id)
        awards.called_off(work, tenders)
        chosen = needs.locked(work.session, [tender.need_id for tender in tenders])
        if batch.approved_at is not None:
            budget = store.budget(work.session, batch.year, lock=True)
            assert budget is not None
            budget.reserved -= batch.budget
            for need in chosen:
                take_need(work, need, "take_back", reason=batch.code)
        batch.state = step.target
        for tender in tenders:
            tender.state = "cancelled"
        if batch.approved_at is not None:
            opendata.called_off(work, tenders)
        work.session.flush()
        told = concerned.applicants(work.session, [tender.id for tender in tenders])
        work.emit(events.batch_changed(step.event, batch, at=work.now, providers=told))
        _record(work, batch, "batch.cancel", reason=reason)
        return _shown(work, batch)


def get_batch(reading: Reading, *, batch_id: str) -> dict[str, Any]:
    """A batch with its tenders. Raises ``Unauthenticated``, ``Forbidden``, ``BatchNotFound``."""
    reading.caller.require(*_READERS, path=_scope(reading))
    batch = store.find(reading.session, batch_id)
    if batch is None:
        raise BatchNotFound("there is no such batch")
    return _shown(reading, batch)


def list_batches(reading: Reading, *, state: str, cursor: str, limit: int) -> dict[str, Any]:
    """One page of batches, newest first. Raises ``Unauthenticated`` and ``Forbidden``."""
    reading.caller.require(*_READERS, path=_scope(reading))
    found = store.newest_first(
        reading.session,
        state=state,
        beyond=paging.decode(cursor, length=2) if cursor else (),
        limit=limit + 1,
    )
    return paging.page(found, limit=limit, key=lambda batch: (batch.created_at, batch.id))


def _scope(reading: Reading) -> str:
    """Batches are the federation's; who works for a district sees them from there."""
    return next((r.scope for r in reading.caller.roles if r.role in _READERS), "")


def _make_tenders(work: Work, batch: Batch, chosen: Mapping[str, int]) -> None:
    found = {need.id: need for need in needs.several(work.session, list(chosen))}
    for number, (need_id, cost) in enumerate(sorted(chosen.items()), start=1):
        need = found[need_id]
        tender = Tender(
            id=uuid7(),
            batch_id=batch.id,
            need_id=need_id,
            code=f"{batch.code}-{number:02d}",
            title=need.title,
            need_class=need.need_class,
            budget=cost,
            state="draft",
            created_at=work.now,
        )
        work.session.add(tender)
    work.session.flush()


def _locked(work: Work, batch_id: str) -> Batch:
    batch = store.find(work.session, batch_id, lock=True)
    if batch is None:
        work.caller.require("federation")
        raise BatchNotFound("there is no such batch")
    return batch


def _record(work: Work, batch: Batch, act: str, *, reason: str = "", **data: Any) -> None:
    work.session.flush()
    audit.record(
        work,
        audit.batch_chain(batch.id),
        act,
        subject=batch.id,
        data={"code": batch.code, "state": batch.state, "budget": batch.budget, **data},
        reason=reason,
    )


def _shown(reading: Reading, batch: Batch) -> dict[str, Any]:
    return {"batch": batch, "tenders": store.tenders(reading.session, batch.id)}
