"""Messages to many."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
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
from services.notify.schemas.templates import PreviewText, variable_values

_CHANNELS = ("inbox", "sms")


_LANGUAGES = ("zh-CN", "en")


_GROUPS = (  # as the members service knows them
    "community_worker",
    "volunteer",
    "unemployed",
    "deaf",
    "wheelchair",
    "intellectual",
    "psychiatric",
)


_STATES = ("checking", "draft", "approved", "running", "paused", "finished", "cancelled")


class Audience(Shape):
    """Who is told: members of unions (a district is one) and groups, those who hold a ticket of a
    release, or the cards of a CSV file whose further columns are values of variables."""

    unions = fields.List(Path(), validate=validate.Length(min=1, max=50))
    groups = fields.List(
        fields.String(validate=validate.OneOf(_GROUPS)), validate=validate.Length(min=1, max=10)
    )
    release_id = Identifier()
    csv = Text(most=2_000_000, lines=True)

    @ma.validates_schema(skip_on_field_errors=True)
    def one_way(self, data: dict[str, Any], **_kwargs: Any) -> None:
        ways = [name for name in ("unions", "release_id", "csv") if name in data]
        if len(ways) != 1:
            raise ma.ValidationError("Give one of unions, release_id and csv.", "unions")
        if "groups" in data and ways != ["unions"]:
            raise ma.ValidationError("Groups go with unions.", "groups")


class CreateBroadcast(Shape):
    """Something to tell many. ``send_at`` in the future, or without it when it is approved."""

    office = Path(load_default="")
    title = Text(required=True, most=100)
    template = Text(required=True, most=60)
    version = WholeNumber(required=True, least=1)
    language = fields.String(load_default="zh-CN", validate=validate.OneOf(_LANGUAGES))
    channels = fields.List(
        fields.String(validate=validate.OneOf(_CHANNELS)),
        required=True,
        validate=validate.Length(min=1, max=2),
    )
    values = fields.Dict(load_default=dict, **variable_values())
    audience = fields.Nested(Audience, required=True)
    send_at = Moment(load_default=None, allow_none=True)
    skip_bad_lines = Flag(load_default=False)


class BroadcastRef(Shape):
    """Which broadcast."""

    broadcast_id = Identifier(required=True)


class CancelBroadcast(BroadcastRef):
    """Which broadcast to call off, and why."""

    reason = Text(required=True, most=200)


class ListBroadcasts(PageRequest):
    """Which page of the broadcasts of an office and those below it."""

    office = Path(load_default="")


class Broadcast(Shape):
    """A broadcast, whom it goes to and how far it is."""

    id = Identifier(required=True)
    office = fields.String(required=True)
    title = fields.String(required=True)
    template = fields.String(required=True)
    version = fields.Integer(required=True)
    language = fields.String(required=True)
    channels = fields.List(fields.String(), required=True)
    audience = fields.String(required=True)
    unions = fields.List(fields.String(), required=True)
    groups = fields.List(fields.String(), required=True)
    release_id = Identifier(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    reason = fields.String(required=True)
    send_at = Moment(allow_none=True, required=True)
    lines = fields.Integer(required=True)
    bad_lines = fields.Integer(required=True)
    recipients = fields.Integer(required=True)
    created_by = fields.String(required=True)
    created_at = Moment(required=True)
    approved_by = fields.String(allow_none=True, required=True)
    approved_at = Moment(allow_none=True, required=True)
    started_at = Moment(allow_none=True, required=True)
    ended_at = Moment(allow_none=True, required=True)


BroadcastPage = page_of(Broadcast)


class BroadcastProgress(Shape):
    """A broadcast, and its messages by channel and state."""

    class Count(Shape):
        """Messages of one channel in one state."""

        channel = fields.String(required=True)
        state = fields.String(required=True)
        count = fields.Integer(required=True)

    broadcast = fields.Nested(Broadcast, required=True)
    messages = fields.List(fields.Nested(Count), required=True)


class ListBroadcastFaults(PageRequest):
    """Which page of the faulty lines of a broadcast's file."""

    broadcast_id = Identifier(required=True)


class BroadcastFault(Shape):
    """What is wrong with one line; the file's first line, with the names, is line 1. ``code`` is
    stable; lines of before it was kept have none."""

    line = fields.Integer(required=True)
    field = fields.String(required=True)
    fault = fields.String(required=True)
    code = fields.String(required=True)


BroadcastFaultPage = page_of(BroadcastFault)


class BroadcastExample(Shape):
    """What one recipient would read, what their SMS costs (fen); who it is stays out of it."""

    line = fields.Integer(allow_none=True, required=True)
    texts = fields.List(fields.Nested(PreviewText), required=True)
    parts = fields.Integer(required=True)
    price = fields.Integer(required=True)


class BroadcastPreview(Shape):
    """How many it goes to, as far as that is known before, and what the first of them read."""

    total = fields.Integer(allow_none=True, required=True)
    examples = fields.List(fields.Nested(BroadcastExample), required=True)
