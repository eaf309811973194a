"""An office that tells many, and the services that know who they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from chassis.context import CallContext, Caller, Role
from chassis.errors import Unavailable
from services.notify.messages.tables import Message
from tests.component.notify.conftest import House
from tests.component.notify.fakes import Members
from tests.support.component import Component

AUTHOR = Caller(kind="staff", id="officer-1", roles=(Role("federation"),))
SECOND = Caller(kind="staff", id="officer-2", roles=(Role("federation"),))
CHAOYANG = Caller(kind="staff", id="officer-3", roles=(Role("district", "chaoyang"),))
AUDITOR = Caller(kind="staff", id="auditor-1", roles=(Role("auditor"),))
ZH = "【市总工会】{title}将于{starts}举行，欢迎参加。退订回T"
EN = "Trade Union: {title} begins on {starts}. Reply T to opt out"
TEMPLATE: dict[str, Any] = {
    "name": "event_news",
    "variables": [{"name": "title", "kind": "text", "most": 20}, {"name": "starts", "kind": "day"}],
    "contents": {
        "sms": {"text": {"zh-CN": ZH, "en": EN}},
        "inbox": {
            "title": {"zh-CN": "活动：{title}", "en": "Event: {title}"},
            "body": {"zh-CN": "{title}，{starts}。", "en": "{title}, {starts}."},
        },
    },
}
VALUES = {"title": "春季健步走", "starts": "2026-05-09"}


class Union(Members):
    """The members service with its segments and cards."""

    def __init__(self) -> None:
        super().__init__({})
        self.cards: dict[str, tuple[str, str]] = {}
        self.pages = 0
        self.before_page: Callable[[], None] = lambda: None

    def call(self, method: str, *, context: CallContext, **payload: Any) -> Any:
        if method == "contacts_of":
            return super().call(method, context=context, **payload)
        assert context.caller.kind == "system"
        if self.away:
            raise Unavailable("members did not answer in time")
        if method == "members_of_cards":
            return {
                "items": [
                    {"card_no": card, "member_id": holder, "union": union}
                    for card, (holder, union) in self.cards.items()
                    if card in payload["card_nos"]
                ]
            }
        assert method == "members_of_segment"
        self.pages += 1
        self.before_page()
        return page_of(self.phones, **payload)


class Tickets:
    """The tickets service with the holders of one release."""

    def __init__(self) -> None:
        self.holders: list[str] = []

    def call(self, method: str, *, context: CallContext, **payload: Any) -> Any:
        assert (method, context.caller.kind) == ("holders_of_release", "system")
        return page_of(self.holders, **payload)


def page_of(
    members: Any, *, limit: int, after: str | None = None, count: bool = False, **_filter: Any
) -> dict[str, Any]:
    """As both services answer."""
    found = sorted(member for member in members if after is None or member > after)
    return {
        "member_ids": found[:limit],
        "more": len(found) > limit,
        "total": len(members) if count else None,
    }


class Office(House):
    """Notify with an office that writes, approves and looks."""

    def __init__(self, component: Callable[..., Component], **environ: str) -> None:
        super().__init__(component, **environ)
        self.union, self.tickets = Union(), Tickets()
        self.members = self.union
        self.notify.use(members=self.union, tickets=self.tickets)

    def template(self, **changes: Any) -> dict[str, Any]:
        """A template by an officer."""
        return dict(self.notify.call("write_template", caller=AUTHOR, **(TEMPLATE | changes)))

    def draw_up(self, caller: Caller = AUTHOR, **changes: Any) -> str:
        """A broadcast to everybody, by SMS."""
        wanted = {
            "title": "健步走通知",
            "template": "event_news",
            "version": 1,
            "channels": ["sms"],
            "values": VALUES,
            "audience": {"unions": [""]},
        }
        return str(self.notify.call("create_broadcast", caller=caller, **(wanted | changes))["id"])

    def approved(self, **changes: Any) -> str:
        """The same, approved by another officer."""
        broadcast_id = self.draw_up(**changes)
        self.act("approve", broadcast_id, SECOND)
        return broadcast_id

    def act(self, what: str, broadcast_id: str, caller: Caller = AUTHOR, **more: Any) -> Any:
        """Approve, pause, resume, cancel."""
        return self.notify.call(
            f"{what}_broadcast", caller=caller, broadcast_id=broadcast_id, **more
        )

    def state(self, broadcast_id: str) -> str:
        """Where it stands."""
        return str(self.progress(broadcast_id)["broadcast"]["state"])

    def progress(self, broadcast_id: str) -> Any:
        """How far it is."""
        return self.notify.call("get_broadcast", caller=AUDITOR, broadcast_id=broadcast_id)

    def run(self, times: int = 1) -> None:
        """Make messages and send them."""
        for _ in range(times):
            self.notify.tick("expand_broadcasts")
            self.notify.tick("send_bulk")

    def people(self, count: int) -> list[str]:
        """New members with phones."""
        return [self.member(f"138{number:08d}") for number in range(count)]

    def messages(self, channel: str = "sms") -> list[Message]:
        """All messages by one channel, by recipient."""
        select = sa.select(Message).where(Message.channel == channel).order_by(Message.recipient)
        with self.notify.database.reading() as session:
            return list(session.scalars(select))
