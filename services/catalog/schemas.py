"""The catalogue's public RPC contract."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Empty, Identifier, PageRequest, Shape, Text, page_of

__all__ = ["Categories", "Empty", "ListServices", "Service", "ServicePage", "ServiceRef"]


class Category(Shape):
    """A category of services."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)


class Categories(Shape):
    """All categories; there are few, so the page is whole."""

    items = fields.List(fields.Nested(Category), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class ServiceRef(Shape):
    """Which service."""

    service_id = Identifier(required=True)


class ListServices(PageRequest):
    """Which services, and which page of them."""

    q = Text(least=0, most=60, load_default="")
    category = fields.String(load_default="", validate=validate.Length(max=40))
    district = fields.String(load_default="", validate=validate.Length(max=40))


class Service(Shape):
    """A service on offer. An empty list of districts means all."""

    id = Identifier(required=True)
    code = fields.String(required=True)
    category = fields.String(required=True, attribute="category_code")
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    summary = fields.String(required=True)
    summary_en = fields.String(required=True)
    provider = fields.String(required=True)
    districts = fields.List(fields.String(), required=True)
    audiences = fields.List(fields.String(), required=True)


ServicePage = page_of(Service)
