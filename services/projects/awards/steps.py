"""What taking a step with an award means, whoever takes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chassis.ids import uuid7
from chassis.work import Work
from services.projects import concerned
from services.projects.audit import use_cases as audit
from services.projects.awards import events, rules, store
from services.projects.awards.calendar import shipped
from services.projects.awards.rules import Candidate
from services.projects.awards.tables import Award, Objection
from services.projects.batches import store as batches
from services.projects.batches.tables import Batch
from services.projects.errors import TenderNotFound, WrongState
from services.projects.parcels import rules as parcels
from services.projects.scores import store as scores
from services.projects.tenders import rules as tender_rules
from services.projects.tenders import store as tenders
from services.projects.tenders.tables import Tender

# How a tender comes to the state that its awards make.
_STEPS = {"standstill": "notice", "suspended": "suspend", "awarded": "award"}
_ENDED = ("awarded", "unsuccessful")


def locked(work: Work, tender_id: str) -> tuple[Batch, Tender]:
    """A tender and its batch, kept from others; the batch first, as all do. Raises
    ``TenderNotFound``."""
    tender = tenders.find(work.session, tender_id)
    if tender is None:
        raise TenderNotFound("there is no such tender")
    batch = batches.find(work.session, tender.batch_id, lock=True)
    assert batch is not None  # the foreign key
    again = tenders.find(work.session, tender_id, lock=True)
    assert again is not None
    work.session.refresh(again)
    return batch, again


def move(tender: Tender, name: str) -> None:
    """Take a step with a tender. Raises ``WrongState``."""
    tender.state = tender_rules.STATES.take(name, state=tender.state).target


def follow(work: Work, tender: Tender) -> None:
    """Bring a tender to the state that its standing awards make, after one of them changed.

    Raises ``WrongState``.
    """
    state = rules.tender_state([award.state for award in store.live(work.session, tender.id)])
    if state == "unsuccessful":
        fail(work, tender)
    elif state != tender.state:
        if tender.state == "suspended":
            move(tender, "resume")
        if state != tender.state:
            move(tender, _STEPS[state])


def standing(work: Work, tender: Tender, *, step: str, lot: str) -> Award:
    """The award of a tender, or of its lot, that stands. Raises ``WrongState`` and
    ``InvalidInput``."""
    parcels.require_known(tender.lots, lot)
    for award in store.live(work.session, tender.id):
        if award.lot == lot:
            return award
    raise WrongState("no award of it stands", step=step, state=tender.state)


def propose(work: Work, batch: Batch, tender: Tender, *, days: int, lot: str) -> Award | None:
    """Give notice of the first that is left in the ranking of a tender or lot; None without one.

    What that makes of the tender is ``follow``'s. Raises ``BudgetExceeded`` and
    ``HolidaysUnknown``.
    """
    fallen = store.fallen(work.session, tender.id, lot)
    ranking = store.ranking(work.session, tender.id, lot)
    budget = parcels.budget_of(tender.lots, lot, whole=tender.budget)
    found = rules.next_candidate(ranking, fallen=frozenset(fallen), budget=budget)
    if found is None:
        return None
    awarded = store.awarded(work.session, batch.id)
    rules.require_money(price=found.price, tender=budget, batch=batch.budget, awarded=awarded)
    award = _written(work, tender, found, days=days, lot=lot)
    follow(work, tender)
    promoted = events.RESERVE_PROMOTED if fallen else events.AWARD_NOTICED
    tell(work, tender, award, promoted)
    record(work, tender, "award.promote" if fallen else "award.notice", award)
    return award


def fail(work: Work, tender: Tender) -> None:
    """Nobody is left to award a tender to. Raises ``WrongState``."""
    move(tender, "fail")
    work.session.flush()
    told = whom(work, [tender])
    work.emit(events.tender_unsuccessful(tender, concerned=told, at=work.now))
    record(work, tender, "tender.fail")
    publish_results(work, tender.batch_id)


def take(work: Work, tender: Tender, award: Award, name: str, *, reason: str = "") -> None:
    """Take one step with an award, keep who did it, and publish it. Raises ``WrongState``."""
    step = rules.AWARDS.take(name, state=award.state)
    award.state = step.target
    if step.event:
        award.decided_by, award.decided_at = work.caller.id, work.now
        award.reason = reason
        tell(work, tender, award, step.event, reason=reason)
    work.session.flush()
    record(work, tender, f"award.{name}", award, reason=reason)


def tell(work: Work, tender: Tender, award: Award, event_type: str, *, reason: str = "") -> None:
    """Publish what became of an award."""
    work.session.flush()
    told = whom(work, [tender])
    work.emit(
        events.award_changed(event_type, award, tender, concerned=told, at=work.now, reason=reason)
    )


def whom(work: Work, found: Sequence[Tender]) -> events.Concerned:
    """Whom a step of some tenders concerns."""
    ids = [tender.id for tender in found]
    return events.Concerned(
        providers=concerned.applicants(work.session, ids),
        reviewers=concerned.reviewers(work.session, ids),
        unions=concerned.unions(work.session, [tender.need_id for tender in found]),
    )


def publish_results(work: Work, batch_id: str) -> None:
    """Say that the results of a batch are complete, once they are."""
    work.session.flush()
    found = [t for t in batches.tenders(work.session, batch_id) if t.state != "cancelled"]
    if any(tender.state not in _ENDED for tender in found):
        return
    batch = batches.find(work.session, batch_id)
    assert batch is not None  # the foreign key
    work.emit(
        events.results_published(
            batch,
            projects=len(found),
            awarded=sum(tender.state == "awarded" for tender in found),
            concerned=whom(work, found),
            at=work.now,
        )
    )


def settle(work: Work, tender: Tender, objections: Iterable[Objection]) -> None:
    """Close objections whose award no longer stands."""
    for objection in objections:
        step = rules.OBJECTIONS.take("settle", state=objection.state)
        objection.state = step.target
        record(work, tender, "objection.settle", subject=objection.id)


def called_off(work: Work, found: Iterable[Tender]) -> None:
    """Tenders are called off with their batch. Raises ``WrongState`` where one is awarded, or a lot
    of one."""
    stopped = list(found)
    for tender in stopped:  # all rows before the chain, as everywhere
        tenders.find(work.session, tender.id, lock=True)
    for tender in stopped:
        awards = store.live(work.session, tender.id)
        if any(award.state == "confirmed" for award in awards):
            raise WrongState("a tender of it is awarded", step="cancel", tender=tender.code)
        for award in awards:
            waiting = store.open_objections(work.session, award.id)
            take(work, tender, award, "annul")
            settle(work, tender, waiting)


def record(
    work: Work,
    tender: Tender,
    act: str,
    award: Award | None = None,
    *,
    subject: str = "",
    reason: str = "",
) -> None:
    """Add an act to the chain of the tender's batch."""
    work.session.flush()
    data: dict[str, object] = {"tender": tender.code, "state": tender.state}
    if award is not None:
        data |= {
            "award": award.code,
            "award_state": award.state,
            "application": award.application_id,
            "place": award.place,
            "score": award.score,
            "price": award.price,
        }
        if award.lot:
            data["lot"] = award.lot
    audit.record(
        work,
        audit.batch_chain(tender.batch_id),
        act,
        subject=subject or (award.id if award is not None else tender.id),
        data=data,
        reason=reason,
    )


def _written(work: Work, tender: Tender, found: Candidate, *, days: int, lot: str) -> Award:
    number = len(store.of_tender(work.session, tender.id)) + 1
    award = Award(
        id=uuid7(),
        tender_id=tender.id,
        lot=lot,
        number=number,
        code=f"{tender.code}-A{number}",
        application_id=found.application_id,
        provider_id=found.provider_id,
        provider_name=found.provider_name,
        place=found.place,
        score=scores.stored(found.score),
        price=found.price,
        state=rules.AWARDS.initial,
        working_days=days,
        noticed_by=work.caller.id,
        noticed_at=work.now,
        objections_until=shipped().end_of(work.now, days),
    )
    work.session.add(award)
    work.session.flush()
    return award
