"""Telling everybody whom a step of a purchase concerns: on the web, and at the addresses set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from chassis.work import Work
from services.notify.messages import use_cases as messages
from services.notify.messages.classes import MessageClass
from services.notify.messages.notices import Notice
from services.notify.purchases.notices import Telling
from services.notify.targets import store
from services.notify.targets.rules import Topic
from services.notify.targets.tables import NoticeTarget


def tell(
    work: Work, *, event_id: str, tellings: Iterable[Telling], offered: Collection[str]
) -> None:
    """Make the messages of an event that are not there yet. ``offered`` are the channels that this
    installation has. Raises ``TemplateError``."""
    found = list(tellings)
    owners = {party.owner for telling in found for party in telling.to}
    targets: dict[str, list[NoticeTarget]] = defaultdict(list)
    for target in store.listening(
        work.session, districts=owners, topic=Topic.PURCHASES, channels=offered
    ):
        targets[target.district].append(target)
    messages.tell(work, event_id=event_id, notices=_notices(found, targets))


def _notices(
    tellings: Iterable[Telling], targets: Mapping[str, Sequence[NoticeTarget]]
) -> Iterator[Notice]:
    for telling in tellings:
        for party in telling.to:
            yield _notice(telling, party.inbox, "inbox", MessageClass.PURCHASE)
            for target in targets.get(party.owner, ()):
                by_phone = target.channel == "sms"
                message_class = MessageClass.PURCHASE if by_phone else MessageClass.OFFICE
                yield _notice(telling, target.id, target.channel, message_class)


def _notice(telling: Telling, recipient: str, channel: str, message_class: MessageClass) -> Notice:
    return Notice(
        recipient=recipient,
        template=telling.template,
        message_class=message_class,
        channels=(channel,),
        variables=telling.variables,
        expires_at=telling.ends,
    )
