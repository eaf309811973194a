"""Children as their members write them down."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from chassis.schema import Identifier, Shape, Text
from services.tickets.children.rules import Relation


class ChildRef(Shape):
    """Which child."""

    child_id = Identifier(required=True)


class Person(Shape):
    """Who answers for a child, or may fetch it."""

    name = Text(most=40, required=True)
    phone = fields.String(
        required=True, validate=validate.Regexp(r"\A\+?[0-9 -]{3,20}\Z", error="Not a number.")
    )
    relation = Text(least=0, most=20, load_default="")


def _people(most: int, **kwargs: Any) -> fields.List[Any]:
    return fields.List(fields.Nested(Person), validate=validate.Length(max=most), **kwargs)


def _notes(**kwargs: Any) -> Text:
    return Text(least=0, most=1000, lines=True, **kwargs)


class AddChild(Shape):
    """A child of the member's household."""

    name = Text(most=40, required=True)
    birth_date = fields.Date(required=True)
    relation = fields.Enum(Relation, by_value=fields.String, load_default=Relation.CHILD)
    guardians = _people(4, load_default=list)
    pickups = _people(6, load_default=list)
    health = _notes(load_default="")
    allergies = _notes(load_default="")


class ChangeChild(ChildRef):
    """What is to be changed; what is not named stays."""

    name = Text(most=40)
    birth_date = fields.Date()
    relation = fields.Enum(Relation, by_value=fields.String)
    guardians = _people(4)
    pickups = _people(6)
    health = _notes()
    allergies = _notes()


class KnownPerson(Shape):
    """Somebody who is written down with a child."""

    name = fields.String(required=True)
    phone = fields.String(required=True)
    relation = fields.String(required=True)


class Child(Shape):
    """A child with all that its member has written down."""

    id = Identifier(required=True)
    name = fields.String(required=True)
    birth_date = fields.Date(required=True)
    relation = fields.Enum(Relation, by_value=fields.String, required=True)
    guardians = fields.List(fields.Nested(KnownPerson), required=True)
    pickups = fields.List(fields.Nested(KnownPerson), required=True)
    health = fields.String(required=True)
    allergies = fields.String(required=True)


class Children(Shape):
    """A member's children, the eldest first."""

    items = fields.List(fields.Nested(Child), required=True)
