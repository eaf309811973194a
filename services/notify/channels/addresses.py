"""Addresses of offices: what is stored of what an officer writes down, and what others may see."""

from __future__ import annotations

import re
from collections.abc import Collection

from chassis.personal import mask_phone
from services.notify.inbound.rules import mobile

_MAILBOX = re.compile(r"[A-Za-z0-9._%+=-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_KEY = re.compile(r"[A-Za-z0-9_-]{8,128}")
_IN_URL = {
    "wecom": re.compile(r"https://[^?#]+\?(?:[^#]*&)?key=([^&#]+)(?:[&#].*)?"),
    "dingtalk": re.compile(r"https://[^?#]+\?(?:[^#]*&)?access_token=([^&#]+)(?:[&#].*)?"),
    "feishu": re.compile(r"https://[^?#]+/hook/([^/?#]+)/?"),
}
_FURTHER = re.compile(r"([a-z0-9]+)://[!-~]{1,480}", re.IGNORECASE)


def is_mailbox(text: str) -> bool:
    """Whether a text is one plain e-mail address."""
    return len(text) <= 254 and _MAILBOX.fullmatch(text) is not None


def address_of(channel: str, text: str, *, schemas: Collection[str] = ()) -> str | None:
    """What a channel takes as address: a mailbox, a robot's key (alone or in the webhook's URL as
    the provider shows it), an Apprise address of one of the ``schemas``, a mobile number. ``None``
    for all else."""
    if channel == "email":
        return text if is_mailbox(text) else None
    if channel == "sms":
        return mobile(text) or None
    if channel == "apprise":
        further = _FURTHER.fullmatch(text)
        return text if further and further[1].lower() in schemas else None
    in_url = _IN_URL[channel].fullmatch(text)
    key = in_url[1] if in_url else text
    return key if _KEY.fullmatch(key) else None


def masked(channel: str, address: str) -> str:
    """An address for those who may not know it: enough to tell two apart."""
    if channel == "email":
        name, _, place = address.partition("@")
        return f"{name[:1]}***@{place}"
    if channel == "sms":
        return mask_phone(address)
    if channel == "apprise":
        return f"{address.partition('://')[0].lower()}://****"
    return f"****{address[-4:]}"
