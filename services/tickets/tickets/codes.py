"""Ticket codes: short signed texts that a gate can check without asking anybody.

``UH1:`` and the base 32 (RFC 4648) of 100 bytes: 4 of the key's id, 16 of the release's UUID, 16
of the ticket's, 64 of an Ed25519 signature (RFC 8032) over ``UH1:`` and the 36 bytes before it.
100 bytes are 160 letters and digits without padding, all within a QR code's alphanumeric mode.
The same ticket and key give the same code, so none is stored.
"""

from __future__ import annotations

import base64
import binascii
import functools
import hashlib
import uuid
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PREFIX = "UH1:"
_KEY_ID, _SIGNED, _WHOLE = 4, 36, 100
_LETTERS = 160


class BadCode(Exception):
    """Not a code of ours: not of the form, of a key unknown here, or with a wrong signature."""


@dataclass(frozen=True, slots=True)
class SignedTicket:
    """What a code says once its signature has been checked."""

    release_id: str
    ticket_id: str


class TicketKey:
    """The installation's key for ticket codes."""

    def __init__(self, seed: str) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(
            HKDF(algorithm=SHA256(), length=32, salt=None, info=b"unionhall ticket code 1").derive(
                seed.encode()
            )
        )
        self.public = self._private.public_key().public_bytes_raw()
        self.id = key_id(self.public)

    def sign(self, *, release_id: str, ticket_id: str) -> str:
        """The code of a ticket."""
        signed = self.id + uuid.UUID(release_id).bytes + uuid.UUID(ticket_id).bytes
        signature = self._private.sign(PREFIX.encode() + signed)
        return PREFIX + base64.b32encode(signed + signature).decode()


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The key that signs, and those that did before and whose codes still count."""

    signing: TicketKey
    older: tuple[TicketKey, ...] = ()

    @property
    def all(self) -> tuple[TicketKey, ...]:
        """The one that signs first."""
        return (self.signing, *self.older)

    @property
    def publics(self) -> tuple[bytes, ...]:
        """With these a code is checked."""
        return tuple(key.public for key in self.all)


@functools.lru_cache(maxsize=4)
def key_ring(seed: str, old_seeds: tuple[str, ...] = ()) -> KeyRing:
    """The keys that follow from an installation's seeds; derived once."""
    return KeyRing(TicketKey(seed), tuple(TicketKey(old) for old in old_seeds))


def key_id(public: bytes) -> bytes:
    """The first four bytes of the SHA-256 of a public key."""
    return hashlib.sha256(public).digest()[:_KEY_ID]


def looks_signed(text: str) -> bool:
    """Whether a text claims to be a signed code, as against a short one typed by a person."""
    return text.upper().startswith(PREFIX)


def read(code: str, *, publics: tuple[bytes, ...]) -> SignedTicket:
    """Check a code against the known public keys. Raises ``BadCode``."""
    text = code.upper()
    if not text.startswith(PREFIX) or len(text) != len(PREFIX) + _LETTERS:
        raise BadCode("not of the form")
    try:
        raw = base64.b32decode(text.removeprefix(PREFIX))
    except (binascii.Error, ValueError) as error:
        raise BadCode("not of the form") from error
    signed, signature = raw[:_SIGNED], raw[_SIGNED:]
    named = [public for public in publics if key_id(public) == signed[:_KEY_ID]]
    if not named:
        raise BadCode("signed with an unknown key")
    # A key's id is four bytes, so that two keys may, once in a lifetime, have the same.
    if not any(_signed_by(public, signed, signature) for public in named):
        raise BadCode("the signature is wrong")
    return SignedTicket(
        release_id=str(uuid.UUID(bytes=signed[_KEY_ID : _KEY_ID + 16])),
        ticket_id=str(uuid.UUID(bytes=signed[_KEY_ID + 16 :])),
    )


def _signed_by(public: bytes, signed: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, PREFIX.encode() + signed)
    except InvalidSignature:
        return False
    return True
