"""What a need went through and what it became: another need, a project, its result."""

from __future__ import annotations

from typing import Any

from chassis.work import Reading
from services.projects.awards import store as awards
from services.projects.awards.use_cases import told
from services.projects.merging.store import merged_into, root_of
from services.projects.needs import store
from services.projects.needs.steps import visible
from services.projects.needs.tables import Need
from services.projects.support import store as support
from services.projects.tenders import store as tenders


def get_need(reading: Reading, *, need_id: str) -> dict[str, Any]:
    """A need with its history, its supporters, and what it became. Raises ``NeedNotFound``."""
    need = visible(reading, need_id)
    root = root_of(reading.session, need)
    return {
        "need": need,
        "supporters": support.counts(reading.session, [need.id]).get(need.id, 0),
        "became": root,
        "project": _project(reading, root),
        "merged": merged_into(reading.session, need.id),
        "steps": store.steps_of(reading.session, need.id),
    }


def _project(reading: Reading, need: Need) -> dict[str, Any] | None:
    """The tender that buys for a need, once its batch is approved, and its noticed awards."""
    tender = tenders.of_need(reading.session, need.id)
    if tender is None or need.state not in ("in_tender", "fulfilled"):
        return None
    return {
        "tender_id": tender.id,
        "code": tender.code,
        "title": tender.title,
        "state": tender.state,
        "awards": [told(award) for award in awards.latest(reading.session, [tender.id])[tender.id]],
    }
