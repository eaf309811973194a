"""What log-in needs of an installation: secrets and limits, made once at start."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Any, Final

from nameko.extensions import DependencyProvider

from chassis.config import Settings
from chassis.personal import PersonalData
from chassis.tokens import Tokens
from services.members.limits.rules import Limits, limits

PHONE: Final = "phone"  # the purpose under which phone numbers are sealed and indexed


@dataclass(frozen=True, slots=True)
class Security:
    """Ciphers, tokens and limits of this installation."""

    personal: PersonalData
    tokens: Tokens
    limits: Limits
    demo: bool
    _refresh_key: bytes = field(repr=False)

    @classmethod
    def of(cls, settings: Settings) -> Security:
        """Raises ``ConfigurationError`` for limits that cannot be read."""
        return cls(
            personal=PersonalData(settings.personal_data_secret),
            tokens=Tokens(settings.token_secret),
            limits=limits(demo=settings.demo, override=settings.extra.get("MEMBERS_LIMITS", "")),
            demo=settings.demo,
            _refresh_key=hmac.digest(
                settings.token_secret.encode(), b"unionhall refresh tokens", hashlib.sha256
            ),
        )

    def sign_refresh(self, text: str) -> bytes:
        """A keyed hash that only this installation can make; see ``sessions.rules``."""
        return hmac.digest(self._refresh_key, text.encode(), hashlib.sha256)

    def card_index(self, card_no: str) -> str:
        """By what a card number, real or only typed, is known to codes and limits."""
        return self.personal.index(card_no, purpose="card-no")


class MembersSecurity(DependencyProvider):
    """The dependency ``security``."""

    def setup(self) -> None:
        self._security = Security.of(self.container.config["settings"])

    def get_dependency(self, worker_ctx: Any) -> Security:
        return self._security
