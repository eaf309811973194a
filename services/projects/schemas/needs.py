"""Shapes of needs."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Identifier, Moment, PageRequest, Path, Shape, Text, WholeNumber, page_of
from services.projects.needs.kinds import CLASSES
from services.projects.schemas.awards import Award

_CLASSES = validate.OneOf(list(CLASSES))


class CreateNeed(Shape):
    """A need as a union writes it; ``union`` only from a cadre of several unions."""

    title = Text(most=120, required=True)
    need_class = fields.String(required=True, validate=_CLASSES)
    kind = Text(most=40, required=True)
    audience = Text(most=200, required=True)
    people = WholeNumber(least=1, most=10_000_000, required=True)
    evidence = Text(least=0, most=4000, lines=True, load_default="")
    wanted_time = Text(least=0, most=200, load_default="")
    wanted_place = Text(least=0, most=200, load_default="")
    union = Path(load_default="")


class ListNeeds(PageRequest):
    """Which needs, and which page of them."""

    state = fields.String(load_default="", validate=validate.Length(max=20))
    need_class = fields.String(load_default="", validate=validate.OneOf(["", *_CLASSES.choices]))
    district = fields.String(load_default="", validate=validate.Length(max=40))


class NeedRef(Shape):
    """Which need."""

    need_id = Identifier(required=True)


class DecideNeed(NeedRef):
    """Which need to take a step with, and why."""

    reason = Text(least=0, most=500, load_default="")


class WithdrawNeed(DecideNeed):
    """Which need to take back, and why."""


class RejectNeed(NeedRef):
    """Which need to decline; those who handed it in are told why."""

    reason = Text(most=500, required=True)


class MergeNeeds(Shape):
    """Which need is to stand for which others."""

    canonical_id = Identifier(required=True)
    need_ids = fields.List(Identifier(), required=True, validate=validate.Length(min=1, max=100))
    reason = Text(least=0, most=500, load_default="")


class SimilarNeeds(Shape):
    """A text to compare needs with; ``need_id`` is the need that it is taken from, if any."""

    title = Text(most=120, required=True)
    audience = Text(least=0, most=200, load_default="")
    need_id = fields.String(load_default="", validate=validate.Length(max=36))
    limit = WholeNumber(least=1, most=20, load_default=5)


class ListOpenNeeds(PageRequest):
    """Which of the needs that take support, and which page of them; ``supported``: those that the
    caller supports instead, whatever became of them."""

    need_class = fields.String(load_default="", validate=validate.OneOf(["", *_CLASSES.choices]))
    district = fields.String(load_default="", validate=validate.Length(max=40))
    supported = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class Need(Shape):
    """A need and the state it is in."""

    id = Identifier(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    need_class = fields.String(required=True)
    kind = fields.String(required=True)
    audience = fields.String(required=True)
    people = fields.Integer(required=True)
    evidence = fields.String(required=True)
    wanted_time = fields.String(required=True)
    wanted_place = fields.String(required=True)
    union = fields.String(required=True)
    district = fields.String(required=True)
    state = fields.String(required=True)
    merged_into = fields.String(required=True, allow_none=True)
    submitted_at = Moment(required=True)


NeedPage = page_of(Need)


class NeedBrief(Shape):
    """What everybody may know of a need; not its evidence."""

    id = Identifier(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    need_class = fields.String(required=True)
    kind = fields.String(required=True)
    audience = fields.String(required=True)
    people = fields.Integer(required=True)
    union = fields.String(required=True)
    state = fields.String(required=True)


class NeedStep(Shape):
    """One step of a need, by whom and why."""

    step = fields.String(required=True)
    state = fields.String(required=True)
    reason = fields.String(required=True)
    taken_by = fields.String(required=True)
    taken_at = Moment(required=True)


class NeedProject(Shape):
    """The project that buys for a need, and whom it was awarded to, lot by lot."""

    tender_id = Identifier(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    awards = fields.List(fields.Nested(Award), required=True)


class NeedStory(Shape):
    """A need, its distinct supporters, what it became, what it stands for, what happened.

    ``became`` is itself where no other need stands for it; ``project`` is null before that is
    bought for.
    """

    need = fields.Nested(Need, required=True)
    supporters = fields.Integer(required=True)
    became = fields.Nested(NeedBrief, required=True)
    project = fields.Nested(NeedProject, required=True, allow_none=True)
    merged = fields.List(fields.Nested(NeedBrief), required=True)
    steps = fields.List(fields.Nested(NeedStep), required=True)


class SimilarNeed(Shape):
    """A need and how alike it is, between 0 and 1."""

    need = fields.Nested(NeedBrief, required=True)
    likeness = fields.Float(required=True)


SimilarNeedList = page_of(SimilarNeed)


class SupportedNeed(Shape):
    """A need, how many members support it, and whether the caller does."""

    need = fields.Nested(NeedBrief, required=True)
    supporters = fields.Integer(required=True)
    supported = fields.Boolean(required=True)


SupportedNeedPage = page_of(SupportedNeed)


class NeedKind(Shape):
    """A kind of need within a class."""

    need_class = fields.String(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)


class NeedKinds(Shape):
    """All kinds; there are few, so the page is whole."""

    items = fields.List(fields.Nested(NeedKind), required=True)
    next_cursor = fields.String(allow_none=True, required=True)
