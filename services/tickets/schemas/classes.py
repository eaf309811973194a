"""Sites, seasons, classes and volunteers as callers ask for them and see them."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import (
    Flag,
    Identifier,
    Moment,
    PageRequest,
    Path,
    Shape,
    Text,
    WholeNumber,
    page_of,
)
from services.tickets.classes.rules import LEAST_VOLUNTEERS, Phase
from services.tickets.sites.rules import Setup


class CreateClassSite(Shape):
    """A new site; ``path`` is whose it is in the union, ``partner`` only for a joint one."""

    name = Text(most=120, required=True)
    setup = fields.Enum(Setup, by_value=fields.String, required=True)
    path = Path(least=1, required=True)
    address = Text(least=0, most=200, load_default="")
    partner = Text(least=0, most=120, load_default="")


class ClassSite(Shape):
    """Where classes are held."""

    id = Identifier(required=True)
    name = fields.String(required=True)
    setup = fields.String(required=True, validate=validate.OneOf([*Setup]))
    path = fields.String(required=True)
    address = fields.String(required=True)
    partner = fields.String(required=True)


ClassSitePage = page_of(ClassSite)


class ClassSeasonRef(Shape):
    """Which season."""

    season_id = Identifier(required=True)


class ClassRef(Shape):
    """Which class."""

    class_id = Identifier(required=True)


class ListClassSeasons(PageRequest):
    """Which seasons, and which page of them; ``within`` is a part of the union."""

    district = fields.String(load_default="", validate=validate.Length(max=40))
    within = Path(load_default="")


class NewClass(Shape):
    """One class of a new season; ages are those on the first day."""

    title = Text(most=120, required=True)
    least_age = WholeNumber(least=0, most=17, required=True)
    most_age = WholeNumber(least=0, most=17, required=True)
    places = WholeNumber(least=1, most=500, required=True)
    children_per_volunteer = WholeNumber(least=1, most=50, required=True)
    least_volunteers = WholeNumber(least=LEAST_VOLUNTEERS, most=50, load_default=LEAST_VOLUNTEERS)


class CreateClassSeason(Shape):
    """A new season. ``value_source`` names the public value by which places will be drawn, before
    anybody can know it."""

    site_id = Identifier(required=True)
    title = Text(most=120, required=True)
    description = Text(least=0, most=2000, lines=True, load_default="")
    open_to = Path(load_default=None, allow_none=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(required=True)
    opens_at = Moment(required=True)
    closes_at = Moment(required=True)
    returning_percent = WholeNumber(least=0, most=100, load_default=0)
    offer_hours = WholeNumber(least=1, most=240, load_default=48)
    value_source = Text(most=200, required=True)
    classes = fields.List(
        fields.Nested(NewClass), required=True, validate=validate.Length(min=1, max=12)
    )


class CancelClassSeason(ClassSeasonRef):
    """Which season is called off, and why."""

    reason = Text(most=500, required=True)


class ChildClass(Shape):
    """A class with its numbers; ``held`` is taken and offered places, ``quota`` the places for
    children who come back, ``minded`` whether the caller is of its staff."""

    id = Identifier(required=True)
    title = fields.String(required=True)
    least_age = WholeNumber(required=True)
    most_age = WholeNumber(required=True)
    places = WholeNumber(required=True)
    children_per_volunteer = WholeNumber(required=True)
    least_volunteers = WholeNumber(required=True)
    volunteers = WholeNumber(required=True)
    volunteers_needed = WholeNumber(required=True)
    open_places = WholeNumber(required=True)
    quota = WholeNumber(required=True)
    held = WholeNumber(required=True)
    applied = WholeNumber(required=True)
    waiting = WholeNumber(required=True)
    short = Flag(required=True)
    minded = Flag(required=True)


class ClassSeason(Shape):
    """A season as it is at ``server_time``."""

    id = Identifier(required=True)
    title = fields.String(required=True)
    description = fields.String(required=True)
    site = fields.Nested(ClassSite, required=True)
    open_to = fields.String(required=True)
    open_to_caller = Flag(required=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(required=True)
    opens_at = Moment(required=True)
    closes_at = Moment(required=True)
    phase = fields.Enum(Phase, by_value=fields.String, required=True)
    returning_percent = WholeNumber(required=True)
    offer_hours = WholeNumber(required=True)
    value_source = fields.String(required=True)
    value = fields.String(required=True, allow_none=True)
    placed_at = Moment(required=True, allow_none=True)
    classes = fields.List(fields.Nested(ChildClass), required=True)
    server_time = Moment(required=True)


ClassSeasonPage = page_of(ClassSeason)


class AddClassStaff(ClassRef):
    """Whose account looks after a class from now on."""

    account_id = Identifier(required=True)


class RemoveClassStaff(ClassRef):
    """Whose account looks after a class no more."""

    account_id = Identifier(required=True)


class ClassStaff(Shape):
    """An account that looks after a class."""

    class_id = Identifier(required=True)
    account_id = Identifier(required=True)


_TIME = validate.Regexp(r"\A([01][0-9]|2[0-3]):[0-5][0-9]\Z", error="Not a time of day.")


class TimetableEntry(Shape):
    """A course or an outing; times of day in Shanghai, ``HH:MM``."""

    day = fields.Date(required=True)
    starts = fields.String(required=True, validate=_TIME)
    ends = fields.String(required=True, validate=_TIME)
    kind = fields.String(required=True, validate=validate.OneOf(["course", "outing"]))
    title = Text(most=120, required=True)
    place = Text(least=0, most=120, load_default="")


class SetClassTimetable(ClassRef):
    """All of a class's courses and outings."""

    entries = fields.List(
        fields.Nested(TimetableEntry), required=True, validate=validate.Length(max=500)
    )


class ShownTimetableEntry(Shape):
    """A course or an outing."""

    day = fields.Date(required=True)
    starts = fields.String(required=True)
    ends = fields.String(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    place = fields.String(required=True)


class ClassTimetable(Shape):
    """The courses and outings of a class by time."""

    class_id = Identifier(required=True)
    title = fields.String(required=True)
    entries = fields.List(fields.Nested(ShownTimetableEntry), required=True)


class AddClassVolunteer(ClassRef):
    """Somebody who would help in a class."""

    name = Text(most=40, required=True)
    phone = fields.String(
        required=True, validate=validate.Regexp(r"\A\+?[0-9 -]{3,20}\Z", error="Not a number.")
    )


class ClassVolunteerRef(Shape):
    """Which volunteer."""

    volunteer_id = Identifier(required=True)


class ClassVolunteer(Shape):
    """Somebody who helps in a class: ``named``, ``confirmed`` or ``withdrawn``."""

    id = Identifier(required=True)
    class_id = Identifier(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True)
    state = fields.String(required=True)
    named_at = Moment(required=True)


class ClassVolunteers(Shape):
    """The volunteers of a class in the order in which they were named."""

    items = fields.List(fields.Nested(ClassVolunteer), required=True)
