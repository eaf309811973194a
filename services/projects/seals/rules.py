"""A key in two halves: anybody can seal to it, only both halves together open.

Each office has an X25519 key pair (RFC 7748) whose private part is encrypted with AES-256-GCM under
a key made of its passphrase by scrypt (RFC 7914). To seal, a fresh pair is made; its exchanges with
both offices' public keys go, in the order of the offices' names, through HKDF-SHA256 (RFC 5869)
into one AES-256-GCM key, which exists for this one text. Whoever lacks either half lacks the key.
"""

from __future__ import annotations

import base64
import json
import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from services.projects.errors import Unopenable, WrongPassphrase

# Which role speaks for an office: the one that buys, and the one that watches over it.
OFFICES: Final[Mapping[str, str]] = {"department": "federation", "supervision": "auditor"}
_COST: Final = 2**15  # with r = 8: 32 MiB and about a tenth of a second
_BLOCK: Final = 8
_NONCE: Final = 12
_SALT: Final = 16
_KEY: Final = 32
_INFO: Final = b"unionhall application seal 1"


@dataclass(frozen=True, slots=True)
class Half:
    """One office's half: its public key, and the private one under its passphrase, as texts."""

    public_key: str
    locked: str


def new_half(passphrase: str) -> Half:
    """A fresh key pair that only this passphrase opens. Takes a tenth of a second."""
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    cipher = AESGCM(_of_passphrase(passphrase, salt))
    data = cipher.encrypt(nonce, private.private_bytes_raw(), public)
    return Half(_text(public), _json(salt=salt, nonce=nonce, data=data))


def unlock(half: Half, passphrase: str) -> str:
    """The private key of a half. Takes a tenth of a second. Raises ``WrongPassphrase``."""
    kept = json.loads(half.locked)
    cipher = AESGCM(_of_passphrase(passphrase, _bytes(kept["salt"])))
    try:
        private = cipher.decrypt(
            _bytes(kept["nonce"]), _bytes(kept["data"]), _bytes(half.public_key)
        )
    except InvalidTag as error:
        raise WrongPassphrase.of("passphrase", "does not open this half of the key") from error
    return _text(private)


def seal(text: str, *, public_keys: Mapping[str, str], about: str) -> str:
    """Encrypt to all offices at once; ``about`` says what it is, and opens as nothing else."""
    ephemeral = X25519PrivateKey.generate()
    shared = b"".join(
        ephemeral.exchange(X25519PublicKey.from_public_bytes(_bytes(public_keys[office])))
        for office in sorted(OFFICES)
    )
    public = ephemeral.public_key().public_bytes_raw()
    nonce = os.urandom(_NONCE)
    data = AESGCM(_derive(shared, public)).encrypt(nonce, text.encode(), about.encode())
    return _json(ephemeral=public, nonce=nonce, data=data)


def unseal(sealed: str, *, private_keys: Mapping[str, str], about: str) -> str:
    """The text again, with the private keys of all offices. Raises ``Unopenable``."""
    try:
        kept = json.loads(sealed)
        ephemeral = X25519PublicKey.from_public_bytes(_bytes(kept["ephemeral"]))
        shared = b"".join(
            X25519PrivateKey.from_private_bytes(_bytes(private_keys[office])).exchange(ephemeral)
            for office in sorted(OFFICES)
        )
        cipher = AESGCM(_derive(shared, _bytes(kept["ephemeral"])))
        return cipher.decrypt(_bytes(kept["nonce"]), _bytes(kept["data"]), about.encode()).decode()
    except (InvalidTag, ValueError, KeyError, TypeError) as error:
        raise Unopenable("it cannot be opened with these keys", about=about) from error


def _of_passphrase(passphrase: str, salt: bytes) -> bytes:
    secret = unicodedata.normalize("NFC", passphrase).encode()
    return Scrypt(salt=salt, length=_KEY, n=_COST, r=_BLOCK, p=1).derive(secret)


def _derive(shared: bytes, ephemeral: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=_KEY, salt=ephemeral, info=_INFO).derive(shared)


def _json(**parts: bytes) -> str:
    return json.dumps({name: _text(value) for name, value in parts.items()})


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: Any) -> bytes:
    return base64.b64decode(text, validate=True)
