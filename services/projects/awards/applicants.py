"""What an applicant is told of its own: the letter, and what became of its objections."""

from __future__ import annotations

from typing import Any

from chassis.work import Store, Work
from services.projects.applications import intake
from services.projects.applications import store as applications
from services.projects.applications.tables import Application
from services.projects.awards import events, rules, store
from services.projects.awards.letters import letters, means
from services.projects.awards.tables import Award
from services.projects.parcels import rules as parcels
from services.projects.scores import outcomes
from services.projects.scores import store as scores
from services.projects.tenders.tables import Tender


def get_application_result(opened: Store, *, application_id: str) -> dict[str, Any]:
    """What became of an application, for its own organisation; no letter before the award.

    A rival's try is refused and recorded. Raises ``Unauthenticated``, ``Forbidden``,
    ``NotRegistered``, ``ApplicationNotFound`` and ``NotYours``.
    """
    with opened.work() as work:
        application, tender, _ = intake.own_application(
            work, application_id, act="application.result"
        )
        mine = applications.lots_of(application)
        standing = [a for a in store.live(work.session, tender.id) if not a.lot or a.lot in mine]
        own = [
            objection
            for objection in store.objections(work.session, tender.id)
            if objection.application_id == application.id
        ]
        objected = {objection.award_id for objection in own}
        return {
            "application_id": application.id,
            "tender_id": tender.id,
            "may_object": application.state not in store.NOT_HANDED_IN
            and any(
                rules.may_object(
                    award.state,
                    until=award.objections_until,
                    objected=award.id in objected,
                    now=work.now,
                )
                for award in standing
            ),
            "objections_until": max((a.objections_until for a in standing), default=None),
            "objections": own,
            "letters": [
                letter
                for award in standing
                if award.state == "confirmed"
                for letter in _letters(work, application, tender, award)
            ],
        }


def _letters(
    work: Work, application: Application, tender: Tender, award: Award
) -> list[dict[str, Any]]:
    """Its letter as it was issued, if it was judged: while the award stands, nothing that it says
    changes."""
    ranking = store.ranking(work.session, tender.id, award.lot)
    written = letters(
        ranking,
        winner=award.application_id,
        fallen=store.fallen(work.session, tender.id, award.lot),
        budget=parcels.budget_of(tender.lots, award.lot, whole=tender.budget),
    )
    sitting = outcomes.sitting(work.session, tender.id)
    sheets = scores.handed_in(work.session, tender.id, reviewers=sitting)
    return [
        {
            "lot": award.lot,
            "outcome": letter.outcome,
            "reason": letter.reason,
            "place": letter.to.place,
            "ranked": len(ranking),
            "score": f"{letter.to.score:.4f}",
            "winner_name": award.provider_name,
            "winner_score": events.points(award.score),
            "criteria": means(
                [each.marks for each in sheets if each.application_id == application.id],
                tender.criteria,
            ),
            "issued_at": award.decided_at,
        }
        for letter in written
        if letter.to.application_id == application.id
    ]
