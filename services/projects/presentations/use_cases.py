"""Setting and showing the timetable of a tender's presentations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chassis.clock import rfc3339
from chassis.errors import Forbidden
from chassis.work import Reading, Work
from services.projects import concerned
from services.projects.applications import store as applications
from services.projects.audit import use_cases as audit
from services.projects.audit.refusals import recorded
from services.projects.batches import store as batches
from services.projects.errors import PanelNotFound, TenderNotFound, WrongState
from services.projects.lots.rules import order_of
from services.projects.panels import store as panels
from services.projects.presentations import events, rules, store
from services.projects.presentations.tables import Presentation
from services.projects.providers import acting
from services.projects.tenders import store as tenders

_PLANNED = ("opening", "scoring")


def plan_presentations(
    work: Work, *, tender_id: str, starts_at: datetime, minutes: int, pause: int, place: str
) -> dict[str, Any]:
    """Set the timetable of a tender, in an order that nobody chose; a later one replaces it.

    Raises ``Forbidden``, ``TenderNotFound``, ``PanelNotFound``, ``WrongState``, ``InvalidInput``.
    """
    tender = tenders.find(work.session, tender_id, lock=True)
    if tender is None:
        raise TenderNotFound("there is no such tender")
    chain = audit.batch_chain(tender.batch_id)
    with recorded(work, chain, "presentations.plan", subject=tender_id):
        work.caller.require("federation")
        names = [each.id for each in applications.admitted(work.session, tender.id)]
        if tender.state not in _PLANNED or not names:
            raise WrongState("no application is in review", step="plan", state=tender.state)
        if tender.blind:
            raise WrongState("it is judged without names", step="plan", state=tender.state)
        panel = panels.of_tender(work.session, tender.id, lock=True)
        if panel is None:
            raise PanelNotFound("this tender has no panel yet")
        batch = batches.find(work.session, tender.batch_id)
        assert batch is not None  # the foreign key
        order = order_of(names, value=tender.id, subject="presentations")
        slots = rules.timetable(order, starts_at=starts_at, minutes=minutes, pause=pause)
        others = store.of_others(work.session, panel.id, but=tender.id)
        rules.check(
            slots,
            taken=[(other.starts_at, other.ends_at) for other in others],
            after=work.now,
            before=batch.scores_until,
        )
        rows = [
            Presentation(
                application_id=slot.application_id,
                tender_id=tender.id,
                panel_id=panel.id,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                place=place,
            )
            for slot in slots
        ]
        moved = bool(store.of_tender(work.session, tender.id))
        store.replace(work.session, tender.id, rows)
        told = [_told(work, row) for row in rows]
        work.emit(
            events.presentations_planned(
                tender,
                slots=told,
                reviewers=concerned.reviewers(work.session, [tender.id]),
                moved=moved,
                at=work.now,
            )
        )
        data = {"tender": tender.code, "slots": told}
        audit.record(work, chain, "presentations.plan", subject=tender.id, data=data)
    return {"items": rows, "next_cursor": None}


def list_presentations(reading: Reading, *, tender_id: str) -> dict[str, Any]:
    """The timetable of a tender, for its panel, the federation and auditors; an organisation sees
    its own time.

    Raises ``Forbidden``, ``NotRegistered`` and ``TenderNotFound``.
    """
    caller = reading.caller
    caller.require("reviewer", "federation", "auditor", "provider")
    if tenders.find(reading.session, tender_id) is None:
        raise TenderNotFound("there is no such tender")
    if caller.kind == "provider":
        return {"items": _own(reading, tender_id), "next_cursor": None}
    insider = caller.has("federation") or caller.has("auditor")
    if not insider and panels.seat(reading.session, tender_id, caller.id) is None:
        raise Forbidden("you have no seat on this tender's panel")
    return {"items": store.of_tender(reading.session, tender_id), "next_cursor": None}


def _own(reading: Reading, tender_id: str) -> list[Presentation]:
    own = applications.of_provider(
        reading.session, tender_id=tender_id, provider_id=acting.own(reading).id
    )
    slots = store.of_tender(reading.session, tender_id)
    return [slot for slot in slots if own is not None and slot.application_id == own.id]


def _told(work: Work, row: Presentation) -> dict[str, Any]:
    application = applications.find(work.session, row.application_id)
    assert application is not None  # the foreign key
    return {
        "application_id": row.application_id,
        "provider_id": application.provider_id,
        "starts_at": rfc3339(row.starts_at),
        "ends_at": rfc3339(row.ends_at),
        "place": row.place,
    }
