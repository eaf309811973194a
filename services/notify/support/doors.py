"""The entrypoints of support."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, query
from chassis.timer import tick
from chassis.work import Reading, Store, Work
from services.notify import schemas
from services.notify.support import use_cases

_COUNT_SECONDS = 60


class SupportDoors:
    """Looking for messages, reading their stories, sending again, counting trouble."""

    @query(schemas.ListMessages, schemas.SupportMessagePage)
    def list_messages(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.list_messages(reading, **request)

    @query(schemas.MessageRef, schemas.MessageStory)
    def get_message(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.get_message(reading, **request)

    @command(schemas.ResendMessage, schemas.MessageStory)
    def resend_message(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.resend_message(work, **request)

    @tick(seconds=_COUNT_SECONDS)
    def count_in_trouble(self, store: Store) -> None:
        with store.reading() as reading:
            use_cases.count_in_trouble(reading)
