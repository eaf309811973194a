"""The entrypoints of privacy."""

from __future__ import annotations

from typing import Any

from chassis.envelope import ReceivedEvent
from chassis.events import event_handler
from chassis.remote import Remote
from chassis.rpc import command, errand, query
from chassis.work import Reading, Store, Work
from services.members import schemas
from services.members.privacy import erasing, exporting, use_cases
from services.members.privacy.asking import Others
from services.members.security import Security


class PrivacyDoors:
    """A member's data, out and away, in the whole house."""

    security: Security | Any
    tickets: Any = Remote("tickets")
    projects: Any = Remote("projects")
    notify: Any = Remote("notify")

    @errand(schemas.ExportMember, schemas.ExportPiece)
    def export_member(self, store: Store, request: dict[str, Any]) -> Any:
        others = self._others(store)
        return exporting.export_member(store, self.security, others, **request)

    @errand(schemas.ExportMe, schemas.ExportPiece)
    def export_me(self, store: Store, request: dict[str, Any]) -> Any:
        me = store.context.caller.require_member()
        others = self._others(store)
        return exporting.export_member(store, self.security, others, member_id=me, **request)

    @command(schemas.AskForErasure, schemas.Erasure, idempotent=False)
    def ask_for_erasure(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.ask_for_erasure(work, **request)

    @command(schemas.Empty, schemas.Erasure, idempotent=False)
    def withdraw_erasure(self, work: Work, _request: dict[str, Any]) -> Any:
        return use_cases.withdraw_erasure(work)

    @query(schemas.Empty, schemas.MyErasure)
    def get_my_erasure(self, reading: Reading, _request: dict[str, Any]) -> Any:
        return use_cases.get_my_erasure(reading)

    @errand(schemas.EraseMember, schemas.Erasure)
    def erase_member(self, store: Store, request: dict[str, Any]) -> Any:
        store.context.caller.require("federation")
        held = self._others(store).places_held(request["member_id"])
        with store.work() as work:
            return erasing.erase_member(work, self.security, held=held, **request)

    @command(schemas.RefuseErasure, schemas.Erasure)
    def refuse_erasure(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.refuse_erasure(work, **request)

    @query(schemas.ErasureRef, schemas.Erasure)
    def get_erasure(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.get_erasure(reading, **request)

    @query(schemas.ListErasures, schemas.ErasurePage)
    def list_erasures(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.list_erasures(reading, **request)

    @event_handler("tickets.member_erased.v1")
    def on_tickets_erased(self, work: Work, event: ReceivedEvent) -> None:
        erasing.part_done(work, event)

    @event_handler("projects.member_erased.v1")
    def on_projects_erased(self, work: Work, event: ReceivedEvent) -> None:
        erasing.part_done(work, event)

    @event_handler("notify.member_erased.v1")
    def on_notify_erased(self, work: Work, event: ReceivedEvent) -> None:
        erasing.part_done(work, event)

    def _others(self, store: Store) -> Others:
        services = {"tickets": self.tickets, "projects": self.projects, "notify": self.notify}
        return Others(services, store.context, now=store.clock.now())
