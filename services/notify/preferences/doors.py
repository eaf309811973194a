"""The entrypoints of preferences."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, query
from chassis.schema import Empty
from chassis.work import Reading, Work
from services.notify import schemas
from services.notify.preferences import use_cases


class PreferenceDoors:
    """What members want on their phones."""

    channels: Any

    @query(Empty, schemas.MyPreferences)
    def get_my_preferences(self, reading: Reading, _request: dict[str, Any]) -> Any:
        return use_cases.get_my_preferences(reading, quiet=self.channels.quiet)

    @command(schemas.Preferences, schemas.MyPreferences)
    def set_my_preferences(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.set_my_preferences(work, quiet=self.channels.quiet, **request)
