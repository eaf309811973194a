"""How far the scoring of a batch is: every application, every reviewer, and no score."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from chassis.work import Reading
from services.projects.applications.tables import Application
from services.projects.batches import store as batches
from services.projects.errors import BatchNotFound
from services.projects.panels import store as panels
from services.projects.panels.tables import PanelSeat
from services.projects.scores import labels, store
from services.projects.tenders.tables import Tender

_JUDGED = ("scoring", "moderation", "ranked", "standstill", "suspended", "awarded")
_UNOPENED = "unopened"


def get_progress(reading: Reading, *, batch_id: str) -> dict[str, Any]:
    """Of each tender in review the state of every sheet, by application and reviewer.

    Who left a seat is left out, as their sheets count for nothing. The number of statements does
    not grow with the batch. Raises ``Unauthenticated``, ``Forbidden`` and ``BatchNotFound``.
    """
    reading.caller.require("federation", "auditor")
    session = reading.session
    batch = batches.find(session, batch_id)
    if batch is None:
        raise BatchNotFound("there is no such batch")
    found = [each for each in batches.tenders(session, batch_id) if each.state in _JUDGED]
    ids = [tender.id for tender in found]
    names = panels.names(session, batch_id)
    seats: dict[str, list[PanelSeat]] = defaultdict(list)
    for seat in panels.seats(session, ids):
        if seat.state == "cleared":
            seats[seat.tender_id].append(seat)
    files: dict[str, list[tuple[Application, str]]] = defaultdict(list)
    for application, name, _ in store.to_judge(session, ids):
        files[application.tender_id].append((application, name))
    sheets = store.sheet_states(session, ids)
    items = [
        _tender(tender, seats[tender.id], files[tender.id], names=names, sheets=sheets)
        for tender in found
    ]
    states = (state for item in items for each in item["applications"] for state in each["sheets"])
    return {
        "scores_until": batch.scores_until,
        "counts": dict(Counter(states)),
        "items": items,
        "next_cursor": None,
    }


def _tender(
    tender: Tender,
    seats: Sequence[PanelSeat],
    files: Sequence[tuple[Application, str]],
    *,
    names: Mapping[str, str],
    sheets: Mapping[tuple[str, str], str],
) -> dict[str, Any]:
    numbers = labels.of_tender(tender.id, [application.id for application, _ in files])
    applications = [
        {
            "application_id": application.id,
            "label": numbers[application.id],
            "provider_name": None if tender.blind else name,
            "sheets": [sheets.get((application.id, s.account_id), _UNOPENED) for s in seats],
        }
        for application, name in files
    ]
    return {
        "tender_id": tender.id,
        "code": tender.code,
        "title": tender.title,
        "need_class": tender.need_class,
        "state": tender.state,
        "reviewers": [
            {"account_id": s.account_id, "name": names.get(s.account_id, ""), "role": s.role}
            for s in seats
        ],
        "applications": sorted(applications, key=lambda each: int(str(each["label"]))),
    }
