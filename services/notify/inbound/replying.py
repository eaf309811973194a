"""Where answers go: back to the number from which the SMS came."""

from __future__ import annotations

from collections.abc import Iterable

from chassis.context import CallContext
from chassis.personal import PersonalData, Unreadable
from chassis.work import Store
from services.notify.contacts.directory import Contact, Directory, Members
from services.notify.inbound import store
from services.notify.inbound.receiving import PHONE


class DirectoryWithSenders(Directory):
    """Contacts by member, and by SMS that came in: an answer's recipient is the SMS, so that it
    reaches also somebody whom nobody knows, and is nobody's guess of where a member is now."""

    def __init__(
        self, members: Members, context: CallContext, *, senders: Store, personal: PersonalData
    ) -> None:
        super().__init__(members, context)
        self._senders = senders
        self._personal = personal

    def contacts_of(self, recipients: Iterable[str]) -> dict[str, Contact]:
        wanted = set(recipients)
        with self._senders.reading() as reading:
            sealed = store.sealed_numbers(reading.session, wanted)
        found = super().contacts_of(wanted - sealed.keys())
        for sms_id, text in sealed.items():
            try:
                phone = self._personal.open(text, purpose=PHONE)
            except Unreadable:
                continue  # no number, which is an end of its own
            found[sms_id] = Contact(phone=phone, name="")
        return found
