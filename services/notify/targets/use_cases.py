"""What officers do with the addresses of their offices, and who is told when something happened."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from chassis.clock import rfc3339
from chassis.errors import InvalidInput
from chassis.ids import uuid7
from chassis.personal import PersonalData
from chassis.work import Reading, Work
from services.notify.channels.addresses import address_of, masked
from services.notify.errors import TargetNotFound, TooManyTargets
from services.notify.messages import use_cases as messages
from services.notify.messages.classes import MessageClass
from services.notify.messages.notices import Notice
from services.notify.targets import rules, store
from services.notify.targets.rules import Topic
from services.notify.targets.tables import NoticeTarget

_OFFICERS = ("federation", "district")
ADDRESS, SECRET = "notice-address", "notice-secret"


def list_targets(reading: Reading, *, district: str, offered: Collection[str]) -> dict[str, Any]:
    """The targets of one office with what became of the last message to each, and the channels
    that can be chosen. Raises ``Forbidden``."""
    reading.caller.require(*_OFFICERS, "auditor", path=district)
    found = store.of_district(reading.session, district)
    return {"items": shown(reading, found), "channels": sorted(offered)}


def set_target(
    work: Work,
    *,
    district: str,
    topic: str,
    channel: str,
    name: str,
    address: str,
    secret: str,
    personal: PersonalData,
    offered: Collection[str],
    schemas: Collection[str],
) -> dict[str, Any]:
    """Let an office be told at an address. The same address again changes name and signing key.

    Raises ``InvalidInput``, ``TooManyTargets`` and ``Forbidden``.
    """
    work.caller.require(*_OFFICERS, path=district)
    if not rules.may_hear(district, Topic(topic)):
        raise InvalidInput.of("topic", "only the city's office is told of this")
    return put_target(
        work,
        owner=district,
        topic=topic,
        channel=channel,
        name=name,
        address=address,
        secret=secret,
        personal=personal,
        offered=offered,
        schemas=schemas,
    )


def put_target(
    work: Work,
    *,
    owner: str,
    topic: str,
    channel: str,
    name: str,
    address: str,
    secret: str,
    personal: PersonalData,
    offered: Collection[str],
    schemas: Collection[str],
) -> dict[str, Any]:
    """Write an address down, whoever it is of. Raises ``InvalidInput`` and ``TooManyTargets``."""
    if channel not in offered or not rules.may_ring(channel, Topic(topic)):
        raise InvalidInput.of("channel", "this installation does not have this channel for it")
    plain = address_of(channel, address, schemas=schemas)
    if plain is None:
        raise InvalidInput.of("address", "this channel has no such addresses")
    index = personal.index(plain, purpose=ADDRESS)
    target = store.same(
        work.session, district=owner, topic=topic, channel=channel, address_index=index
    )
    if target is None:
        if len(store.of_district(work.session, owner)) >= rules.MOST:
            raise TooManyTargets(f"one has {rules.MOST} addresses at most")
        target = NoticeTarget(
            id=uuid7(),
            district=owner,
            topic=topic,
            channel=channel,
            address_index=index,
            address_sealed=personal.seal(plain, purpose=ADDRESS),
            address_masked=masked(channel, plain),
        )
        work.session.add(target)
    target.name = name
    target.secret_sealed = personal.seal(secret, purpose=SECRET) if secret else None
    target.set_by = work.caller.id or work.caller.kind
    target.set_at = work.now
    work.session.flush()
    return shown(work, [target])[0]


def remove_target(work: Work, *, target_id: str) -> dict[str, Any]:
    """Tell an office nothing more at an address; what is under way to it is not sent any more.

    Raises ``TargetNotFound`` and ``Forbidden``.
    """
    work.session.delete(_own(work, target_id))
    return {}


def test_target(work: Work, *, target_id: str) -> dict[str, Any]:
    """Send a message that says that messages arrive. Raises ``TargetNotFound``, ``Forbidden``."""
    target = _own(work, target_id)
    _tell(work, uuid7(), [target], template="office_test", variables={"name": target.name})
    return shown(work, [target])[0]


def tell_of_release(
    work: Work,
    *,
    event_id: str,
    heard: Mapping[str, Any],
    template: str,
    offered: Collection[str],
) -> None:
    """Tell the offices of a release's districts, and the city's, what became of it."""
    targets = store.listening(
        work.session,
        districts=rules.offices_of(heard["districts"]),
        topic=Topic.RELEASES,
        channels=offered,
    )
    variables = {
        "title": heard["title"],
        "code": heard["code"],
        "stock": str(heard["stock"]),
        "opens_at": rfc3339(heard["opens_at"]),
    }
    _tell(work, event_id, targets, template=template, variables=variables)


def report_died(work: Work, *, offered: Collection[str]) -> None:
    """Tell the city's office how many messages died since it was told last; one message for all of
    them, at most every ten minutes."""
    report = store.hold_report(work.session, Topic.MESSAGES, now=work.now - rules.SETTLED)
    until = work.now - rules.SETTLED
    if until - report.told_until < rules.PAUSE:
        return
    died = store.count_died(work.session, after=report.told_until, until=until)
    if died:
        targets = store.listening(
            work.session, districts=[rules.CITY], topic=Topic.MESSAGES, channels=offered
        )
        variables = {"count": str(died), "since": rfc3339(report.told_until)}
        _tell(work, uuid7(), targets, template="office_messages_died", variables=variables)
    report.told_until = until


def _tell(
    work: Work,
    event_id: str,
    targets: Iterable[NoticeTarget],
    *,
    template: str,
    variables: Mapping[str, str],
) -> None:
    notices = [
        Notice(
            recipient=target.id,
            template=template,
            message_class=MessageClass.OFFICE,
            channels=(target.channel,),
            variables=variables,
        )
        for target in targets
    ]
    messages.tell(work, event_id=event_id, notices=notices)


def _own(work: Work, target_id: str) -> NoticeTarget:
    target = store.find(work.session, target_id)
    held = (role.scope for role in work.caller.roles if role.role in _OFFICERS)
    office = target is not None and not rules.is_personal(target.district)
    path = target.district if target is not None and office else next(held, rules.CITY)
    work.caller.require(*_OFFICERS, path=path)
    if target is None or not office:
        raise TargetNotFound("there is no such address")
    return target


def shown(reading: Reading, targets: Collection[NoticeTarget]) -> list[dict[str, Any]]:
    """Addresses as those see them whose they are, with what became of the last message."""
    last = store.newest_messages(reading.session, [target.id for target in targets])
    return [
        {
            "id": target.id,
            "district": target.district,
            "topic": target.topic,
            "channel": target.channel,
            "name": target.name,
            "address": target.address_masked,
            "signed": target.secret_sealed is not None,
            "set_by": target.set_by,
            "set_at": target.set_at,
            "last_message": last.get(target.id),
        }
        for target in targets
    ]
