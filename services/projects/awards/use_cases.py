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
from services.projects.batches import rules as batch_rules
from services.projects.errors import WrongState
from services.projects.opendata import awards as opendata
from services.projects.tenders.tables import Tender


def publish_award_notice(work: Work, *, tender_id: str, working_days: int) -> dict[str, Any]:
    """Tell everybody to whom a tender shall go by its fixed ranking; objections are open.

    Where nobody is ranked within the budget, the tender is unsuccessful. Raises ``Forbidden``,
    ``TenderNotFound``, ``WrongState``, ``HolidaysUnknown`` and ``BudgetExceeded``.
    """
    batch, tender = steps.locked(work, tender_id)
    with recorded(work, batch_chain(tender.batch_id), "award.notice", subject=tender_id):
        work.caller.require("federation")
        if tender.state != "ranked":
            raise WrongState("its ranking is not fixed", step="notice", state=tender.state)
        award = steps.propose(work, batch, tender, days=working_days)
        opendata.noticed(work, tender, award)
    return shown(work, tender)


def end_tender(work: Work, *, tender_id: str) -> dict[str, Any]:
    """Nobody applied, or nobody was admitted: the tender is unsuccessful.

    Raises ``Forbidden``, ``TenderNotFound`` and ``WrongState`` (an application can still be
    judged, or is not decided yet).
    """
    _, tender = steps.locked(work, tender_id)
    with recorded(work, batch_chain(tender.batch_id), "tender.fail", subject=tender_id):
        work.caller.require("federation")
        waiting = store.undecided(work.session, tender.id)
        if tender.state != "opening" or waiting:
            raise WrongState("applications are left", state=tender.state, applications=waiting)
        steps.fail(work, tender)
        opendata.noticed(work, tender, None)
    return shown(work, tender)


def confirm_award(work: Work, *, tender_id: str) -> dict[str, Any]:
    """Award a tender: the standstill is over and nothing is open. Every ranked applicant is
    written to.

    Raises ``Forbidden``, ``TenderNotFound``, ``SameOfficer``, ``WrongState``,
    ``StandstillRunning`` and ``BudgetExceeded``.
    """
    batch, tender = steps.locked(work, tender_id)
    with recorded(work, batch_chain(tender.batch_id), "award.confirm", subject=tender_id):
        work.caller.require("federation")
        award = steps.standing(work, tender, step="confirm")
        batch_rules.require_other_officer(award.noticed_by, work.caller.id)
        rules.AWARDS.take("confirm", state=award.state)
        rules.require_standstill_over(until=award.objections_until, now=work.now)
        awarded = store.awarded(work.session, batch.id) - award.price
        rules.require_money(
            price=award.price, tender=tender.budget, batch=batch.budget, awarded=awarded
        )
        steps.move(tender, "award")
        steps.take(work, tender, award, "confirm")
        _write_letters(work, tender, award)
        opendata.confirmed(work, tender, award)
    return shown(work, tender)


def refuse_award(work: Work, *, tender_id: str, reason: str) -> dict[str, Any]:
    """The winner falls out: the next in the ranking gets a notice of its own, or the tender is
    unsuccessful.

    Raises ``Forbidden``, ``TenderNotFound``, ``WrongState``, ``HolidaysUnknown`` and
    ``BudgetExceeded``.
    """
    batch, tender = steps.locked(work, tender_id)
    with recorded(work, batch_chain(tender.batch_id), "award.refuse", subject=tender_id):
        work.caller.require("federation")
        award = steps.standing(work, tender, step="refuse")
        steps.take(work, tender, award, "refuse", reason=reason)
        following = steps.propose(work, batch, tender, days=award.working_days)
        opendata.fallen(work, tender, award, following)
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
        "objections": store.objections(reading.session, tender.id),
        "letters": [
            {
                "application_id": each.to.application_id,
                "outcome": each.outcome,
                "reason": each.reason,
            }
            for each in _letters(reading, tender)
        ],
    }


def told(award: Award) -> dict[str, Any]:
    """An award as everybody sees it."""
    return {
        "code": award.code,
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


def _letters(reading: Reading, tender: Tender) -> list[Letter]:
    """What the ranked applicants are told of the award that is confirmed; nothing before."""
    award = store.live(reading.session, tender.id)
    if award is None or award.state != "confirmed":
        return []
    written = letters(
        store.ranking(reading.session, tender.id),
        winner=award.application_id,
        fallen=store.fallen(reading.session, tender.id),
        budget=tender.budget,
    )
    return list(written)


def _write_letters(work: Work, tender: Tender, award: Award) -> None:
    ranked = len(store.ranking(work.session, tender.id))
    for letter in _letters(work, tender):
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
