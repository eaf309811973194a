"""The entrypoints of draws."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, query
from chassis.timer import tick
from chassis.work import Reading, Store, Work
from services.tickets import schemas
from services.tickets.draws import drawing, freezing, looking, values
from services.tickets.draws.source import DrandSource


class DrawDoors:
    """Freezing, values, drawing, and the proof of it."""

    random_source = DrandSource()

    @query(schemas.ReleaseRef, schemas.Draw)
    def get_draw(self, reading: Reading, request: dict[str, Any]) -> Any:
        return looking.get_draw(reading, **request)

    @query(schemas.ProofPieceRef, schemas.ProofPiece)
    def draw_proof(self, reading: Reading, request: dict[str, Any]) -> Any:
        return looking.draw_proof(reading, **request)

    @query(schemas.ReleaseRef, schemas.MyDrawEntry)
    def get_my_draw_entry(self, reading: Reading, request: dict[str, Any]) -> Any:
        return looking.get_my_draw_entry(reading, **request)

    @command(schemas.ReleaseRef, schemas.Empty)
    def withdraw_draw_entry(self, work: Work, request: dict[str, Any]) -> Any:
        return looking.withdraw_draw_entry(work, **request)

    @command(schemas.ProposeDrawValue, schemas.Draw)
    def propose_draw_value(self, work: Work, request: dict[str, Any]) -> Any:
        return values.propose_draw_value(work, **request)

    @tick(seconds=1)
    def freeze_draws(self, store: Store) -> None:
        freezing.freeze_due(store)

    @tick(seconds=1)
    def make_draws(self, store: Store) -> None:
        drawing.draw_due(store)

    @tick(seconds=15)
    def fetch_draw_values(self, store: Store) -> None:
        values.fetch_due(store, self.random_source)
