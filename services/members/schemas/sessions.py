"""Shapes of log-in, sessions and accounts."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from chassis.schema import Identifier, PageRequest, Path, Shape, Text, page_of
from services.members.accounts.rules import ROLES_BY_KIND
from services.members.cards.rules import digits

_WAYS = ({"card_no", "code"}, {"username", "password"})


class CardNumber(fields.String):
    """Sixteen digits, with or without blanks and hyphens between them.

    The check digit is not looked at: a number that cannot exist gets the answer of one that does
    not.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            validate=validate.Regexp(r"\A[0-9]{16}\Z", error="Not sixteen digits."), **kwargs
        )

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        return digits(super()._deserialize(value, attr, data, **kwargs))


class RequestLoginCode(Shape):
    """Whose phone gets a code."""

    card_no = CardNumber(required=True)


class LogIn(Shape):
    """Either card number and code, or name and password."""

    card_no = CardNumber()
    code = fields.String(validate=validate.Regexp(r"\A[0-9]{6}\Z", error="Not six digits."))
    username = Text(most=60)
    password = fields.String(validate=validate.Length(min=1, max=128))

    @ma.validates_schema(skip_on_field_errors=True)
    def one_way(self, data: dict[str, Any], **_kwargs: Any) -> None:
        given = set(data)
        if given in _WAYS:
            return
        way = _WAYS[1] if given & _WAYS[1] and not given & _WAYS[0] else _WAYS[0]
        errors = {name: ["Missing data for required field."] for name in sorted(way - given)}
        errors |= {name: ["Not together with the others."] for name in sorted(given - way)}
        raise ma.ValidationError(errors)


class RefreshSession(Shape):
    """A refresh token, to be exchanged for the next one."""

    refresh_token = fields.String(required=True, validate=validate.Length(min=1, max=200))


class Tokens(Shape):
    """What a client needs to act for somebody; ``expires_in`` is in seconds."""

    access_token = fields.String(required=True)
    refresh_token = fields.String(required=True)
    token_type = fields.String(required=True)
    expires_in = fields.Integer(required=True)


class Role(Shape):
    """A role and the path in the union tree over which it holds."""

    role = fields.String(required=True, validate=validate.Length(min=1, max=20))
    scope = Path(required=True)


class Me(Shape):
    """Who the caller is; ``audiences`` are the groups that a member belongs to."""

    id = Identifier(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    district = fields.String(required=True)
    union = fields.String(required=True)
    roles = fields.List(fields.Nested(Role), required=True)
    audiences = fields.List(fields.String(), required=True)


class NewAccount(Shape):
    """An account of staff or of a provider."""

    username = Text(
        required=True,
        least=3,
        most=60,
    )
    password = fields.String(required=True, validate=validate.Length(min=12, max=128))
    kind = fields.String(required=True, validate=validate.OneOf(["staff", "provider"]))
    name = Text(required=True, most=60)
    roles = fields.List(fields.Nested(Role), required=True, validate=validate.Length(min=1, max=20))


class AccountRef(Shape):
    """Which account."""

    username = Text(required=True, most=60)


class Account(Shape):
    """An account; its password is told to nobody."""

    id = Identifier(required=True)
    username = fields.String(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.Nested(Role), required=True)
    disabled = fields.Boolean(required=True)


class ListAccounts(PageRequest):
    """Who holds which role, and which page of them."""

    role = fields.String(
        load_default="reviewer",
        validate=validate.OneOf([role for roles in ROLES_BY_KIND.values() for role in roles]),
    )


AccountPage = page_of(Account)


class DemoMember(Shape):
    """A member of the demonstration."""

    card_no = fields.String(required=True)
    phone = fields.String(required=True)
    name = fields.String(required=True)
    district = fields.String(required=True)


class DemoStaff(Shape):
    """An account of the demonstration."""

    username = fields.String(required=True)
    password = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    scope = fields.String(required=True)


class DemoAccounts(Shape):
    """Everybody who can log in to the demonstration."""

    members = fields.List(fields.Nested(DemoMember), required=True)
    staff = fields.List(fields.Nested(DemoStaff), required=True)
