"""Where SMS go that are for no member: back to the number that wrote, or to one that was set."""

from __future__ import annotations

from collections.abc import Iterable

from chassis.context import CallContext
from chassis.personal import PersonalData, Unreadable
from chassis.work import Store
from services.notify.contacts.directory import Contact, Directory, Members
from services.notify.inbound import store
from services.notify.inbound.receiving import PHONE
from services.notify.targets import store as targets
from services.notify.targets.use_cases import ADDRESS


class DirectoryWithSenders(Directory):
    """Contacts by member, and by SMS that came in: an answer's recipient is the SMS, so that it
    reaches also somebody whom nobody knows, and is nobody's guess of where a member is now. A
    notice's recipient may be a number that somebody set for it."""

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
            rest = wanted - sealed.keys()
            numbers = targets.by_ids(reading.session, rest) if rest else {}
        found = super().contacts_of(rest - numbers.keys())
        for target_id, target in numbers.items():
            try:
                phone = self._personal.open(target.address_sealed, purpose=ADDRESS)
            except Unreadable:
                continue
            found[target_id] = Contact(phone=phone, name="")
        for sms_id, text in sealed.items():
            try:
                phone = self._personal.open(text, purpose=PHONE)
            except Unreadable:
                continue  # no number, which is an end of its own
            found[sms_id] = Contact(phone=phone, name="")
        return found
