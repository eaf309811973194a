"""The entrypoints of privacy."""

from __future__ import annotations

import dataclasses
from typing import Any

from chassis.context import SYSTEM
from chassis.errors import Unavailable
from chassis.personal import PersonalData
from chassis.provider import ServiceSettings
from chassis.remote import Remote
from chassis.rpc import errand, query
from chassis.work import Reading, Store
from services.notify import schemas
from services.notify.contacts.directory import ContactsAway, Directory
from services.notify.privacy import use_cases


class PrivacyDoors:
    """What notify holds about a member, out and away."""

    members: Any = Remote("members")
    settings: Any = ServiceSettings()

    @query(schemas.ExportMember, schemas.ExportPiece)
    def export_member(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.export_member(reading, personal=self._secrets, **request)

    @errand(schemas.EraseMember, schemas.Erasure)
    def erase_member(self, store: Store, request: dict[str, Any]) -> Any:
        use_cases.require_officer(store.context.caller)
        phone = self._phone_of(store, request["member_id"])
        with store.work() as work:
            return use_cases.erase_member(work, phone=phone, personal=self._secrets, **request)

    def _phone_of(self, store: Store, member_id: str) -> str:
        context = dataclasses.replace(store.context, caller=SYSTEM, idempotency_key="")
        try:
            contact = Directory(self.members, context).contacts_of([member_id]).get(member_id)
        except ContactsAway as error:
            raise Unavailable("the members service did not say which number is theirs") from error
        return contact.phone if contact else ""

    @property
    def _secrets(self) -> PersonalData:
        return PersonalData(self.settings.personal_data_secret)
