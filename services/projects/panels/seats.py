"""Declaring conflicts, leaving a seat, and opening the files of a tender to its panel."""

from __future__ import annotations

from typing import Any

from chassis.errors import InvalidInput
from chassis.work import Reading, Work
from services.projects.applications import store as applications
from services.projects.audit import use_cases as audit
from services.projects.audit.refusals import recorded
from services.projects.batches import store as batches
from services.projects.errors import NotOnPanel, PanelNotFound, TenderNotFound, WrongState
from services.projects.panels import calling, events, rules, store
from services.projects.panels.conflicts import hints
from services.projects.panels.rules import Sitting
from services.projects.panels.tables import Panel, PanelSeat
from services.projects.tenders import rules as tender_rules
from services.projects.tenders import store as tenders
from services.projects.tenders.tables import Tender

_DECLARED = ("opening", "scoring")
_BEFORE_RESULT = ("published", "open", *_DECLARED)


def get_declaration(work: Work, *, tender_id: str) -> dict[str, Any]:
    """Who applied for a tender, with hints for the reviewer who asks; no file is opened by it.

    Raises ``Forbidden``, ``TenderNotFound``, ``NotOnPanel`` and ``WrongState`` (the applications
    are not known yet).
    """
    tender = _tender(work, tender_id)
    with recorded(work, audit.batch_chain(tender.batch_id), "applicants.read", subject=tender_id):
        work.caller.require("reviewer")
        seat = _own(work, tender)
        _require_known(work, tender)
    return _declaration(work, tender, seat)


def declare(work: Work, *, tender_id: str, conflict: bool, reason: str) -> dict[str, Any]:
    """Say that one has a conflict of interest in a tender, or none.

    With a conflict one leaves, also later, and the next alternate is called. Raises ``Forbidden``,
    ``TenderNotFound``, ``NotOnPanel``, ``WrongState`` and ``InvalidInput`` (a conflict without a
    reason).
    """
    tender = _tender(work, tender_id, lock=True)
    with recorded(work, audit.batch_chain(tender.batch_id), "seat.declare", subject=tender_id):
        work.caller.require("reviewer")
        panel = _panel(work, tender)
        seat = _own(work, tender, lock=True)
        _require_known(work, tender)
        if conflict and not reason:
            raise InvalidInput.of("reason", "say what the conflict is")
        seat.hints = _hints(work, tender, seat, panel)
        if conflict:
            _leave(work, panel, tender, seat, reason=reason)
        else:
            _take(work, seat, "clear")
            work.emit(events.seat_changed(events.CONFLICT_CLEARED, seat, tender, at=work.now))
            calling.record(work, tender, seat, "seat.clear")
    return _declaration(work, tender, seat)


def recuse_reviewer(work: Work, *, tender_id: str, reviewer_id: str, reason: str) -> dict[str, Any]:
    """The federation takes a reviewer off a tender; what they scored counts no more.

    Raises ``Forbidden``, ``TenderNotFound``, ``PanelNotFound``, ``NotOnPanel``, ``WrongState``.
    """
    tender = _tender(work, tender_id, lock=True)
    with recorded(work, audit.batch_chain(tender.batch_id), "seat.recuse", subject=tender_id):
        work.caller.require("federation")
        panel = _panel(work, tender)
        seat = store.seat(work.session, tender.id, reviewer_id, lock=True)
        if seat is None:
            raise NotOnPanel("nobody of this id was called to this tender")
        if tender.state not in _BEFORE_RESULT:
            raise WrongState("the scores are counted", step="recuse", state=tender.state)
        _leave(work, panel, tender, seat, reason=reason)
    return {"items": store.seats(work.session, [tender.id]), "next_cursor": None}


