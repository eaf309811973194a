"""Reminders of openings, for members who wish them."""

from __future__ import annotations

from chassis.schema import Empty
from gateway.access import MEMBERS
from gateway.limits import Limit
from gateway.route import Route
from services.notify import schemas

REMINDERS = (
    Route(
        operation="listMyReminders",
        method="GET",
        path="/v1/me/reminders",
        calls="notify.list_my_reminders",
        summary="The member's reminders of openings to come, the next first",
        access=MEMBERS,
        limit=Limit.READ,
        response=schemas.Reminders,
    ),
    Route(
        operation="setReminder",
        method="PUT",
        path="/v1/releases/{id}/reminder",
        calls="notify.set_reminder",
        summary="Be reminded before a release opens; again changes the moment",
        access=MEMBERS,
        limit=Limit.WRITE,
        request=schemas.SetReminder,
        id_field="release_id",
        response=schemas.Reminder,
        problems=(404, 409),
    ),
    Route(
        operation="removeReminder",
        method="DELETE",
        path="/v1/releases/{id}/reminder",
        calls="notify.remove_reminder",
        summary="Not be reminded of a release's opening",
        access=MEMBERS,
        limit=Limit.WRITE,
        request=schemas.OpeningRef,
        id_field="release_id",
        response=Empty,
    ),
)
