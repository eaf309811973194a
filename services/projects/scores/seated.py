"""What all acts of reviewers share: which application, whether they sit, and what is kept."""

from __future__ import annotations

from typing import Any

from chassis.work import Reading, Work
from services.projects.applications import store as applications
from services.projects.applications.tables import Application
from services.projects.audit import use_cases as audit
from services.projects.errors import NotDeclared, NotOnPanel, ReviewNotFound
from services.projects.panels import rules as panel_rules
from services.projects.panels import store as panels
from services.projects.scores import store
from services.projects.scores.tables import ScoreSheet
from services.projects.tenders import store as tenders
from services.projects.tenders.tables import Tender


def reviewed(
    reading: Reading, application_id: str, *, lock: bool = False
) -> tuple[Application, Tender]:
    """An application that is admitted, with its tender. Raises ``ReviewNotFound``."""
    application = applications.find(reading.session, application_id)
    if application is None or application.state != "admitted":
        raise ReviewNotFound("there is no such application in review")
    tender = tenders.find(reading.session, application.tender_id, lock=lock)
    assert tender is not None  # the foreign key
    return application, tender


def require_seat(reading: Reading, tender: Tender) -> None:
    """Only who sits and has declared goes on.

    Raises ``Forbidden``, ``NotOnPanel`` and ``NotDeclared``.
    """
    reading.caller.require("reviewer")
    seat = panels.seat(reading.session, tender.id, reading.caller.id)
    if seat is None or seat.state == "recused":
        raise NotOnPanel("you have no seat on this tender's panel")
    if seat.state == panel_rules.SEATS.initial:
        raise NotDeclared("declare first whether you have a conflict of interest")


def chain_of(tender: Tender) -> str:
    """The audit chain of a tender."""
    return audit.batch_chain(tender.batch_id)


def record(work: Work, tender: Tender, sheet: ScoreSheet, act: str, *, reason: str = "") -> None:
    """Keep what became of a sheet."""
    work.session.flush()
    audit.record(
        work,
        chain_of(tender),
        act,
        subject=sheet.application_id,
        data={
            "tender": tender.code,
            "reviewer": sheet.reviewer_id,
            "state": sheet.state,
            "marks": sheet.marks,
            "total": sheet.total,
        },
        reason=reason,
    )


def shown_sheet(sheet: ScoreSheet) -> dict[str, Any]:
    """A sheet as it is answered."""
    return {
        "application_id": sheet.application_id,
        "reviewer_id": sheet.reviewer_id,
        "marks": [{"criterion": code, "mark": mark} for code, mark in sheet.marks.items()],
        "comment": sheet.comment,
        "state": sheet.state,
        "total": None if sheet.total is None else str(store.in_points(sheet.total)),
        "handed_in_at": sheet.handed_in_at,
    }
