"""The entrypoints of privacy."""

from __future__ import annotations

from typing import Any

from chassis.envelope import ReceivedEvent
from chassis.events import event_handler
from chassis.personal import PersonalData
from chassis.rpc import query
from chassis.timer import tick
from chassis.work import Reading, Store, Work
from services.tickets import schemas
from services.tickets.children.sealing import Sealing
from services.tickets.privacy import retention, use_cases

_SECONDS = 600


class PrivacyDoors:
    """What tickets holds about a member, out and away."""

    settings: Any

    @query(schemas.ExportMember, schemas.ExportPiece)
    def export_member(self, reading: Reading, request: dict[str, Any]) -> Any:
        secret = self.settings.personal_data_secret
        return use_cases.export_member(
            reading, personal=PersonalData(secret), sealing=Sealing(secret), **request
        )

    @query(schemas.MemberRef, schemas.PlacesHeld)
    def places_of_member(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.places_of_member(reading, **request)

    @event_handler("members.member_erased.v1")
    def on_member_erased(self, work: Work, event: ReceivedEvent) -> None:
        personal = PersonalData(self.settings.personal_data_secret)
        use_cases.erase_member(work, event, personal=personal)

    @tick(seconds=_SECONDS)
    def forget_old(self, store: Store) -> None:
        retention.forget(store, PersonalData(self.settings.personal_data_secret))
