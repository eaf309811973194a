"""What counting, moderating and fixing share: the tender, open ties, and what is kept."""

from __future__ import annotations

from chassis.work import Reading, Work
from services.projects.audit import use_cases as audit
from services.projects.audit.rules import hash_of
from services.projects.errors import TenderNotFound, TieOpen
from services.projects.scores.outcomes import Outcome
from services.projects.tenders import store as tenders
from services.projects.tenders.tables import Tender


def tender_of(reading: Reading, tender_id: str, *, lock: bool = False) -> Tender:
    """A tender. Raises ``TenderNotFound``."""
    tender = tenders.find(reading.session, tender_id, lock=lock)
    if tender is None:
        raise TenderNotFound("there is no such tender")
    return tender


def require_no_tie(outcome: Outcome) -> None:
    """Equal applications have no order before their lot is drawn. Raises ``TieOpen``."""
    if outcome.tied:
        raise TieOpen("equal applications wait for their lot", tied=outcome.tied)


def record(work: Work, tender: Tender, act: str, outcome: Outcome, *, reason: str = "") -> None:
    """Keep an outcome as it stood at an act."""
    decision = outcome.moderation
    minority = decision.minority_view if decision else ""
    audit.record(
        work,
        audit.batch_chain(tender.batch_id),
        act,
        subject=tender.id,
        data={
            "tender": tender.code,
            "method": tender.method,
            "order": list(outcome.order),
            "by_method": list(outcome.by_method),
            "scores": {name: str(found.score) for name, found in outcome.figures.items()},
            "turned": {name: list(views) for name, views in outcome.turned.items()},
            "low": sorted(outcome.low),
            "minority_view_sha256": hash_of(minority) if minority else "",
        },
        reason=reason,
    )
