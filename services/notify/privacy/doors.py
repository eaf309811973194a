"""The entrypoints of privacy."""

from __future__ import annotations

from typing import Any

from chassis.envelope import ReceivedEvent
from chassis.events import event_handler
from chassis.personal import PersonalData
from chassis.provider import ServiceSettings
from chassis.rpc import query
from chassis.work import Reading, Work
from services.notify import schemas
from services.notify.privacy import use_cases


class PrivacyDoors:
    """What notify holds about a member, out and away."""

    settings: Any = ServiceSettings()

    @query(schemas.ExportMember, schemas.ExportPiece)
    def export_member(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.export_member(reading, personal=self._secrets, **request)

    @event_handler("members.member_erased.v1")
    def on_member_erased(self, work: Work, event: ReceivedEvent) -> None:
        use_cases.member_erased(work, event, personal=self._secrets)

    @property
    def _secrets(self) -> PersonalData:
        return PersonalData(self.settings.personal_data_secret)
