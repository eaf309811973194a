"""What members do with their inbox, and how messages get into it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from chassis import paging
from chassis.work import Reading, Work
from services.notify import events
from services.notify.errors import MessageNotFound, TemplateError
from services.notify.inbox import store
from services.notify.inbox.tables import InboxEntry
from services.notify.templates.rules import render
from services.notify.templates.store import Templates


def deliver(work: Work, messages: Sequence[Mapping[str, Any]]) -> None:
    """Put new messages into their recipients' inboxes and say so.

    Raises ``TemplateError`` for a message that must not be read there.
    """
    if not messages:
        return
    templates = Templates(
        work.session,
        {(message["template"], message["template_version"]) for message in messages},
    )
    rows = [_entry(message, templates) for message in messages]
    store.add(work.session, rows)
    for row in rows:
        work.emit(
            events.message_created(
                message_id=row["id"],
                member_id=row["member_id"],
                title=row["title"],
                body=row["body"],
                created_at=row["created_at"],
            )
        )


def _entry(message: Mapping[str, Any], templates: Templates) -> dict[str, Any]:
    template = templates.version(message["template"], message["template_version"])
    content = render(
        template,
        channel="inbox",
        language=message["language"],
        values=message["variables"],
        unseal=_refuse,
    )
    return {
        "id": message["id"],
        "member_id": message["recipient"],
        "title": content["title"][:200],
        "body": content["body"],
        "created_at": message["created_at"],
    }


def _refuse(_sealed: str) -> str:
    raise TemplateError("a login code never lies in an inbox")


def list_my_messages(reading: Reading, *, limit: int, cursor: str) -> dict[str, Any]:
    """One page of the caller's inbox, newest first, with the number of unread messages."""
    return list_messages(reading, of=[reading.caller.require_member()], limit=limit, cursor=cursor)


def list_messages(
    reading: Reading, *, of: Collection[str], limit: int, cursor: str
) -> dict[str, Any]:
    """The same of some recipients, which the caller may read."""
    beyond = paging.decode(cursor, length=2) if cursor else ()
    found = store.newest(reading.session, of=of, beyond=beyond, limit=limit + 1)
    page = paging.page(found, limit=limit, key=lambda entry: (entry.created_at, entry.id))
    return page | {"unread": store.unread(reading.session, of=of)}


def mark_message_read(work: Work, *, message_id: str) -> InboxEntry:
    """Mark one of the caller's messages; doing it again changes nothing.

    Raises ``MessageNotFound``, for another member's message as well.
    """
    return mark_read(work, of=[work.caller.require_member()], message_id=message_id)


def mark_read(work: Work, *, of: Collection[str], message_id: str) -> InboxEntry:
    """The same of some recipients; who shares an inbox shares what is read.

    Raises ``MessageNotFound``.
    """
    entry = store.find(work.session, of=of, message_id=message_id)
    if entry is None:
        raise MessageNotFound("there is no such message in your inbox")
    entry.read_at = entry.read_at or work.now
    return entry
