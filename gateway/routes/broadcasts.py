"""Templates that staff write, and broadcasts to many."""

from __future__ import annotations

from marshmallow import Schema

from gateway.access import holders
from gateway.limits import Limit
from gateway.route import Key, Route
from services.notify import schemas

_OFFICERS = holders("federation", "district")
_READERS = holders("federation", "district", "auditor")
_MOST_BODY = 6_000_000  # bytes: a file of 2,000,000 characters, two thirds of them Chinese


def _act(
    verb: str, place: str, *, summary: str, request: type[Schema] = schemas.BroadcastRef
) -> Route:
    """Something that is done with a broadcast."""
    return Route(
        operation=f"{verb}Broadcast",
        method="POST",
        path=f"/v1/broadcasts/{{id}}/{place}",
        calls=f"notify.{verb}_broadcast",
        summary=summary,
        access=_OFFICERS,
        limit=Limit.WRITE,
        request=request,
        id_field="broadcast_id",
        response=schemas.Broadcast,
        key=Key.OPTIONAL,
        problems=(404, 409),
    )


BROADCASTS = (
    Route(
        operation="checkTemplate",
        method="POST",
        path="/v1/message-templates/checks",
        calls="notify.check_template",
        summary="All faults of a draft by their fields, and what its SMS costs at most",
        access=_OFFICERS,
        limit=Limit.WRITE,
        request=schemas.TemplateDraft,
        response=schemas.TemplateCheck,
        key=Key.OPTIONAL,
    ),
    Route(
        operation="writeTemplate",
        method="POST",
        path="/v1/message-templates",
        calls="notify.write_template",
        summary="Keep a draft as the next version of its name",
        access=_OFFICERS,
        limit=Limit.WRITE,
        request=schemas.TemplateDraft,
        response=schemas.WrittenTemplate,
        status=201,
        key=Key.OPTIONAL,
    ),
    Route(
        operation="listTemplates",
        method="GET",
        path="/v1/message-templates",
        calls="notify.list_templates",
        summary="Templates that staff wrote: the newest version of each, or all of one name",
        access=_READERS,
        limit=Limit.READ,
        request=schemas.ListTemplates,
        response=schemas.WrittenTemplatePage,
    ),
    Route(
        operation="previewTemplate",
        method="POST",
        path="/v1/message-templates/previews",
        calls="notify.preview_template",
        summary="What members would read with the values given",
        access=_READERS,
        limit=Limit.WRITE,
        request=schemas.PreviewTemplate,
        response=schemas.TemplatePreview,
        problems=(404,),
        key=Key.OPTIONAL,
    ),
    Route(
        operation="createBroadcast",
        method="POST",
        path="/v1/broadcasts",
        calls="notify.create_broadcast",
        summary="Draw up something to tell many; it waits for a second person's approval",
        access=_OFFICERS,
        limit=Limit.WRITE,
        request=schemas.CreateBroadcast,
        response=schemas.Broadcast,
        status=201,
        key=Key.OPTIONAL,
        problems=(404,),
        most_body=_MOST_BODY,
    ),
    Route(
        operation="listBroadcasts",
        method="GET",
        path="/v1/broadcasts",
        calls="notify.list_broadcasts",
        summary="Broadcasts of an office and of those below it, newest first",
        access=_READERS,
        limit=Limit.READ,
        request=schemas.ListBroadcasts,
        response=schemas.BroadcastPage,
    ),
    Route(
        operation="getBroadcast",
        method="GET",
        path="/v1/broadcasts/{id}",
        calls="notify.get_broadcast",
        summary="A broadcast and its messages by channel and state",
        access=_READERS,
        limit=Limit.READ,
        request=schemas.BroadcastRef,
        id_field="broadcast_id",
        response=schemas.BroadcastProgress,
        problems=(404,),
    ),
    Route(
        operation="listBroadcastFaults",
        method="GET",
        path="/v1/broadcasts/{id}/faults",
        calls="notify.list_broadcast_faults",
        summary="The lines of a broadcast's file that lead to nobody, with the reason of each",
        access=_READERS,
        limit=Limit.READ,
        request=schemas.ListBroadcastFaults,
        id_field="broadcast_id",
        response=schemas.BroadcastFaultPage,
        problems=(404,),
    ),
    Route(
        operation="previewBroadcast",
        method="GET",
        path="/v1/broadcasts/{id}/preview",
        calls="notify.preview_broadcast",
        summary="What the first recipients would read, what an SMS costs, and how many they are",
        access=_READERS,
        limit=Limit.READ,
        request=schemas.BroadcastRef,
        id_field="broadcast_id",
        response=schemas.BroadcastPreview,
        problems=(404,),
    ),
    _act("approve", "approval", summary="Let go out what another officer drew up"),
    _act("pause", "pause", summary="Let nothing more of it leave for now"),
    _act("resume", "resumption", summary="Go on where it was paused"),
    _act("cancel", "cancellation", summary="Call it off", request=schemas.CancelBroadcast),
)
