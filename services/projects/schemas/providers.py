"""Shapes of social organisations."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from chassis.schema import Flag, Identifier, Moment, PageRequest, Shape, Text, page_of
from services.projects.providers.rules import STATES, credit_code_problem
from services.projects.schemas.documents import Document


class CreditCode(fields.String):
    """A unified social credit code (GB 32100-2015) with its check digit, in capitals."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        code = super()._deserialize(value, attr, data, **kwargs).strip().upper()
        if problem := credit_code_problem(code):
            raise ma.ValidationError(problem)
        return code


class BankAccount(Shape):
    """Where an organisation is paid."""

    bank = Text(most=80, required=True)
    holder = Text(most=120, required=True)
    number = fields.String(
        required=True, validate=validate.Regexp(r"\A[0-9]{8,30}\Z", error="8 to 30 digits.")
    )


class DescribeProvider(Shape):
    """What everybody reads of an organisation."""

    about = Text(least=0, most=2000, lines=True, load_default="")
    has_union = Flag(load_default=False)


class RegisterProvider(DescribeProvider):
    """An organisation as it enters itself."""

    credit_code = CreditCode(required=True)
    name = Text(most=120, required=True)
    bank_account = fields.Nested(BankAccount, required=True)


class ProviderRef(Shape):
    """Which organisation."""

    provider_id = Identifier(required=True)


class RefuseProvider(ProviderRef):
    """Which organisation is not verified, and why."""

    reason = Text(most=500, required=True)


class ListProviders(PageRequest):
    """Which organisations, and which page of them."""

    state = fields.String(
        load_default="verified", validate=validate.OneOf(sorted(STATES.states, reverse=True))
    )


class JoinProvider(Shape):
    """The code of an invitation."""

    code = Text(least=16, most=16, required=True)


class ProviderUserRef(Shape):
    """An account that acts for the caller's organisation."""

    account_id = Text(most=64, required=True)


class ProviderInvitation(Shape):
    """A code with which one more account joins, once."""

    code = fields.String(required=True)
    valid_until = Moment(required=True)


class Provider(Shape):
    """An organisation as everybody sees it."""

    id = Identifier(required=True)
    credit_code = fields.String(required=True)
    name = fields.String(required=True)
    about = fields.String(required=True)
    has_union = fields.Boolean(required=True)
    state = fields.String(required=True)
    decided_at = Moment(required=True, allow_none=True)


ProviderPage = page_of(Provider)


class ProviderPapers(Shape):
    """What an organisation is verified by; ``reason`` is why it was refused, or empty."""

    provider = fields.Nested(Provider, required=True)
    reason = fields.String(required=True)
    applied_at = Moment(required=True)
    documents = fields.List(fields.Nested(Document), required=True)


class OwnProvider(Shape):
    """An organisation as those who act for it see it; ``bank_account`` shows its last digits."""

    provider = fields.Nested(Provider, required=True)
    reason = fields.String(required=True)
    bank = fields.String(required=True)
    bank_account = fields.String(required=True)
    users = fields.List(fields.String(), required=True)
    documents = fields.List(fields.Nested(Document), required=True)
