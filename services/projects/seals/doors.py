"""The entrypoints of call seals. Passphrases are in the payloads: nothing of them is kept."""

from __future__ import annotations

from typing import Any

from chassis.personal import PersonalData
from chassis.rpc import errand, query
from chassis.work import Reading, Store
from services.projects import schemas
from services.projects.seals import release, use_cases


class SealDoors:
    """Setting and releasing the halves of a call's key."""

    settings: Any

    @errand(schemas.SealHalfSecret, schemas.Seal)
    def set_seal_half(self, store: Store, request: dict[str, Any]) -> Any:
        personal = PersonalData(self.settings.personal_data_secret)
        return use_cases.set_seal_half(store, personal=personal, **request)

    @errand(schemas.SealHalfSecret, schemas.Seal)
    def release_seal_half(self, store: Store, request: dict[str, Any]) -> Any:
        personal = PersonalData(self.settings.personal_data_secret)
        return release.release_seal_half(store, personal=personal, **request)

    @query(schemas.BatchRef, schemas.Seal)
    def get_seal(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.get_seal(reading, **request)
