"""Files as they lie on a shelf: encrypted, each with a key of its own."""

from __future__ import annotations

import os
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.projects.errors import DocumentMissing

PURPOSE: Final = "document-key"
_NONCE: Final = 12


def new_key() -> bytes:
    """A fresh key of 256 bits."""
    return AESGCM.generate_key(256)


def lock(data: bytes, *, key: bytes, document_id: str) -> bytes:
    """Encrypt a file; the result opens as this document only."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, document_id.encode())


def unlock(locked: bytes, *, key: bytes, document_id: str, digest: str) -> bytes:
    """The file again. Raises ``DocumentMissing`` if it is not the one that came."""
    try:
        data = AESGCM(key).decrypt(locked[:_NONCE], locked[_NONCE:], document_id.encode())
    except (InvalidTag, ValueError) as error:
        raise DocumentMissing("the file is not as it was put") from error
    if sha256(data).hexdigest() != digest:
        raise DocumentMissing("the file is not as it was put")
    return data
