"""Identifiers: UUIDv7 for machines, short codes for people."""

from __future__ import annotations

import os
import time

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def uuid7() -> str:
    """A UUIDv7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, then 74 random bits.

    Sorted as text they are sorted by time of making, which keeps B-tree inserts at one edge.
    """
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def short_code(length: int = 8) -> str:
    """A random code that can be read out and typed: Crockford's base 32, no I, L, O or U."""
    return "".join(_CROCKFORD[byte % 32] for byte in os.urandom(length))
