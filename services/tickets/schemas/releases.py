"""Releases as callers ask for them and see them."""

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
from services.tickets.claims.requests import MOST_COMPANIONS
from services.tickets.releases.rules import Mode, State
from services.tickets.schemas.allocations import Share


class ReleaseRef(Shape):
    """Which release."""

    release_id = Identifier(required=True)


class ReleaseCode(Shape):
    """Which release, by what people read out and type."""

    code = Text(most=16, required=True)


class ListReleases(PageRequest):
    """Which releases, and which page of them."""

    district = fields.String(load_default="", validate=validate.Length(max=40))
    state = fields.Enum(State, by_value=fields.String, load_default=None)


class Ages(Shape):
    """Whole years of age from ``least`` to ``most``, both included."""

    least = WholeNumber(most=120, required=True)
    most = WholeNumber(most=120, required=True)


class Eligibility(Shape):
    """Whom a release is for besides the members of its districts; what is left out asks nothing.

    ``ages`` are those of the member, ``companion_ages`` those of each companion on the day of the
    event; ``not_won_in_last`` counts earlier releases for the same districts.
    """

    unions = fields.List(Path(least=1), validate=validate.Length(max=200))
    audiences = fields.List(
        fields.String(validate=validate.Regexp(r"\A[a-z_]{1,30}\Z")),
        validate=validate.Length(max=20),
    )
    ages = fields.Nested(Ages)
    companion_ages = fields.Nested(Ages)
    least_companions = WholeNumber(most=MOST_COMPANIONS)
    most_companions = WholeNumber(most=MOST_COMPANIONS)
    not_won_in_last = WholeNumber(most=12)


class AnnounceDraw(Shape):
    """Where the random value of a draw will come from, told before anybody can enter.

    ``source`` names a value that others will publish after entries close, ``fallback`` another if
    that one fails to appear. ``due_at`` is when the value will be public; it follows from
    ``round`` if the value is that round of drand's quicknet.
    """

    source = Text(most=300, required=True)
    fallback = Text(most=300, required=True)
    due_at = Moment(load_default=None, allow_none=True)
    round = WholeNumber(least=1, load_default=None, allow_none=True)


class CreateRelease(Shape):
    """A new release. An opening time in the past means at once.

    A window or a ballot needs ``draw``, a window ``window_minutes`` as well.
    """

    title = Text(most=120, required=True)
    description = Text(least=0, most=2000, lines=True, load_default="")
    venue = Text(least=0, most=200, load_default="")
    service_id = Identifier(load_default=None, allow_none=True)
    districts = fields.List(
        fields.String(validate=validate.Length(max=40)),
        required=True,
        validate=validate.Length(min=1, max=16),
    )
    stock = WholeNumber(least=1, most=1_000_000, required=True)
    opens_at = Moment(required=True)
    closes_at = Moment(required=True)
    mode = fields.Enum(Mode, by_value=fields.String, load_default=Mode.FIRST_COME)
    window_minutes = WholeNumber(least=1, most=60, load_default=None, allow_none=True)
    draw = fields.Nested(AnnounceDraw, load_default=None, allow_none=True)
    event_starts_at = Moment(load_default=None, allow_none=True)
    event_ends_at = Moment(load_default=None, allow_none=True)
    return_until = Moment(load_default=None, allow_none=True)
    waiting_list = Flag(load_default=True)
    offer_minutes = WholeNumber(least=5, most=2880, load_default=120)
    eligibility = fields.Nested(Eligibility, load_default=dict)
    allocations = fields.List(
        fields.Nested(Share), load_default=list, validate=validate.Length(max=19)
    )
    draft = Flag(load_default=False)


class CancelRelease(ReleaseRef):
    """Which release is called off, and why."""

    reason = Text(most=500, required=True)


class Release(Shape):
    """A release as it is at ``server_time``."""

    id = Identifier(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    description = fields.String(required=True)
    venue = fields.String(required=True)
    service_id = Identifier(required=True, allow_none=True)
    districts = fields.List(fields.String(), required=True)
    stock = WholeNumber(required=True)
    remaining = WholeNumber(required=True)
    state = fields.Enum(State, by_value=fields.String, required=True)
    opens_at = Moment(required=True)
    closes_at = Moment(required=True)
    mode = fields.Enum(Mode, by_value=fields.String, required=True)
    entries_until = Moment(required=True, allow_none=True)
    drawn_at = Moment(required=True, allow_none=True)
    event_starts_at = Moment(required=True, allow_none=True)
    event_ends_at = Moment(required=True, allow_none=True)
    return_until = Moment(required=True, allow_none=True)
    waiting_list = Flag(required=True)
    waiting = WholeNumber(required=True)
    offer_minutes = WholeNumber(required=True)
    eligibility = fields.Nested(Eligibility, required=True)
    created_at = Moment(required=True)
    server_time = Moment(required=True)


ReleasePage = page_of(Release)
