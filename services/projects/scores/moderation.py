"""Between counting and fixing: a lot for ties, and a decision about changes of rank."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chassis.errors import InvalidInput
from chassis.work import Work
from services.projects.audit import use_cases as audit
from services.projects.audit.refusals import recorded
from services.projects.errors import WrongState
from services.projects.lots import use_cases as lots
from services.projects.scores import outcomes, shown
from services.projects.scores.counted import record, require_no_tie, tender_of
from services.projects.scores.outcomes import Outcome
from services.projects.scores.tables import Moderation
from services.projects.tenders.tables import Tender


def announce_tie_lot(
    work: Work, *, tender_id: str, source: str, due_at: datetime
) -> dict[str, Any]:
    """Announce the lot that decides between applications which the rule does not tell apart.

    Raises ``Forbidden``, ``TenderNotFound``, ``WrongState`` and ``InvalidInput``.
    """
    tender = tender_of(work, tender_id, lock=True)
    with recorded(work, audit.batch_chain(tender.batch_id), "tie.announce", subject=tender_id):
        work.caller.require("federation")
        outcome = _moderated(work, tender)
        if not outcome.tied:
            raise WrongState("nothing is tied", step="draw", state=tender.state)
        lot = lots.announce(
            work,
            batch_id=tender.batch_id,
            about=outcomes.about(tender.id),
            names=[name for group in outcome.tied for name in group],
            source=source,
            due_at=due_at,
        )
    return lots.shown(lot)


def moderate_ranking(
    work: Work, *, tender_id: str, order: Sequence[str], reason: str, minority_view: str
) -> dict[str, Any]:
    """Decide about changes of rank: keep the method's order (no ``order``), or change it.

    Raises ``Forbidden``, ``TenderNotFound``, ``WrongState``, ``TieOpen`` and ``InvalidInput`` (not
    these applications, or a change without the view of those who were against it).
    """
    tender = tender_of(work, tender_id, lock=True)
    with recorded(work, audit.batch_chain(tender.batch_id), "ranking.moderate", subject=tender_id):
        work.caller.require("federation")
        outcome = _moderated(work, tender)
        require_no_tie(outcome)
        placed = list(order) or list(outcome.by_method)
        changed = placed != list(outcome.by_method)
        if sorted(placed) != sorted(outcome.by_method):
            raise InvalidInput.of("order", "name each application of this tender once")
        if changed and not minority_view:
            raise InvalidInput.of("minority_view", "say what those against the change hold")
        decision = outcome.moderation or Moderation(tender_id=tender.id)
        decision.changed, decision.order = changed, placed
        decision.reason, decision.minority_view = reason, minority_view
        decision.decided_by, decision.decided_at = work.caller.id, work.now
        work.session.add(decision)
        work.session.flush()
        outcome = outcomes.compute(work.session, tender)
        record(work, tender, "ranking.moderate", outcome, reason=reason)
    return shown.outcome(tender, outcome)


def _moderated(work: Work, tender: Tender) -> Outcome:
    """The outcome of a tender that is in moderation. Raises ``WrongState``."""
    if tender.state != "moderation":
        raise WrongState("its scores are not in moderation", step="moderate", state=tender.state)
    return outcomes.compute(work.session, tender)
