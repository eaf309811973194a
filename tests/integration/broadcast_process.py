"""A process that makes the messages of broadcasts, to be killed: ``… URL MEMBERS``."""

from __future__ import annotations

import sys
from typing import Any

from chassis.clock import SystemClock
from chassis.context import SYSTEM, CallContext
from chassis.database import Database
from chassis.work import Store
from services.notify.broadcasts.audiences import Audiences
from services.notify.broadcasts.expanding import Expander
from services.notify.database import messaging


class Members:
    """So many members, asked page by page."""

    def __init__(self, count: int) -> None:
        self.ids = [member_id(number) for number in range(count)]

    def call(self, method: str, *, context: CallContext, **payload: Any) -> Any:
        assert method == "members_of_segment"
        after, limit = payload["after"], payload["limit"]
        first = self.ids.index(after) + 1 if after else 0
        page = self.ids[first : first + limit]
        return {"member_ids": page, "more": first + limit < len(self.ids), "total": None}


def member_id(number: int) -> str:
    """Members in their order."""
    return f"0196b7a1-0000-7000-8000-{number:012x}"


def main(url: str, count: int) -> None:
    """Go on with what is running until nothing is left to be made."""
    store = Store(database=Database(url), messaging=messaging, clock=SystemClock())
    store = store.on_behalf_of(CallContext(caller=SYSTEM))
    members = Members(count)
    audiences = Audiences(store=store, members=members, tickets=members, context=store.context)
    expander = Expander(store=store, audiences=audiences)
    for _ in range(3):  # ten pages a look, and the end
        expander.run()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
