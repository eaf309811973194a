"""More candidates for a panel, and calling alternates to seats that stayed empty."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chassis.errors import InvalidInput
from chassis.work import Work
from services.projects.audit.refusals import recorded
from services.projects.audit.use_cases import batch_chain
from services.projects.errors import PanelNotFound
from services.projects.lots import use_cases as lot_use_cases
from services.projects.panels import calling, forming, rules, store
from services.projects.panels.rules import Person
from services.projects.panels.tables import Panel
from services.projects.tenders import store as tenders


def name_candidates(
    work: Work, *, panel_id: str, candidates: forming.People, source: str, due_at: datetime
) -> dict[str, Any]:
    """Name more candidates, with a lot of their own behind those who are there.

    Raises ``Forbidden``, ``PanelNotFound`` and ``InvalidInput``.
    """
    panel = _locked(work, panel_id)
    with recorded(work, batch_chain(panel.batch_id), "panel.name", subject=panel_id):
        work.caller.require("federation")
        waiting = [Person(**person) for person in candidates]
        known = {person.account_id for person in store.people(work.session, panel.id)}
        if twice := sorted(known & {person.account_id for person in waiting}):
            raise InvalidInput.of("candidates", f"{twice[0]} is there already")
        members = [
            store.as_person(person)
            for person in store.people(work.session, panel.id)
            if person.member
        ]
        rules.check(panel.seats, members=members, candidates=waiting)
        forming.add_people(work, panel, waiting, member=False)
        lot_use_cases.announce(
            work,
            batch_id=panel.batch_id,
            about=calling.about(panel),
            names=[person.account_id for person in waiting],
            source=source,
            due_at=due_at,
        )
        return forming.shown(work, panel)


def call_alternates(work: Work, *, panel_id: str) -> dict[str, Any]:
    """Fill seats that were empty when no alternate was left, or no lot drawn.

    Raises ``Forbidden`` and ``PanelNotFound``.
    """
    panel = _locked(work, panel_id)
    with recorded(work, batch_chain(panel.batch_id), "panel.call", subject=panel_id):
        work.caller.require("federation")
        for tender_id in store.tender_ids(work.session, panel.id):
            tender = tenders.find(work.session, tender_id)
            assert tender is not None  # the foreign key
            if tender.state in (*forming.JUDGED, "scoring"):
                calling.call_alternates(work, panel, tender)
        return forming.shown(work, panel)


def _locked(work: Work, panel_id: str) -> Panel:
    panel = store.find(work.session, panel_id, lock=True)
    if panel is None:
        work.caller.require("federation")
        raise PanelNotFound("there is no such panel")
    return panel
