"""Naming a panel and its candidates, and showing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chassis.errors import InvalidInput
from chassis.ids import uuid7
from chassis.work import Reading, Work
from services.projects.audit import use_cases as audit
from services.projects.audit.refusals import recorded
from services.projects.batches import store as batches
from services.projects.batches.tables import Batch
from services.projects.errors import BatchNotFound, PanelNotFound
from services.projects.lots import store as lots
from services.projects.lots import use_cases as lot_use_cases
from services.projects.panels import calling, events, rules, store
from services.projects.panels.rules import Person
from services.projects.panels.tables import Panel, PanelPerson, PanelTender
from services.projects.tenders.tables import Tender

JUDGED = ("published", "open", "opening")
People = Sequence[Mapping[str, str]]


def form_panel(
    work: Work,
    *,
    batch_id: str,
    tender_ids: Sequence[str],
    members: People,
    candidates: People,
    source: str,
    due_at: datetime,
) -> dict[str, Any]:
    """Name who judges some tenders of a batch, all of them where none are given.

    The seats are the batch's. ``candidates`` become alternates in the order of a lot, whose value
    ``source`` publishes at ``due_at``. Raises ``Forbidden``, ``BatchNotFound`` and
    ``InvalidInput``.
    """
    batch = batches.find(work.session, batch_id, lock=True)
    if batch is None:
        work.caller.require("federation")
        raise BatchNotFound("there is no such batch")
    with recorded(work, audit.batch_chain(batch_id), "panel.form", subject=batch_id):
        work.caller.require("federation")
        chosen = _judged(work, batch, tender_ids)
        named = [Person(**person) for person in members]
        waiting = [Person(**person) for person in candidates]
        rules.check(batch.seats, members=named, candidates=waiting)
        panel = _add(work, batch, chosen)
        add_people(work, panel, named, member=True)
        add_people(work, panel, waiting, member=False)
        lot = lot_use_cases.announce(
            work,
            batch_id=batch.id,
            about=calling.about(panel),
            names=[person.account_id for person in waiting],
            source=source,
            due_at=due_at,
        )
        work.emit(
            events.panel_formed(
                panel, tender_ids=[t.id for t in chosen], lot_id=lot.id, at=work.now
            )
        )
        _record(work, panel, chosen, [person.account_id for person in named])
        for tender in chosen:
            for person in named:
                calling.call(work, tender, account_id=person.account_id, role=person.role)
    return shown(work, panel)


def get_panel(reading: Reading, *, panel_id: str) -> dict[str, Any]:
    """A panel with people, lots and seats. Raises ``Forbidden`` and ``PanelNotFound``."""
    reading.caller.require("federation", "auditor")
    panel = store.find(reading.session, panel_id)
    if panel is None:
        raise PanelNotFound("there is no such panel")
    return shown(reading, panel)


def list_panels(reading: Reading, *, batch_id: str) -> dict[str, Any]:
    """The panels of a batch. Raises ``Forbidden``."""
    reading.caller.require("federation", "auditor")
    panels = store.of_batch(reading.session, batch_id)
    return {"items": [shown(reading, panel) for panel in panels], "next_cursor": None}


def _judged(work: Work, batch: Batch, wanted: Sequence[str]) -> list[Tender]:
    found = {tender.id: tender for tender in batches.tenders(work.session, batch.id)}
    chosen = [found[each] for each in dict.fromkeys(wanted or found) if each in found]
    if len(chosen) < len(set(wanted)) or not chosen:
        raise InvalidInput.of("tender_ids", "some are no tenders of this batch")
    if any(tender.state not in JUDGED for tender in chosen):
        raise InvalidInput.of("tender_ids", "a panel is named from the call to the opening")
    if store.judged(work.session, [tender.id for tender in chosen]):
        raise InvalidInput.of("tender_ids", "some have a panel")
    return chosen


def _add(work: Work, batch: Batch, chosen: Sequence[Tender]) -> Panel:
    panel = Panel(
        id=uuid7(),
        batch_id=batch.id,
        seats=dict(batch.seats),
        created_by=work.caller.id,
        created_at=work.now,
    )
    work.session.add(panel)
    work.session.flush()
    work.session.add_all(PanelTender(tender_id=t.id, panel_id=panel.id) for t in chosen)
    work.session.flush()
    return panel


def add_people(work: Work, panel: Panel, people: Sequence[Person], *, member: bool) -> None:
    """Write people down as members or candidates of a panel."""
    work.session.add_all(
        PanelPerson(
            panel_id=panel.id,
            account_id=person.account_id,
            name=person.name,
            role=person.role,
            employer=person.employer,
            union=person.union,
            member=member,
        )
        for person in people
    )
    work.session.flush()


def _record(work: Work, panel: Panel, chosen: Sequence[Tender], members: Sequence[str]) -> None:
    audit.record(
        work,
        audit.batch_chain(panel.batch_id),
        "panel.form",
        subject=panel.id,
        data={
            "tenders": [tender.code for tender in chosen],
            "seats": panel.seats,
            "members": list(members),
        },
    )


def shown(reading: Reading, panel: Panel) -> dict[str, Any]:
    """A panel as offices see it."""
    tender_ids = store.tender_ids(reading.session, panel.id)
    return {
        "id": panel.id,
        "batch_id": panel.batch_id,
        "seats": panel.seats,
        "created_at": panel.created_at,
        "people": store.people(reading.session, panel.id),
        "lots": [
            lot_use_cases.shown(lot) for lot in lots.about(reading.session, calling.about(panel))
        ],
        "sittings": store.seats(reading.session, tender_ids),
        "tender_ids": tender_ids,
    }
