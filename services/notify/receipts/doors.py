"""The entrypoints of receipts."""

from __future__ import annotations

import random
from typing import Any

from chassis.rpc import command
from chassis.schema import Empty
from chassis.timer import tick
from chassis.work import Store, Work
from services.notify import schemas
from services.notify.channels.selection import ServiceChannels
from services.notify.errors import NotTheGateway
from services.notify.receipts import use_cases

_LOOK_SECONDS = 0.5
_FORGET_SECONDS = 3600


class ReceiptDoors:
    """Taking receipts from the SMS gateway, and matching them."""

    channels = ServiceChannels()

    @command(schemas.SmsReceipt, Empty)
    def receive_receipt(self, work: Work, request: dict[str, Any]) -> Any:
        if not self.channels.is_gateway(request.pop("token")):
            raise NotTheGateway("this is not the SMS gateway's token")
        return use_cases.receive(work, **request)

    @tick(seconds=_LOOK_SECONDS)
    def match_receipts(self, store: Store) -> None:
        use_cases.match(store, jitter=random.random())

    @tick(seconds=_FORGET_SECONDS)
    def forget_receipts(self, store: Store) -> None:
        with store.work() as work:
            use_cases.forget(work)
