"""Shapes of unions, cards and contacts."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from chassis.schema import Flag, Identifier, PageRequest, Path, Shape, Text, WholeNumber, page_of
from services.members.cards.audiences import Audience
from services.members.schemas.sessions import CardNumber


class CardRef(Shape):
    """Which card, or whose."""

    card_no = CardNumber(load_default=None, allow_none=True)
    member_id = Identifier(load_default=None, allow_none=True)

    @ma.validates_schema(skip_on_field_errors=True)
    def one_card(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if bool(data["card_no"]) == bool(data["member_id"]):
            raise ma.ValidationError("Give either card_no or member_id.", "card_no")


class CardChange(CardRef):
    """Which card, or whose, and why."""

    reason = Text(required=True, most=200)


class CardAnswer(Shape):
    """A card as it is now."""

    member_id = Identifier(required=True)
    card_no = fields.String(required=True)
    state = fields.String(required=True)


class SetAudiences(CardChange):
    """Whose groups, and all of them."""

    audiences = fields.List(
        fields.Enum(Audience, by_value=fields.String),
        required=True,
        validate=validate.Length(max=len(Audience)),
    )


class AudiencesAnswer(Shape):
    """The groups that a member belongs to."""

    member_id = Identifier(required=True)
    audiences = fields.List(fields.String(), required=True)


class LookUpMember(Shape):
    """Whose card."""

    card_no = CardNumber(required=True)


class FoundMember(Shape):
    """The member, as far as an office must know to see that it is the right one."""

    member_id = Identifier(required=True)
    name_masked = fields.String(required=True)


class MembersOfCards(Shape):
    """Card numbers as they stand on cards."""

    card_nos = fields.List(Text(most=40), required=True, validate=validate.Length(min=1, max=200))


class CardHolder(Shape):
    """Whose card it is. ``name_masked`` is for who has the member before them."""

    card_no = fields.String(required=True)
    member_id = Identifier(required=True)
    union = fields.String(required=True)
    birth_year = fields.Integer(required=True)
    audiences = fields.List(fields.String(), required=True)
    name_masked = fields.String(required=True)


class CardHolders(Shape):
    """The members of those cards that there are."""

    items = fields.List(fields.Nested(CardHolder), required=True)


class ContactsOf(Shape):
    """Whose contacts."""

    member_ids = fields.List(Identifier(), required=True, validate=validate.Length(min=1, max=500))


class Contact(Shape):
    """How to reach a member."""

    member_id = Identifier(required=True)
    phone = fields.String(required=True)
    name = fields.String(required=True)


class Contacts(Shape):
    """Contacts of those members who exist."""

    items = fields.List(fields.Nested(Contact), required=True)


class MembersOfSegment(Shape):
    """Whose members: of unions (a path holds those below it) and, if groups are named, of one of
    them. ``after`` is the last member of the page before; ``count`` asks how many there are."""

    unions = fields.List(Path(), required=True, validate=validate.Length(min=1, max=50))
    audiences = fields.List(
        fields.Enum(Audience, by_value=fields.String),
        load_default=list,
        validate=validate.Length(max=len(Audience)),
    )
    after = Identifier(load_default=None, allow_none=True)
    limit = WholeNumber(least=1, most=1000, load_default=500)
    count = Flag(load_default=False)


class Segment(Shape):
    """One page of members with an active card, by id, and all that there are if asked."""

    member_ids = fields.List(Identifier(), required=True)
    more = fields.Boolean(required=True)
    total = fields.Integer(allow_none=True, required=True)


class MembersByPhone(Shape):
    """Mobile numbers, in any of the usual ways of writing them."""

    phones = fields.List(Text(most=40), required=True, validate=validate.Length(min=1, max=500))


class PhoneHolder(Shape):
    """A member whom a number reaches, with the card in force."""

    phone = fields.String(required=True)
    member_id = Identifier(required=True)
    union = fields.String(required=True)
    card_no = fields.String(required=True)
    card_state = fields.String(required=True)
    birth_year = fields.Integer(required=True)
    audiences = fields.List(fields.String(), required=True)


class PhoneHolders(Shape):
    """The members behind these numbers: none, one, or several who share one."""

    items = fields.List(fields.Nested(PhoneHolder), required=True)


class UnionsOf(PageRequest):
    """The unions one step below a path, and which page of them."""

    parent = Path(load_default="")


class NewUnion(Shape):
    """A union to add to the tree."""

    path = Path(required=True, least=1)
    kind = fields.String(
        required=True,
        validate=validate.OneOf(["district", "street", "employer", "grassroots"]),
    )
    name = Text(required=True, most=80)
    name_en = Text(least=0, most=120, load_default="")


class UnionAnswer(Shape):
    """A place in the tree."""

    path = fields.String(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)


UnionPage = page_of(UnionAnswer)
