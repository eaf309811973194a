"""What members must have heard of, and the list of those to phone."""

from __future__ import annotations

from gateway.access import holders
from gateway.limits import Limit
from gateway.route import Key, Route
from services.notify import schemas

_READERS = holders("federation", "auditor")
_PHONING = holders("federation")
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

RECONCILIATION = (
    Route(
        operation="getReconciliation",
        method="GET",
        path="/v1/reconciliation",
        calls="notify.get_reconciliation",
        summary="A day's tickets and offers: how many were heard of, and how many are to phone",
        access=_READERS,
        limit=Limit.READ,
        request=schemas.ReconciliationDay,
        response=schemas.Reconciliation,
    ),
    Route(
        operation="listCallList",
        method="GET",
        path="/v1/call-list",
        calls="notify.list_calls",
        summary="Members whom no message reached, oldest first, without numbers",
        access=_READERS,
        limit=Limit.READ,
        request=schemas.ListCalls,
        response=schemas.CallListPage,
    ),
    # Before the path with an id, which would take this one for an entry.
    Route(
        operation="exportCallList",
        method="POST",
        path="/v1/call-list/exports",
        calls="notify.export_call_list",
        summary="The open calls as an Excel workbook with numbers; who took it is noted",
        access=_PHONING,
        limit=Limit.WRITE,
        request=schemas.ExportCallList,
        response=schemas.CallFile,
        key=Key.OPTIONAL,
        media_type=_EXCEL,
        file_field="data",
    ),
    Route(
        operation="getCallListEntry",
        method="GET",
        path="/v1/call-list/{id}",
        calls="notify.get_call",
        summary="Somebody to phone, and what was done about it",
        access=_READERS,
        limit=Limit.READ,
        request=schemas.CallEntryRef,
        id_field="entry_id",
        response=schemas.CallStory,
        problems=(404,),
    ),
    Route(
        operation="tickOffCall",
        method="POST",
        path="/v1/call-list/{id}/outcomes",
        calls="notify.tick_off_call",
        summary="Note what came of a call",
        access=_PHONING,
        limit=Limit.WRITE,
        request=schemas.TickOffCall,
        id_field="entry_id",
        response=schemas.CallStory,
        key=Key.OPTIONAL,
        problems=(404, 409),
    ),
    Route(
        operation="showCallNumber",
        method="POST",
        path="/v1/call-list/{id}/number",
        calls="notify.show_call_number",
        summary="Name and number for a call; who saw them is noted",
        access=_PHONING,
        limit=Limit.WRITE,
        request=schemas.CallEntryRef,
        id_field="entry_id",
        response=schemas.CallNumber,
        key=Key.OPTIONAL,
        problems=(404, 409),
    ),
)
