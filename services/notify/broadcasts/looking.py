"""What offices and auditors see of broadcasts."""

from __future__ import annotations

from typing import Any

from chassis import paging
from chassis.errors import InvalidInput
from chassis.work import Reading
from services.notify.broadcasts import store
from services.notify.broadcasts.tables import Broadcast
from services.notify.errors import BroadcastNotFound
from services.notify.templates.writing import PREFIX

OFFICERS = ("federation", "district")
_READERS = (*OFFICERS, "auditor")


def list_broadcasts(reading: Reading, *, office: str, limit: int, cursor: str) -> dict[str, Any]:
    """One page, newest first, of an office and those below it. Raises ``Forbidden``."""
    reading.caller.require(*_READERS, path=office)
    before = _id_of(cursor)
    found = store.of_office(reading.session, office, before=before, limit=limit + 1)
    page = paging.page(found, limit=limit, key=lambda broadcast: (broadcast.id,))
    return page | {"items": [shown(each) for each in page["items"]]}


def get_broadcast(reading: Reading, *, broadcast_id: str) -> dict[str, Any]:
    """A broadcast and what became of its messages. Raises as ``readable``."""
    broadcast = readable(reading, broadcast_id)
    return {
        "broadcast": shown(broadcast),
        "messages": store.counts(reading.session, broadcast.id),
    }


def list_faults(reading: Reading, *, broadcast_id: str, limit: int, cursor: str) -> dict[str, Any]:
    """One page of the faulty lines of its file, in order. Raises as ``readable``."""
    broadcast = readable(reading, broadcast_id)
    after = paging.decode(cursor, length=1)[0] if cursor else 0
    if not isinstance(after, int) or not 0 <= after < 2**31:
        raise InvalidInput.of("cursor", "not a cursor of this list")
    found = store.faulty(reading.session, broadcast.id, after=after, limit=limit + 1)
    page = paging.page(found, limit=limit, key=lambda line: (line.number,))
    items = [
        {"line": line.number, "field": line.field, "fault": line.fault, "code": line.code}
        for line in page["items"]
    ]
    return page | {"items": items}


def readable(reading: Reading, broadcast_id: str) -> Broadcast:
    """A broadcast that the caller may look at. Raises ``BroadcastNotFound``, ``Forbidden``."""
    return allowed(reading, store.find(reading.session, broadcast_id), _READERS)


def shown(broadcast: Broadcast) -> dict[str, Any]:
    """As callers see it."""
    columns = {column.key: getattr(broadcast, column.key) for column in Broadcast.__table__.columns}
    return columns | {
        "template": broadcast.template.removeprefix(PREFIX),
        "version": broadcast.template_version,
        "audience": broadcast.audience["kind"],
        "unions": broadcast.audience.get("unions", []),
        "groups": broadcast.audience.get("groups", []),
        "release_id": broadcast.audience.get("release_id"),
    }


def allowed(reading: Reading, found: Broadcast | None, roles: tuple[str, ...]) -> Broadcast:
    """What was found, for a caller who holds a role over its office. Raises ``BroadcastNotFound``
    and ``Forbidden``."""
    held = (role.scope for role in reading.caller.roles if role.role in roles)
    reading.caller.require(*roles, path=found.office if found else next(held, ""))
    if found is None:
        raise BroadcastNotFound("there is no such broadcast")
    return found


def _id_of(cursor: str) -> str | None:
    if not cursor:
        return None
    value = paging.decode(cursor, length=1)[0]
    if not isinstance(value, str) or len(value) != 36:
        raise InvalidInput.of("cursor", "not a cursor of this list")
    return value
