"""Objecting to an award, and answering."""

from __future__ import annotations

from typing import Any

from chassis.errors import Forbidden
from chassis.ids import uuid7
from chassis.work import Work
from services.projects.applications import store as applications
from services.projects.applications.tables import Application
from services.projects.audit.refusals import recorded
from services.projects.audit.use_cases import batch_chain
from services.projects.awards import events, rules, steps, store
from services.projects.awards.calendar import shipped
from services.projects.awards.tables import Award, Objection
from services.projects.awards.use_cases import shown
from services.projects.batches import progress
from services.projects.batches.tables import Batch
from services.projects.errors import ObjectionNotFound, WrongState
from services.projects.opendata import awards as opendata
from services.projects.providers import acting
from services.projects.scores import reopening
from services.projects.tenders.tables import Tender


def file_objection(work: Work, *, tender_id: str, text: str, lot: str = "") -> Objection:
    """An applicant objects to the award that was noticed, of a lot where there are any; nothing of
    the tender is awarded before the answer.

    Raises ``Unauthenticated``, ``Forbidden`` (no applicant of this tender or lot),
    ``TenderNotFound``, ``WrongState``, ``NoticeOver`` and ``InvalidInput``; a refusal is kept in
    the chain.
    """
    _, tender = steps.locked(work, tender_id)
    with recorded(work, batch_chain(tender.batch_id), "objection.file", subject=tender_id):
        application = _application(work, tender, lot)
        award = steps.standing(work, tender, step="object", lot=lot)
        rules.require_in_notice(until=award.objections_until, now=work.now)
        if award.state == "confirmed":
            raise WrongState("it is awarded", step="object", state=award.state)
        before = store.objections(work.session, tender.id)
        if any((o.award_id, o.application_id) == (award.id, application.id) for o in before):
            raise WrongState("you have objected to this notice", step="object", state="filed")
        objection = Objection(
            id=uuid7(),
            award_id=award.id,
            tender_id=tender.id,
            application_id=application.id,
            provider_id=application.provider_id,
            text=text,
            state=rules.OBJECTIONS.initial,
            filed_by=work.caller.id,
            filed_at=work.now,
        )
        work.session.add(objection)
        if award.state == "standstill":
            award.suspended_at = work.now
            steps.take(work, tender, award, "contest")
            steps.follow(work, tender)
            steps.tell(work, tender, award, events.STANDSTILL_SUSPENDED)
        _tell(work, tender, objection, events.OBJECTION_FILED, "objection.file", reason=text)
        return objection


def answer_objection(work: Work, *, objection_id: str, outcome: str, answer: str) -> dict[str, Any]:
    """Dismiss an objection, have the tender judged again, or annul the award.

    After the last dismissal the standstill goes on with the working days that were left. Raises
    ``Forbidden``, ``ObjectionNotFound``, ``WrongState``, ``HolidaysUnknown``, ``BudgetExceeded``.
    """
    objection = store.objection(work.session, objection_id)
    if objection is None:
        raise ObjectionNotFound("there is no such objection")
    batch, tender = steps.locked(work, objection.tender_id)
    with recorded(work, batch_chain(tender.batch_id), "objection.answer", subject=objection_id):
        work.caller.require("federation")
        work.session.refresh(objection)
        _answer(work, batch, tender, objection, outcome=outcome, answer=answer)
        progress.follow(work, batch)
    return shown(work, tender)


def _answer(
    work: Work, batch: Batch, tender: Tender, objection: Objection, *, outcome: str, answer: str
) -> None:
    step = rules.OBJECTIONS.take(outcome, state=objection.state)
    award = work.session.get_one(Award, objection.award_id)
    objection.state, objection.answer = step.target, answer
    objection.answered_by, objection.answered_at = work.caller.id, work.now
    _tell(work, tender, objection, step.event, f"objection.{outcome}", reason=answer)
    waiting = store.open_objections(work.session, award.id)
    if outcome == "rescore":
        _judge_again(work, tender, answer)
    elif outcome == "annul":
        _annul(work, batch, tender, award, answer)
    elif not waiting:
        _go_on(work, tender, award)
    if outcome == "annul":
        steps.settle(work, tender, waiting)


def _judge_again(work: Work, tender: Tender, reason: str) -> None:
    """The scores are those of the whole tender, so that all its lots are judged again."""
    awards = store.live(work.session, tender.id)
    for award in awards:
        waiting = store.open_objections(work.session, award.id)
        steps.take(work, tender, award, "void", reason=reason)
        steps.settle(work, tender, waiting)
    steps.move(tender, "judge_again")
    reopening.unfix(work, tender)
    opendata.voided(work, tender, awards)


def _annul(work: Work, batch: Batch, tender: Tender, award: Award, reason: str) -> None:
    steps.take(work, tender, award, "annul", reason=reason)
    following = steps.propose(work, batch, tender, days=award.working_days, lot=award.lot)
    steps.follow(work, tender)
    opendata.fallen(work, tender, award, following)


def _go_on(work: Work, tender: Tender, award: Award) -> None:
    """At least one working day is left, so that nobody is surprised."""
    assert award.suspended_at is not None  # contested
    calendar = shipped()
    left = max(1, calendar.left(award.suspended_at, award.objections_until))
    award.objections_until = max(award.objections_until, calendar.end_of(work.now, left))
    award.suspended_at = None
    steps.take(work, tender, award, "resume")
    steps.follow(work, tender)
    steps.tell(work, tender, award, events.STANDSTILL_RESUMED)


def _application(work: Work, tender: Tender, lot: str) -> Application:
    provider = acting.own(work)
    found = applications.of_provider(work.session, tender_id=tender.id, provider_id=provider.id)
    if found is None or found.state in store.NOT_HANDED_IN:
        raise Forbidden("only who applied for this tender objects to its award")
    if lot and lot not in applications.lots_of(found):
        raise Forbidden("only who applied for this lot objects to its award")
    return found


def _tell(
    work: Work, tender: Tender, objection: Objection, event_type: str, act: str, *, reason: str
) -> None:
    work.session.flush()
    work.emit(events.objection_changed(event_type, objection, tender, at=work.now))
    steps.record(work, tender, act, subject=objection.id, reason=reason)
