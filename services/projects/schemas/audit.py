"""Shapes of the audit."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Shape, WholeNumber


class ListAuditHeads(Shape):
    """As they were told on which day, by the calendar of the union; without one as they are."""

    day = fields.Date(load_default=None)


class AuditHead(Shape):
    """The end of a chain: the number of its entries, and the hash of the last."""

    chain = fields.String(required=True)
    sequence = WholeNumber(required=True)
    hash = fields.String(required=True)


class AuditHeads(Shape):
    """The ends of all chains; there are few, so the page is whole."""

    items = fields.List(fields.Nested(AuditHead), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class AuditChainRef(Shape):
    """Which chain."""

    chain = fields.String(
        required=True,
        validate=validate.Regexp(r"\A[a-z]+(:[0-9a-f-]{36})?\Z", error="Not the name of a chain."),
    )


class AuditExport(Shape):
    """A chain as lines of JSON: its head, then its entries."""

    lines = fields.String(required=True)
