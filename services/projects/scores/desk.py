"""A reviewer's desk: every application that waits for somebody, and how far it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from chassis.work import Reading
from services.projects.applications.tables import Application
from services.projects.presentations.tables import Presentation
from services.projects.scores import labels, store
from services.projects.scores.tables import ScoreSheet
from services.projects.tenders.tables import Tender

_OPEN = ("scoring", "moderation", "ranked")
_File = tuple[Application, str, Presentation | None]


def get_desk(reading: Reading) -> dict[str, Any]:
    """All tenders that the caller was called to, each with its applications and their states.

    Applications show where files are open and the caller is free of conflicts; however many there
    are, three statements read them. Raises ``Unauthenticated`` and ``Forbidden``.
    """
    reading.caller.require("reviewer")
    judged = store.judged_by(reading.session, reading.caller.id)
    open_ids = [t.id for seat, t, _ in judged if seat.state == "cleared" and t.state in _OPEN]
    files: dict[str, list[_File]] = defaultdict(list)
    for file in store.to_judge(reading.session, open_ids):
        files[file[0].tender_id].append(file)
    own = store.own_sheets(reading.session, reading.caller.id)
    sheets = {each.application_id: each for each in own}
    items: list[dict[str, Any]] = [
        {
            "tender_id": tender.id,
            "code": tender.code,
            "title": tender.title,
            "need_class": tender.need_class,
            "state": tender.state,
            "seat": seat.state,
            "scores_until": batch.scores_until,
            "applications": _applications(tender, files[tender.id], sheets=sheets),
        }
        for seat, tender, batch in judged
    ]
    counts = Counter(each["state"] for item in items for each in item["applications"])
    return {"items": items, "counts": dict(counts), "next_cursor": None}


def _applications(
    tender: Tender, files: Sequence[_File], *, sheets: Mapping[str, ScoreSheet]
) -> list[dict[str, Any]]:
    numbers = labels.of_tender(tender.id, [application.id for application, _, _ in files])
    found = [
        _application(tender, file, label=numbers[file[0].id], sheet=sheets.get(file[0].id))
        for file in files
    ]
    return sorted(found, key=lambda each: int(each["label"]))


def _application(
    tender: Tender, file: _File, *, label: str, sheet: ScoreSheet | None
) -> dict[str, Any]:
    application, name, planned = file
    total = sheet.total if sheet else None
    return {
        "application_id": application.id,
        "label": label,
        "provider_name": None if tender.blind else name,
        "state": sheet.state if sheet else "unopened",
        "total": None if total is None else str(store.in_points(total)),
        "presented_at": planned.starts_at if planned else None,
    }
