"""What offices do with awards: give notice, award, and go on when a winner falls out.

What is tried and refused is kept in the chain too.
"""

from __future__ import annotations

from typing import Any

from chassis.work import Reading, Work
from services.projects.audit.refusals import recorded
from services.projects.audit.use_cases import batch_chain
from services.projects.awards import events, rules, steps, store
from services.projects.awards.letters import Letter, letters
from services.projects.awards.tables import Award
from services.projects.batches import progress
from services.projects.batches import rules as batch_rules
from services.projects.batches.tables import Batch
from services.projects.errors import WrongState
from services.projects.opendata import awards as opendata
from services.projects.parcels import rules as parcels
from services.projects.tenders.tables import Tender


def publish_award_notice(work: Work, *, tender_id: str, working_days: int) -> dict[str, Any]:
    """Tell everybody to whom a tender, or each of its lots, shall go by its fixed ranking;
    objections are open.

    Where nobody is ranked within the budget, the tender is unsuccessful. Raises ``Forbidden``,
    ``TenderNotFound``, ``WrongState``, ``HolidaysUnknown`` and ``BudgetExceeded``.
    """
    batch, tender = steps.locked(work, tender_id)
    with recorded(work, batch_chain(tender.batch_id), "award.notice", subject=tender_id):
        work.caller.require("federation")
        if tender.state != "ranked":
            raise WrongState("its ranking is not fixed", step="notice", state=tender.state)
        for lot in parcels.codes(tender.lots) or [""]:
            steps.propose(work, batch, tender, days=working_days, lot=lot)
        steps.follow(work, tender)
        opendata.noticed(work, tender, store.live(work.session, tender.id))
        progress.follow(work, batch)
    return shown(work, tender)


def end_tender(work: Work, *, tender_id: str) -> dict[str, Any]:
    """Nobody applied, or nobody was admitted: the tender is unsuccessful.

    Raises ``Forbidden``, ``TenderNotFound`` and ``WrongState`` (an application can still be
    judged, or is not decided yet).
    """
    batch, tender = steps.locked(work, tender_id)
    with recorded(work, batch_chain(tender.batch_id), "tender.fail", subject=tender_id):
        work.caller.require("federation")
        waiting = store.undecided(work.session, tender.id)
        if tender.state != "opening" or waiting:
            raise WrongState("applications are left", state=tender.state, applications=waiting)
        steps.fail(work, tender)
        opendata.noticed(work, tender, [])
        progress.follow(work, batch)
    return shown(work, tender)


def confirm_award(work: Work, *, tender_id: str) -> dict[str, Any]:
    """Award a tender, all its lots together: the standstill is over and nothing is open. Every
    ranked applicant is written to.

    Raises ``Forbidden``, ``TenderNotFound``, ``SameOfficer``, ``WrongState``,
    ``StandstillRunning`` and ``BudgetExceeded``.
    """
    batch, tender = steps.locked(work, tender_id)
    with recorded(work, batch_chain(tender.batch_id), "award.confirm", subject=tender_id):
        work.caller.require("federation")
        awards = [a for a in store.live(work.session, tender.id) if a.state != "confirmed"]
        if not awards:
            raise WrongState("no award of it waits", step="confirm", state=tender.state)
        for award in awards:
            _require_confirmable(work, batch, tender, award)
        steps.move(tender, "award")
        for award in awards:
            steps.take(work, tender, award, "confirm")
            _write_letters(work, tender, award)
        opendata.confirmed(work, tender, awards)
        steps.publish_results(work, batch.id)
        progress.follow(work, batch)
    return shown(work, tender)


def _require_confirmable(work: Work, batch: Batch, tender: Tender, award: Award) -> None:
    batch_rules.require_other_officer(award.noticed_by, work.caller.id)
    rules.AWARDS.take("confirm", state=award.state)
    rules.require_standstill_over(until=award.objections_until, now=work.now)
    rules.require_money(
        price=award.price,
        tender=parcels.budget_of(tender.lots, award.lot, whole=tender.budget),
        batch=batch.budget,
        awarded=store.awarded(work.session, batch.id) - award.price,
    )


def refuse_award(work: Work, *, tender_id: str, reason: str, lot: str = "") -> dict[str, Any]:
    """The winner of a tender or lot falls out: the next in the ranking gets a notice of its own;
    where none of the tender's awards stands any more, it is unsuccessful.

    Raises ``Forbidden``, ``TenderNotFound``, ``WrongState``, ``HolidaysUnknown``,
    ``BudgetExceeded`` and ``InvalidInput``.
    """
    batch, tender = steps.locked(work, tender_id)
    with recorded(work, batch_chain(tender.batch_id), "award.refuse", subject=tender_id):
        work.caller.require("federation")
        award = steps.standing(work, tender, step="refuse", lot=lot)
        steps.take(work, tender, award, "refuse", reason=reason)
        following = steps.propose(work, batch, tender, days=award.working_days, lot=lot)
        steps.follow(work, tender)
        opendata.fallen(work, tender, award, following)
        progress.follow(work, batch)
    return shown(work, tender)


def shown(reading: Reading, tender: Tender) -> dict[str, Any]:
    """A tender with its notices, its ranking, and the objections without names."""
    awards = store.of_tender(reading.session, tender.id)
    return {
        "tender_id": tender.id,
        "code": tender.code,
        "title": tender.title,
        "need_class": tender.need_class,
        "state": tender.state,
        "awards": [told(award) for award in awards],
        "ranking": store.ranking(reading.session, tender.id),
        "lots": [
            {
                "code": lot["code"],
                "title": lot["title"],
                "budget": lot["budget"],
                "ranking": store.ranking(reading.session, tender.id, lot["code"]),
            }
            for lot in tender.lots
        ],
        "objections": store.objections(reading.session, tender.id),
        "letters": [
            {
                "application_id": each.to.application_id,
                "lot": award.lot,
                "outcome": each.outcome,
                "reason": each.reason,
            }
            for award in awards
            if award.state == "confirmed"
            for each in _letters(reading, tender, award)
        ],
    }


def told(award: Award) -> dict[str, Any]:
    """An award as everybody sees it."""
    return {
        "code": award.code,
        "lot": award.lot,
        "provider_id": award.provider_id,
        "provider_name": award.provider_name,
        "place": award.place,
        "score": events.points(award.score),
        "price": award.price,
        "state": award.state,
        "noticed_at": award.noticed_at,
        "objections_until": award.objections_until,
        "decided_at": award.decided_at,
    }


def _letters(reading: Reading, tender: Tender, award: Award) -> list[Letter]:
    """What those who were ranked for a tender, or for its lot, are told of a confirmed award."""
    written = letters(
        store.ranking(reading.session, tender.id, award.lot),
        winner=award.application_id,
        fallen=store.fallen(reading.session, tender.id, award.lot),
        budget=parcels.budget_of(tender.lots, award.lot, whole=tender.budget),
    )
    return list(written)


def _write_letters(work: Work, tender: Tender, award: Award) -> None:
    ranked = len(store.ranking(work.session, tender.id, award.lot))
    for letter in _letters(work, tender, award):
        work.emit(
            events.letter_issued(
                tender,
                award,
                letter.to,
                outcome=letter.outcome,
                reason=letter.reason,
                ranked=ranked,
                at=work.now,
            )
        )
