"""Families and child-care classes: applications, offers of places, feedback."""

from __future__ import annotations

from gateway.access import MEMBERS, holders
from gateway.limits import Limit
from gateway.route import Key, Route
from services.tickets import schemas

_OFFICERS = holders("federation", "district")
_RUNNERS = holders("federation", "district", "class_staff")
_LOOKERS = holders("federation", "district", "class_staff", "auditor")

CLASS_APPLICATIONS = (
    Route(
        operation="applyForClass",
        method="POST",
        path="/v1/class-seasons/{id}/applications",
        calls="tickets.apply_for_class",
        summary="Apply for one child or several, who are kept together",
        access=MEMBERS,
        limit=Limit.WRITE,
        request=schemas.ApplyForClass,
        id_field="season_id",
        response=schemas.ClassApplication,
        status=201,
        key=Key.OPTIONAL,
        problems=(404, 409),
    ),
    Route(
        operation="listClassApplications",
        method="GET",
        path="/v1/class-seasons/{id}/applications",
        calls="tickets.list_class_applications",
        summary="All applications of a season, without its people",
        access=_OFFICERS,
        limit=Limit.READ,
        request=schemas.ClassSeasonRef,
        id_field="season_id",
        response=schemas.ClassApplicationRows,
        problems=(404,),
    ),
    Route(
        operation="listClassFeedback",
        method="GET",
        path="/v1/class-seasons/{id}/feedback",
        calls="tickets.list_class_feedback",
        summary="What families say of a season, without who said it",
        access=_LOOKERS,
        limit=Limit.READ,
        request=schemas.ClassSeasonRef,
        id_field="season_id",
        response=schemas.ClassFeedback,
        problems=(404,),
    ),
    Route(
        operation="listMyClassApplications",
        method="GET",
        path="/v1/me/class-applications",
        calls="tickets.list_my_class_applications",
        summary="The member's applications, the newest first",
        access=MEMBERS,
        limit=Limit.READ,
        response=schemas.ClassApplications,
    ),
    Route(
        operation="withdrawClassApplication",
        method="POST",
        path="/v1/me/class-applications/{id}/withdrawal",
        calls="tickets.withdraw_class_application",
        summary="Give up an application, an offer or a place",
        access=MEMBERS,
        limit=Limit.WRITE,
        request=schemas.ClassApplicationRef,
        id_field="application_id",
        response=schemas.ClassApplication,
        key=Key.OPTIONAL,
        problems=(404, 409),
    ),
    Route(
        operation="acceptClassOffer",
        method="POST",
        path="/v1/me/class-applications/{id}/acceptance",
        calls="tickets.accept_class_offer",
        summary="Take the places that are offered",
        access=MEMBERS,
        limit=Limit.WRITE,
        request=schemas.ClassApplicationRef,
        id_field="application_id",
        response=schemas.ClassApplication,
        key=Key.OPTIONAL,
        problems=(404, 409),
    ),
    Route(
        operation="giveClassFeedback",
        method="POST",
        path="/v1/me/class-applications/{id}/feedback",
        calls="tickets.give_class_feedback",
        summary="Say how the classes are; again replaces it",
        access=MEMBERS,
        limit=Limit.WRITE,
        request=schemas.GiveClassFeedback,
        id_field="application_id",
        response=schemas.ClassRating,
        key=Key.OPTIONAL,
        problems=(404, 409),
    ),
)
