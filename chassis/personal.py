"""Personal data: encrypted where it is stored or travels, masked where people look."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class Unreadable(Exception):
    """The sealed text was made with another secret, for another purpose, or was changed."""


class PersonalData:
    """Seals short texts with AES-256-GCM and gives them blind indexes (keyed hashes).

    Both keys come from one installation secret; ``purpose`` is authenticated with the text, so
    that a sealed phone number cannot be passed off as something else.
    """

    def __init__(self, secret: str) -> None:
        self._cipher = AESGCM(_derive(secret, b"seal"))
        self._index_key = _derive(secret, b"index")

    def seal(self, text: str, *, purpose: str) -> str:
        """Encrypt; two seals of one text differ."""
        nonce = os.urandom(_NONCE)
        sealed = self._cipher.encrypt(nonce, text.encode(), purpose.encode())
        return base64.urlsafe_b64encode(nonce + sealed).decode()

    def open(self, sealed: str, *, purpose: str) -> str:
        """Decrypt. Raises ``Unreadable``."""
        try:
            raw = base64.urlsafe_b64decode(sealed)
            return self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], purpose.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise Unreadable(purpose) from error

    def index(self, text: str, *, purpose: str) -> str:
        """A keyed hash by which a sealed text can be found again: 64 hexadecimal digits."""
        data = f"{purpose}\0{text}".encode()
        return hmac.new(self._index_key, data, hashlib.sha256).hexdigest()


def _derive(secret: str, label: bytes) -> bytes:
    return hmac.new(secret.encode(), b"unionhall personal data " + label, hashlib.sha256).digest()


def mask_phone(number: str) -> str:
    """``13812345678`` → ``138****5678``; anything shorter keeps its last two digits."""
    if len(number) < 8:
        return "*" * max(0, len(number) - 2) + number[-2:]
    return f"{number[:3]}****{number[-4:]}"
