"""What organisations, reviewers and offices are told of purchases, and where else they are told."""

from __future__ import annotations

from gateway.access import Access
from gateway.limits import Limit
from gateway.route import Key, Route
from services.notify import schemas

_ACCOUNTS = Access(kinds=frozenset({"staff", "provider"}))

NOTICES = (
    Route(
        operation="listMyNotices",
        method="GET",
        path="/v1/me/notices",
        calls="notify.list_my_notices",
        summary="What the caller, the caller's offices or organisation were told, newest first",
        access=_ACCOUNTS,
        limit=Limit.READ,
        request=schemas.ListMyNotices,
        response=schemas.InboxPage,
    ),
    Route(
        operation="markNoticeRead",
        method="POST",
        path="/v1/me/notices/{id}/read",
        calls="notify.mark_notice_read",
        summary="Mark a notice as read, for all who share the inbox",
        access=_ACCOUNTS,
        limit=Limit.WRITE,
        request=schemas.MessageRef,
        id_field="message_id",
        response=schemas.InboxMessage,
        key=Key.OPTIONAL,
        problems=(404,),
    ),
    Route(
        operation="listMyNoticeTargets",
        method="GET",
        path="/v1/me/notice-targets",
        calls="notify.list_my_notice_targets",
        summary="Where the caller, or the caller's organisation, is told of purchases as well",
        access=_ACCOUNTS,
        limit=Limit.READ,
        response=schemas.NoticeTargets,
    ),
    Route(
        operation="setMyNoticeTarget",
        method="POST",
        path="/v1/me/notice-targets",
        calls="notify.set_my_notice_target",
        summary="Be told of purchases at an address; the same address again changes its name",
        access=_ACCOUNTS,
        limit=Limit.WRITE,
        request=schemas.SetMyNoticeTarget,
        response=schemas.NoticeTarget,
        key=Key.OPTIONAL,
        problems=(409,),
    ),
    Route(
        operation="removeMyNoticeTarget",
        method="DELETE",
        path="/v1/me/notice-targets/{id}",
        calls="notify.remove_my_notice_target",
        summary="Be told nothing more at an address",
        access=_ACCOUNTS,
        limit=Limit.WRITE,
        request=schemas.NoticeTargetRef,
        id_field="target_id",
        status=204,
        problems=(404,),
    ),
)