def open_scoring(work: Work, *, tender_id: str) -> dict[str, Any]:
    """Open the files of a tender to its panel, if the panel keeps its rule.

    Raises ``Forbidden``, ``TenderNotFound``, ``PanelNotFound``, ``PanelIncomplete`` and
    ``WrongState``.
    """
    tender = _tender(work, tender_id, lock=True)
    with recorded(work, audit.batch_chain(tender.batch_id), "scoring.open", subject=tender_id):
        work.caller.require("federation")
        step = tender_rules.STATES.take("score", state=tender.state)
        panel = _panel(work, tender)
        _require_known(work, tender)
        if not applications.admitted(work.session, tender.id):
            raise WrongState("no application is admitted", step="score", state=tender.state)
        seats = store.seats(work.session, [tender.id])
        rules.require_able(panel.seats, [Sitting(seat.role, seat.state) for seat in seats])
        tender.state = step.target
        work.session.flush()
        batch = batches.find(work.session, tender.batch_id)
        assert batch is not None  # the foreign key
        work.emit(
            events.scoring_opened(
                tender,
                until=batch.scores_until,
                reviewers=sorted(s.account_id for s in seats if s.state == "cleared"),
                at=work.now,
            )
        )
        audit.record(
            work,
            audit.batch_chain(tender.batch_id),
            "scoring.open",
            subject=tender.id,
            data={"tender": tender.code, "reviewers": [s.account_id for s in seats]},
        )
    return {"items": seats, "next_cursor": None}


def _leave(work: Work, panel: Panel, tender: Tender, seat: PanelSeat, *, reason: str) -> None:
    _take(work, seat, "recuse")
    seat.reason = reason
    work.emit(events.seat_changed(events.REVIEWER_RECUSED, seat, tender, at=work.now))
    calling.record(work, tender, seat, "seat.recuse", reason=reason)
    calling.call_alternates(work, panel, tender)


def _take(work: Work, seat: PanelSeat, name: str) -> None:
    seat.state = rules.SEATS.take(name, state=seat.state).target
    seat.decided_at, seat.decided_by = work.now, work.caller.id


def _tender(reading: Reading, tender_id: str, *, lock: bool = False) -> Tender:
    tender = tenders.find(reading.session, tender_id, lock=lock)
    if tender is None:
        raise TenderNotFound("there is no such tender")
    return tender


def _panel(work: Work, tender: Tender) -> Panel:
    panel = store.of_tender(work.session, tender.id, lock=True)
    if panel is None:
        raise PanelNotFound("this tender has no panel yet")
    return panel


def _own(reading: Reading, tender: Tender, *, lock: bool = False) -> PanelSeat:
    seat = store.seat(reading.session, tender.id, reading.caller.id, lock=lock)
    if seat is None:
        raise NotOnPanel("you were not called to this tender")
    return seat


def _require_known(reading: Reading, tender: Tender) -> None:
    """Conflicts can be told when it is decided who takes part. Raises ``WrongState``."""
    if tender.state not in _DECLARED:
        raise WrongState(
            "conflicts are declared from the opening to the end of scoring",
            step="declare",
            state=tender.state,
        )
    if waiting := store.undecided(reading.session, tender.id):
        raise WrongState("some applications are not checked yet", waiting=waiting)


def _hints(reading: Reading, tender: Tender, seat: PanelSeat, panel: Panel) -> dict[str, list[str]]:
    """Of each applicant that has something in common with the reviewer, what."""
    person = store.person(reading.session, panel.id, seat.account_id)
    teams = applications.teams(reading.session, tender.id)
    told = {}
    for each in applications.admitted(reading.session, tender.id):
        found = hints(person, each.provider_name, team=teams[each.id])
        told[each.id] = [hint.value for hint in found]
    return {application_id: values for application_id, values in told.items() if values}


def _declaration(reading: Reading, tender: Tender, seat: PanelSeat) -> dict[str, Any]:
    panel = store.of_tender(reading.session, tender.id)
    assert panel is not None  # a seat belongs to one
    found = _hints(reading, tender, seat, panel)
    return {
        "tender_id": tender.id,
        "code": tender.code,
        "title": tender.title,
        "state": seat.state,
        "applicants": [
            {"name": each.provider_name, "hints": found.get(each.id, [])}
            for each in applications.admitted(reading.session, tender.id)
        ],
    }
