"""Parts of a stock as officers plan and see them."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Moment, Shape, WholeNumber


class Share(Shape):
    """A part of a new release's stock.

    ``pool`` is ``district:`` with a district's code, ``channel:sms``, ``channel:counter`` or
    ``accessible``. What is left at ``rolls_over_at`` goes to everybody; without a time it stays.
    """

    pool = fields.String(
        required=True,
        validate=validate.Regexp(r"\A(district:[a-z]{1,40}|channel:(sms|counter)|accessible)\Z"),
    )
    places = WholeNumber(least=1, most=1_000_000, required=True)
    rolls_over_at = Moment(load_default=None, allow_none=True)


class Allocation(Shape):
    """What became of a part: ``places`` = ``taken`` + ``remaining`` + ``rolled_over``."""

    pool = fields.String(required=True)
    places = WholeNumber(required=True)
    taken = WholeNumber(required=True)
    remaining = WholeNumber(required=True)
    rolls_over_at = Moment(required=True, allow_none=True)
    rolled_over_at = Moment(required=True, allow_none=True)
    rolled_over = WholeNumber(required=True)


class Allocations(Shape):
    """The parts of a release, and what is left in the general one."""

    stock = WholeNumber(required=True)
    remaining = WholeNumber(required=True)
    general = WholeNumber(required=True)
    items = fields.List(fields.Nested(Allocation), required=True)
