"""Shapes of what other services ask about one member."""

from __future__ import annotations

from chassis.schema import Identifier, Shape, WholeNumber


class MemberRef(Shape):
    """Whose."""

    member_id = Identifier(required=True)


class PlacesHeld(Shape):
    """How many of each a member has that others could have."""

    tickets = WholeNumber(required=True)
    offers = WholeNumber(required=True)
    draw_entries = WholeNumber(required=True)
    class_places = WholeNumber(required=True)
