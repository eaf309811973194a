"""Bank accounts of organisations, encrypted where they lie."""

from __future__ import annotations

import json
from collections.abc import Mapping

from chassis.personal import PersonalData

_PURPOSE = "provider-bank"


def seal(personal: PersonalData, account: Mapping[str, str]) -> str:
    """Encrypt ``bank``, ``holder`` and ``number``."""
    return personal.seal(json.dumps(dict(account), ensure_ascii=False), purpose=_PURPOSE)


def unseal(personal: PersonalData, sealed: str) -> dict[str, str]:
    """The account again. Raises ``Unreadable``."""
    account: dict[str, str] = json.loads(personal.open(sealed, purpose=_PURPOSE))
    return account
