"""Reaching phones: contacts from the members service, wishes from our own tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.personal import PersonalData, mask_phone
from chassis.work import Reading, Store
from services.notify.channels.port import Outgoing
from services.notify.channels.rules import size
from services.notify.contacts.directory import Directory
from services.notify.messages import store
from services.notify.messages.composing import Wordings, compose
from services.notify.messages.pacing import CAPPED, NO_CAPS, WEEK, Caps, too_many
from services.notify.messages.rules import Withheld
from services.notify.messages.store import Stored
from services.notify.preferences import use_cases as preferences
from services.notify.templates.store import Templates


@dataclass(frozen=True, slots=True, kw_only=True)
class Phones:
    """Members by SMS. ``patience`` is how many seconds contacts may take to come."""

    store: Store
    directory: Directory
    personal: PersonalData
    patience: float
    caps: Caps = NO_CAPS

    def compose(self, messages: Sequence[Stored]) -> dict[str, Outgoing | Withheld]:
        """By message its SMS, or why there is none. Raises ``ContactsAway``."""
        contacts = self.directory.contacts_of(message.recipient for message in messages)
        with self.store.reading() as reading:
            consent = preferences.consent_for(reading, contacts, personal=self.personal)
            refs = {(message.template, message.template_version) for message in messages}
            wordings = Wordings(Templates(reading.session, refs))
            many = self._too_many(reading, messages)
        now = self.store.clock.now()
        return {
            message.id: consent.against(message.recipient, message.standing.message_class)
            or many.get(message.id)
            or compose(
                message, wordings=wordings, contacts=contacts, personal=self.personal, now=now
            )
            for message in messages
        }

    def _too_many(self, reading: Reading, messages: Sequence[Stored]) -> dict[str, Withheld]:
        capped = [
            (message.id, message.recipient)
            for message in messages
            if message.standing.message_class in CAPPED
        ]
        if not capped or self.caps == NO_CAPS:
            return {}
        gone = store.gone_to(
            reading.session, (member for _, member in capped), since=reading.now - WEEK
        )
        return too_many(capped, gone, caps=self.caps, now=reading.now)

    def masked(self, outgoing: Outgoing) -> str:
        """The number without its middle."""
        return mask_phone(outgoing.to)[:20]

    def parts(self, outgoing: Outgoing) -> int:
        """What the SMS costs."""
        return size(outgoing.text).parts
