"""Shapes of open data. What is inside a release or a record is OCDS 1.1.5's to describe."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Moment, PageRequest, Shape, WholeNumber

_CODE = validate.Regexp(r"\A[A-Za-z0-9-]{0,60}\Z", error="Not an identifier of this data.")


class ListOcdsRecords(PageRequest):
    """Which records, and which page of them; all without ``ocid`` and ``batch``."""

    ocid = fields.String(load_default="", validate=_CODE)
    batch = fields.String(load_default="", validate=_CODE)
    limit = WholeNumber(least=1, most=50, load_default=20)


class ListOcdsReleases(PageRequest):
    """Which releases, and which page of them; ``release`` is the id of one."""

    release = fields.String(load_default="", validate=_CODE)
    ocid = fields.String(load_default="", validate=_CODE)
    batch = fields.String(load_default="", validate=_CODE)


class OcdsPublisher(Shape):
    """Who publishes."""

    name = fields.String(required=True)


class OcdsPackage(Shape):
    """What releases and records come in. ``links.next`` is the address of the next page."""

    uri = fields.String(required=True)
    version = fields.String(required=True)
    extensions = fields.List(fields.String(), required=True)
    published_date = Moment(required=True, data_key="publishedDate")
    publisher = fields.Nested(OcdsPublisher, required=True)
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class OcdsReleasePackage(OcdsPackage):
    """A package of OCDS releases."""

    releases = fields.List(fields.Dict(), required=True)


class OcdsRecordPackage(OcdsPackage):
    """A package of OCDS records."""

    records = fields.List(fields.Dict(), required=True)
