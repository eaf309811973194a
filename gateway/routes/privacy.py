"""What the services hold about a member, given out and erased on request."""

from __future__ import annotations

from gateway.access import holders
from gateway.limits import Limit
from gateway.route import Door, Key, Route
from services.notify import schemas

_OFFICERS = holders("federation")

PRIVACY = (
    Route(
        operation="exportMemberData",
        method="GET",
        path="/v1/members/{id}/export",
        calls="notify.export_member",
        summary="All that notify holds about a member",
        access=_OFFICERS,
        limit=Limit.READ,
        request=schemas.ExportMember,
        id_field="member_id",
        response=schemas.ExportPiece,
        door=Door.FILE,
    ),
    Route(
        operation="eraseMemberData",
        method="POST",
        path="/v1/members/{id}/erasures",
        calls="notify.erase_member",
        summary="Blank numbers, texts and SMS of a member in notify; repeating it does no harm",
        access=_OFFICERS,
        limit=Limit.WRITE,
        request=schemas.EraseMember,
        id_field="member_id",
        response=schemas.Erasure,
        key=Key.OPTIONAL,
    ),
)
