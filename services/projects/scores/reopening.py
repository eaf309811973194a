"""Undoing a fixed ranking, because an objection to it was upheld."""

from __future__ import annotations

import sqlalchemy as sa

from chassis.work import Work
from services.projects.scores.tables import Moderation, Ranking
from services.projects.tenders.tables import Tender


def unfix(work: Work, tender: Tender) -> None:
    """Take the ranking and its moderation away; what they were stands in the audit chain.

    The score sheets stay: the panel moderates anew, or the scores are recounted first.
    """
    for table in (Ranking, Moderation):
        work.session.execute(sa.delete(table).where(table.tender_id == tender.id))
