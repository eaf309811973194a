"""What an applicant is told of its own: the letter, and what became of its objections."""

from __future__ import annotations

from typing import Any

from chassis.work import Store, Work
from services.projects.applications import intake
from services.projects.applications.tables import Application
from services.projects.awards import events, rules, store
from services.projects.awards.letters import letters, means
from services.projects.awards.tables import Award
from services.projects.scores import outcomes
from services.projects.scores import store as scores
from services.projects.tenders.tables import Tender


def get_application_result(opened: Store, *, application_id: str) -> dict[str, Any]:
    """What became of an application, for its own organisation; ``letter`` is None before the award.

    A rival's try is refused and recorded. Raises ``Unauthenticated``, ``Forbidden``,
    ``NotRegistered``, ``ApplicationNotFound`` and ``NotYours``.
    """
    with opened.work() as work:
        application, tender, _ = intake.own_application(
            work, application_id, act="application.result"
        )
        award = store.live(work.session, tender.id)
        own = [
            objection
            for objection in store.objections(work.session, tender.id)
            if objection.application_id == application.id
        ]
        return {
            "application_id": application.id,
            "tender_id": tender.id,
            "may_object": award is not None
            and application.state not in store.NOT_HANDED_IN
            and rules.may_object(
                award.state,
                until=award.objections_until,
                objected=any(each.award_id == award.id for each in own),
                now=work.now,
            ),
            "objections_until": award.objections_until if award else None,
            "objections": own,
            "letter": _letter(work, application, tender, award),
        }


def _letter(
    work: Work, application: Application, tender: Tender, award: Award | None
) -> dict[str, Any] | None:
    """As it was issued: while the award stands, nothing that it says changes."""
    if award is None or award.state != "confirmed":
        return None
    ranking = store.ranking(work.session, tender.id)
    written = letters(
        ranking,
        winner=award.application_id,
        fallen=store.fallen(work.session, tender.id),
        budget=tender.budget,
    )
    own = [letter for letter in written if letter.to.application_id == application.id]
    if not own:  # it was not judged
        return None
    sitting = outcomes.sitting(work.session, tender.id)
    sheets = scores.handed_in(work.session, tender.id, reviewers=sitting)
    return {
        "outcome": own[0].outcome,
        "reason": own[0].reason,
        "place": own[0].to.place,
        "ranked": len(ranking),
        "score": f"{own[0].to.score:.4f}",
        "winner_name": award.provider_name,
        "winner_score": events.points(award.score),
        "criteria": means(
            [each.marks for each in sheets if each.application_id == application.id],
            tender.criteria,
        ),
        "issued_at": award.decided_at,
    }
