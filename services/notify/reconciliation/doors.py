"""The entrypoints of reconciliation and of the call list."""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Iterable
from typing import Any

from chassis.context import SYSTEM
from chassis.errors import Unavailable
from chassis.personal import PersonalData
from chassis.remote import Remote
from chassis.rpc import command, errand, query
from chassis.timer import tick
from chassis.work import Reading, Store, Work
from services.notify import schemas
from services.notify.contacts.directory import Contact, ContactsAway, Directory
from services.notify.reconciliation import calling, excel, use_cases
from services.notify.targets import own

_LOOK_SECONDS = 30
_BATCHES = 20  # a look; more would hold up a normal stop
_COUNT_SECONDS = 60


class ReconciliationDoors:
    """Looking at what members must have heard of; phoning those who have not."""

    members: Any = Remote("members")
    settings: Any

    @tick(seconds=_LOOK_SECONDS)
    def reconcile(self, store: Store) -> None:
        for _ in range(_BATCHES):
            with store.work() as work:
                more = use_cases.look(work)
            if not more:
                return

    @tick(seconds=_COUNT_SECONDS)
    def count_calls(self, store: Store) -> None:
        with store.reading() as reading:
            use_cases.count_open(reading)

    @query(schemas.ReconciliationDay, schemas.Reconciliation)
    def get_reconciliation(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.get_reconciliation(reading, **request)

    @query(schemas.ListCalls, schemas.CallListPage)
    def list_calls(self, reading: Reading, request: dict[str, Any]) -> Any:
        return calling.list_calls(reading, **request)

    @query(schemas.CallEntryRef, schemas.CallStory)
    def get_call(self, reading: Reading, request: dict[str, Any]) -> Any:
        return calling.get_call(reading, **request)

    @command(schemas.TickOffCall, schemas.CallStory)
    def tick_off_call(self, work: Work, request: dict[str, Any]) -> Any:
        return calling.tick_off(work, **request)

    @errand(schemas.CallEntryRef, schemas.CallNumber)
    def show_call_number(self, store: Store, request: dict[str, Any]) -> Any:
        with store.reading() as reading:
            member_id = calling.member_of(reading, **request)
        contact = self._contacts(store, [member_id]).get(member_id)
        with store.work() as work:
            return calling.show_number(work, **request, contact=contact)

    @errand(schemas.ExportCallList, schemas.CallFile)
    def export_call_list(self, store: Store, request: dict[str, Any]) -> Any:
        with store.reading() as reading:
            lines = calling.to_call(reading, **request)
        contacts = self._contacts(store, [line.member_id for line in lines])
        content = excel.workbook(lines, contacts)
        with store.work() as work:
            calling.note_export(work, lines)
        return {"filename": "calls.xlsx", "data": base64.b64encode(content).decode()}

    def _contacts(self, store: Store, member_ids: Iterable[str]) -> dict[str, Contact]:
        # Only services may ask for numbers; the right to see them was checked before.
        context = dataclasses.replace(store.context, caller=SYSTEM, idempotency_key="")
        wanted = list(member_ids)
        with store.reading() as reading:
            personal = PersonalData(self.settings.personal_data_secret)
            organisations = own.numbers_of(reading, wanted, personal=personal)
        try:
            found = Directory(self.members, context).contacts_of(wanted)
        except ContactsAway as error:
            raise Unavailable("the members service did not give the numbers") from error
        return organisations | found
