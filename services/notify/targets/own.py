"""The addresses at which an organisation, or somebody with an account, is told of purchases."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from chassis.personal import PersonalData, Unreadable
from chassis.work import Reading, Work
from services.notify.contacts.directory import Contact
from services.notify.errors import TargetNotFound
from services.notify.purchases.rules import owner_of
from services.notify.targets import store
from services.notify.targets.rules import Topic
from services.notify.targets.use_cases import ADDRESS, put_target, shown


def list_own(reading: Reading, *, owner: str, offered: Collection[str]) -> dict[str, Any]:
    """The addresses of an owner, with what became of the last message to each."""
    found = store.of_district(reading.session, owner)
    return {"items": shown(reading, found), "channels": sorted(offered)}


def numbers_of(
    reading: Reading, holders: Iterable[str], *, personal: PersonalData
) -> dict[str, Contact]:
    """The mobile numbers that organisations have set for themselves, by organisation, each under
    the name that it was given."""
    owners = {owner_of(each): each for each in holders}
    found = {}
    for target in store.listening(
        reading.session, districts=owners, topic=Topic.PURCHASES, channels=["sms"]
    ):
        try:
            phone = personal.open(target.address_sealed, purpose=ADDRESS)
        except Unreadable:
            continue
        found[owners[target.district]] = Contact(phone=phone, name=target.name)
    return found


def set_own(work: Work, *, owner: str, **written: Any) -> dict[str, Any]:
    """Let an owner be told at an address. Raises ``InvalidInput`` and ``TooManyTargets``."""
    return put_target(work, owner=owner, topic=Topic.PURCHASES, **written)


def remove_own(work: Work, *, owner: str, target_id: str) -> dict[str, Any]:
    """Tell an owner nothing more at an address. Raises ``TargetNotFound``."""
    target = store.find(work.session, target_id)
    if target is None or target.district != owner:
        raise TargetNotFound("you have no such address")
    work.session.delete(target)
    return {}
