"""Shapes of reports."""

from __future__ import annotations

from marshmallow import fields

from chassis.schema import Identifier, Moment, Shape, WholeNumber


def _groups() -> fields.Dict:
    return fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class ReportAccounting(Shape):
    """Every request under one heading. ``requests`` is counted apart from them; ``adds_up`` says
    that both agree."""

    requests = WholeNumber(required=True)
    groups = _groups()
    adds_up = fields.Boolean(required=True)


class UseOfPlaces(Shape):
    """What was made of the stock. ``no_shows`` and ``attendance`` are null until the event."""

    stock = WholeNumber(required=True)
    held = WholeNumber(required=True)
    used = WholeNumber(required=True)
    given_back = WholeNumber(required=True)
    no_shows = fields.Integer(required=True, allow_none=True)
    fill_rate = fields.Float(required=True)
    attendance = fields.Float(required=True, allow_none=True)


class DistrictDemand(Shape):
    """Requests of members of one district."""

    district = fields.String(required=True)
    requests = WholeNumber(required=True)
    groups = _groups()


class MinuteDemand(Shape):
    """Requests decided within one minute."""

    minute = Moment(required=True)
    requests = WholeNumber(required=True)
    groups = _groups()


class RefusalCount(Shape):
    """How often one rule refused."""

    group = fields.String(required=True)
    reason = fields.String(required=True)
    requests = WholeNumber(required=True)


class ReleaseReport(Shape):
    """A release in figures, as they stand."""

    release_id = Identifier(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    mode = fields.String(required=True)
    made_at = Moment(required=True)
    accounting = fields.Nested(ReportAccounting, required=True)
    places = fields.Nested(UseOfPlaces, required=True)
    by_district = fields.List(fields.Nested(DistrictDemand), required=True)
    by_reason = fields.List(fields.Nested(RefusalCount), required=True)
    by_minute = fields.List(fields.Nested(MinuteDemand), required=True)


class ReportFile(Shape):
    """A file in base 64."""

    filename = fields.String(required=True)
    data = fields.String(required=True)
