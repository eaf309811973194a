"""The entrypoints of the counter."""

from __future__ import annotations

from typing import Any

from chassis.remote import Remote
from chassis.rpc import errand
from chassis.work import Store
from services.tickets import schemas
from services.tickets.children.sealing import Sealing
from services.tickets.counter import use_cases as counter
from services.tickets.counter.asking import holder_of


class CounterDoors:
    """Claims for members who are present."""

    settings: Any
    members: Any = Remote("members")

    @errand(schemas.CounterCard, schemas.CounterMember)
    def look_up_at_counter(self, store: Store, request: dict[str, Any]) -> Any:
        counter.require_staff(store.context.caller)
        holder = holder_of(self.members, request["card_no"], context=store.context)
        sealing = Sealing(self.settings.personal_data_secret)
        with store.reading() as reading:
            return counter.look_up(reading, holder, sealing=sealing)

    # A repeat finds who was written down before by name and birthday.
    @errand(schemas.CounterAddCompanion, schemas.CounterCompanion)
    def add_companion_at_counter(self, store: Store, request: dict[str, Any]) -> Any:
        counter.require_staff(store.context.caller)
        asked = dict(request)
        holder = holder_of(self.members, asked.pop("card_no"), context=store.context)
        sealing = Sealing(self.settings.personal_data_secret)
        with store.work() as work:
            return counter.add_companion(work, holder, sealing=sealing, **asked)

    # The claim keeps its own outcome by its key.
    @errand(schemas.CounterClaim, schemas.CounterOutcome)
    def claim_at_counter(self, store: Store, request: dict[str, Any]) -> Any:
        counter.require_staff(store.context.caller)
        asked = dict(request)
        holder = holder_of(self.members, asked.pop("card_no"), context=store.context)
        with store.work() as work:
            return counter.claim(work, holder, context=store.context, **asked)
