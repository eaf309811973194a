"""The entrypoints for those who are told of purchases: what they were told, and where else."""

from __future__ import annotations

import dataclasses
from typing import Any

from chassis.context import CallContext
from chassis.personal import PersonalData
from chassis.remote import Remote
from chassis.rpc import errand
from chassis.schema import Empty
from chassis.work import Store
from services.notify import schemas
from services.notify.inbox import use_cases as inbox
from services.notify.purchases import asking
from services.notify.purchases.rules import owner_of
from services.notify.targets import own


class NoticeDoors:
    """Reading notices; setting addresses of one's own. The other service is asked first."""

    projects: Any = Remote("projects")
    channels: Any
    settings: Any

    @errand(schemas.ListMyNotices, schemas.InboxPage)
    def list_my_notices(self, store: Store, request: dict[str, Any]) -> Any:
        inboxes = asking.inboxes_of(self.projects, _question(store))
        with store.reading() as reading:
            return inbox.list_messages(reading, of=inboxes, **request)

    @errand(schemas.MessageRef, schemas.InboxMessage)
    def mark_notice_read(self, store: Store, request: dict[str, Any]) -> Any:
        inboxes = asking.inboxes_of(self.projects, _question(store))
        with store.work() as work:
            entry = inbox.mark_read(work, of=inboxes, **request)
            work.session.flush()
            return {
                "id": entry.id,
                "title": entry.title,
                "body": entry.body,
                "read": entry.read,
                "created_at": entry.created_at,
            }

    @errand(Empty, schemas.NoticeTargets)
    def list_my_notice_targets(self, store: Store, _request: dict[str, Any]) -> Any:
        owner = self._owner(store)
        with store.reading() as reading:
            offered = self.channels.party_channels
            return own.list_own(reading, owner=owner, offered=offered)

    @errand(schemas.SetMyNoticeTarget, schemas.NoticeTarget)
    def set_my_notice_target(self, store: Store, request: dict[str, Any]) -> Any:
        owner = self._owner(store)
        with store.work() as work:
            return own.set_own(
                work,
                owner=owner,
                personal=PersonalData(self.settings.personal_data_secret),
                offered=self.channels.party_channels,
                schemas=self.channels.office_schemas,
                **request,
            )

    @errand(schemas.NoticeTargetRef, Empty)
    def remove_my_notice_target(self, store: Store, request: dict[str, Any]) -> Any:
        owner = self._owner(store)
        with store.work() as work:
            return own.remove_own(work, owner=owner, **request)

    def _owner(self, store: Store) -> str:
        return owner_of(asking.holder_of(self.projects, _question(store)))


def _question(store: Store) -> CallContext:
    """On behalf of the caller, but not as the same request."""
    return dataclasses.replace(store.context, idempotency_key="")
