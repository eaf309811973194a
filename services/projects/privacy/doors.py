"""The entrypoints of privacy."""

from __future__ import annotations

from typing import Any

from chassis.envelope import ReceivedEvent
from chassis.events import event_handler
from chassis.rpc import query
from chassis.timer import tick
from chassis.work import Reading, Store, Work
from services.projects import schemas
from services.projects.privacy import retention, use_cases

_SECONDS = 600


class PrivacyDoors:
    """What projects holds about a member, out and away."""

    @query(schemas.ExportMember, schemas.ExportPiece)
    def export_member(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.export_member(reading, **request)

    @event_handler("members.member_erased.v1")
    def on_member_erased(self, work: Work, event: ReceivedEvent) -> None:
        use_cases.erase_member(work, event)

    @tick(seconds=_SECONDS)
    def forget_old(self, store: Store) -> None:
        retention.forget(store)
