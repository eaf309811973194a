"""The children of a member's household."""

from __future__ import annotations

from gateway.access import MEMBERS
from gateway.limits import Limit
from gateway.route import Key, Route
from services.tickets import schemas

CHILDREN = (
    Route(
        operation="listMyChildren",
        method="GET",
        path="/v1/me/children",
        calls="tickets.list_my_children",
        summary="The member's children, the eldest first",
        access=MEMBERS,
        limit=Limit.READ,
        response=schemas.Children,
    ),
    Route(
        operation="addChild",
        method="POST",
        path="/v1/me/children",
        calls="tickets.add_child",
        summary="Write a child down; the same name and birthday again is the same child",
        access=MEMBERS,
        limit=Limit.WRITE,
        request=schemas.AddChild,
        response=schemas.Child,
        status=201,
        key=Key.OPTIONAL,
        problems=(409,),
    ),
    Route(
        operation="changeChild",
        method="PATCH",
        path="/v1/me/children/{id}",
        calls="tickets.change_child",
        summary="Change what is written about a child; what is not named stays",
        access=MEMBERS,
        limit=Limit.WRITE,
        request=schemas.ChangeChild,
        id_field="child_id",
        response=schemas.Child,
        problems=(404,),
    ),
    Route(
        operation="removeChild",
        method="DELETE",
        path="/v1/me/children/{id}",
        calls="tickets.remove_child",
        summary="Forget a child, with all that is written about it",
        access=MEMBERS,
        limit=Limit.WRITE,
        request=schemas.ChildRef,
        id_field="child_id",
        status=204,
        problems=(404, 409),
    ),
)
