"""Where offices are told: the addresses that their officers set."""

from __future__ import annotations

from gateway.access import holders
from gateway.limits import Limit
from gateway.route import Key, Route
from services.notify import schemas

_OFFICERS = holders("federation", "district")

TARGETS = (
    Route(
        operation="listNoticeTargets",
        method="GET",
        path="/v1/notice-targets",
        calls="notify.list_notice_targets",
        summary="Where an office is told of what, and what became of the last message there",
        access=holders("federation", "district", "auditor"),
        limit=Limit.READ,
        request=schemas.ListNoticeTargets,
        response=schemas.NoticeTargets,
    ),
    Route(
        operation="setNoticeTarget",
        method="POST",
        path="/v1/notice-targets",
        calls="notify.set_notice_target",
        summary="Tell an office at an address; the same address again changes its name and key",
        access=_OFFICERS,
        limit=Limit.WRITE,
        request=schemas.SetNoticeTarget,
        response=schemas.NoticeTarget,
        key=Key.OPTIONAL,
        problems=(409,),
    ),
    Route(
        operation="removeNoticeTarget",
        method="DELETE",
        path="/v1/notice-targets/{id}",
        calls="notify.remove_notice_target",
        summary="Tell an office nothing more at an address",
        access=_OFFICERS,
        limit=Limit.WRITE,
        request=schemas.NoticeTargetRef,
        id_field="target_id",
        status=204,
        problems=(404,),
    ),
    Route(
        operation="testNoticeTarget",
        method="POST",
        path="/v1/notice-targets/{id}/tests",
        calls="notify.test_notice_target",
        summary="Send a test message to an address; the list tells what became of it",
        access=_OFFICERS,
        limit=Limit.WRITE,
        request=schemas.NoticeTargetRef,
        id_field="target_id",
        response=schemas.NoticeTarget,
        status=202,
        key=Key.OPTIONAL,
        problems=(404,),
    ),
)
