"""Turning a stored message into what leaves the house, or the reason why nothing does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from chassis.personal import PersonalData, Unreadable
from services.notify.channels.port import Outgoing
from services.notify.contacts.directory import Contact
from services.notify.errors import TemplateError
from services.notify.messages.rules import Withheld
from services.notify.messages.store import Stored
from services.notify.templates.rules import render
from services.notify.templates.store import Templates


class Wordings:
    """The texts of one batch; what many are told with the same values is rendered once."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates
        self._known: dict[tuple[object, ...], str] = {}

    def of(self, message: Stored, *, unseal: Callable[[str], str]) -> str:
        """The text of an SMS. Raises ``TemplateError`` and what ``unseal`` raises."""
        values = message.variables
        ref = message.template, message.template_version
        key = (*ref, message.language, *values, *values.values())
        text = self._known.get(key)
        if text is None:
            content = render(
                self._templates.version(*ref),
                channel="sms",
                language=message.language,
                values=values,
                unseal=unseal,
            )
            text = self._known[key] = content["text"]
        return text


def compose(
    message: Stored,
    *,
    wordings: Wordings,
    contacts: Mapping[str, Contact],
    personal: PersonalData,
    now: datetime,
) -> Outgoing | Withheld:
    """The SMS, rendered from the version that the message was made from. This is the only place
    that opens a login code, and the moment at which expiry counts."""
    lasts = message.standing.expires_at - now
    if lasts <= timedelta(0) or lasts < message.standing.policy.least:
        return Withheld.EXPIRED
    contact = contacts.get(message.recipient)
    if contact is None:
        return Withheld.NO_NUMBER
    try:
        text = wordings.of(message, unseal=lambda code: personal.open(code, purpose="login-code"))
    except (TemplateError, Unreadable):
        return Withheld.NOT_RENDERED
    return Outgoing(
        reference=message.id,
        to=contact.phone,
        text=text,
        attempt=message.standing.attempts,
        lasts=lasts,
    )
