"""Reaching offices: their addresses lie in our own tables, sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chassis.personal import PersonalData, Unreadable
from chassis.work import Store
from services.notify.channels.addresses import masked
from services.notify.channels.port import Outgoing
from services.notify.errors import TemplateError
from services.notify.messages.rules import Withheld
from services.notify.messages.store import Stored
from services.notify.targets import store
from services.notify.targets.tables import NoticeTarget
from services.notify.targets.use_cases import ADDRESS, SECRET
from services.notify.templates.catalogue import catalogue
from services.notify.templates.rules import render


@dataclass(frozen=True, slots=True, kw_only=True)
class Offices:
    """Offices by one channel."""

    store: Store
    personal: PersonalData
    channel: str
    patience: float = 0.0

    def compose(self, messages: Sequence[Stored]) -> dict[str, Outgoing | Withheld]:
        """By message what leaves, or why nothing does."""
        with self.store.reading() as reading:
            targets = store.by_ids(reading.session, [message.recipient for message in messages])
        now = self.store.clock.now()
        return {
            message.id: self._compose(message, targets.get(message.recipient), now=now)
            for message in messages
        }

    def _compose(
        self, message: Stored, target: NoticeTarget | None, *, now: datetime
    ) -> Outgoing | Withheld:
        if now >= message.standing.expires_at:
            return Withheld.EXPIRED
        if target is None:
            return Withheld.NO_ADDRESS
        try:
            template = catalogue().version(message.template, message.template_version)
            content = render(
                template,
                channel="office" if "office" in template.contents else "inbox",
                language=message.language,
                values=message.variables,
                unseal=_refuse,
            )
            return Outgoing(
                reference=message.id,
                to=self.personal.open(target.address_sealed, purpose=ADDRESS),
                title=content["title"],
                text=content["body"],
                secret=self.personal.open(target.secret_sealed, purpose=SECRET)
                if target.secret_sealed
                else "",
                attempt=message.standing.attempts,
            )
        except TemplateError:
            return Withheld.NOT_RENDERED
        except Unreadable:
            return Withheld.NO_ADDRESS

    def masked(self, outgoing: Outgoing) -> str:
        """The address without what opens it."""
        return masked(self.channel, outgoing.to)[:20]

    def parts(self, _outgoing: Outgoing) -> None:
        """Nothing is counted in parts here."""


def _refuse(_sealed: str) -> str:
    raise TemplateError("a login code never goes to an office")
