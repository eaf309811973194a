"""The entrypoints of panels."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, query
from chassis.work import Reading, Work
from services.projects import schemas
from services.projects.panels import alternates, forming, seats


class PanelDoors:
    """Naming panels; declaring conflicts; opening files to a panel that keeps its rule."""

    @command(schemas.FormPanel, schemas.Panel)
    def form_panel(self, work: Work, request: dict[str, Any]) -> Any:
        return forming.form_panel(work, **request)

    @command(schemas.NameCandidates, schemas.Panel)
    def name_candidates(self, work: Work, request: dict[str, Any]) -> Any:
        return alternates.name_candidates(work, **request)

    @command(schemas.PanelRef, schemas.Panel)
    def call_alternates(self, work: Work, request: dict[str, Any]) -> Any:
        return alternates.call_alternates(work, **request)

    @query(schemas.PanelRef, schemas.Panel)
    def get_panel(self, reading: Reading, request: dict[str, Any]) -> Any:
        return forming.get_panel(reading, **request)

    @query(schemas.BatchRef, schemas.Panels)
    def list_panels(self, reading: Reading, request: dict[str, Any]) -> Any:
        return forming.list_panels(reading, **request)

    # A look, but one whose refusal is recorded.
    @command(schemas.TenderRef, schemas.Declaration, idempotent=False)
    def get_declaration(self, work: Work, request: dict[str, Any]) -> Any:
        return seats.get_declaration(work, **request)

    @command(schemas.Declare, schemas.Declaration)
    def declare_conflict(self, work: Work, request: dict[str, Any]) -> Any:
        return seats.declare(work, **request)

    @command(schemas.RecuseReviewer, schemas.Seats)
    def recuse_reviewer(self, work: Work, request: dict[str, Any]) -> Any:
        return seats.recuse_reviewer(work, **request)

    @command(schemas.TenderRef, schemas.Seats)
    def open_scoring(self, work: Work, request: dict[str, Any]) -> Any:
        return seats.open_scoring(work, **request)
