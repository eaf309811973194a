"""Chains of hashes: each entry holds the hash of the one before, so a change breaks all after it.

An entry is the canonical JSON of what happened (RFC 8785 without numbers that are not whole: keys
sorted, no spaces, UTF-8) and its hash is the SHA-256 of these bytes. The first entry of a chain
points to 64 zeros.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from chassis.clock import rfc3339

FORMAT = "unionhall-audit-1"
NOTHING = "0" * 64
_FIELDS = {"chain", "sequence", "previous", "at", "act", "subject", "actor", "data"}
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain: how many entries it has, and the hash of the last."""

    chain: str
    sequence: int = 0
    hash: str = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody did. ``data`` holds no personal data and no number that is not whole."""

    act: str
    subject: str
    actor: str
    at: datetime
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as it is kept and exported: its bytes, as text, and their hash."""

    sequence: int
    body: str
    hash: str


class BrokenChain(Exception):
    """The first place at which an exported chain is not what it was; the message says why."""

    def __init__(self, place: int, why: str) -> None:
        super().__init__(f"entry {place}: {why}")
        self.place = place


def canonical(value: Any) -> str:
    """One text for one value. Raises ``ValueError`` for what has none: fractions, NaN, odd keys."""
    _check(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _check(value: Any) -> None:
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise ValueError("keys must be texts")
        for inner in value.values():
            _check(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check(inner)
    elif value is not None and not isinstance(value, str | int):
        raise ValueError(f"{type(value).__name__} has no canonical form here")


def link(head: Head, act: Act) -> Link:
    """The entry that follows ``head``."""
    body = canonical(
        {
            "chain": head.chain,
            "sequence": head.sequence + 1,
            "previous": head.hash,
            "at": rfc3339(act.at),
            "act": act.act,
            "subject": act.subject,
            "actor": act.actor,
            "data": dict(act.data),
        }
    )
    return Link(sequence=head.sequence + 1, body=body, hash=hash_of(body))


def hash_of(body: str) -> str:
    """The hash of an entry's bytes."""
    return sha256(body.encode()).hexdigest()


def fingerprint(value: Any) -> str:
    """The hash of figures, fractions among them, as this version of the code writes them."""
    return hash_of(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def verify(lines: Iterable[str], *, published: Mapping[int, str] | None = None) -> Head:
    """Check an exported chain: a head line, then an entry a line. Returns its end.

    ``published`` holds the hashes of ends that were told before, by their number. Raises
    ``BrokenChain`` at the first line that does not fit. What this cannot know, because it needs no
    database: that the head is the one that is published now. Compare both.
    """
    texts = (line.rstrip("\n") for line in lines)
    told = _head(next(texts, ""))
    end = Head(told["chain"])
    waiting = dict(published or {})
    for text in texts:
        end = _follow(end, text)
        if waiting.pop(end.sequence, end.hash) != end.hash:
            raise BrokenChain(end.sequence, "is not the one that was published")
    if waiting:
        raise BrokenChain(min(waiting), "was published and is not there")
    if end.sequence != told["sequence"]:
        raise BrokenChain(end.sequence + 1, f"missing; the head counts {told['sequence']}")
    if end.hash != told["hash"]:
        raise BrokenChain(end.sequence, "its hash is not the head's")
    return end


def _head(line: str) -> dict[str, Any]:
    try:
        told = json.loads(line)
    except ValueError as error:
        raise BrokenChain(0, "the first line is no JSON") from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise BrokenChain(0, f"not an export in the format {FORMAT}")
    kinds = {"chain": str, "sequence": int, "hash": str}
    if not all(type(told.get(name)) is kind for name, kind in kinds.items()):
        raise BrokenChain(0, "the head lacks chain, sequence or hash")
    return told


def _follow(end: Head, text: str) -> Head:
    place = end.sequence + 1
    try:
        entry = json.loads(text)
        form = canonical(entry)
    except ValueError as error:
        raise BrokenChain(place, "cannot be read") from error
    if not isinstance(entry, dict) or set(entry) != _FIELDS:
        raise BrokenChain(place, "has not the fields of an entry")
    if form != text:
        raise BrokenChain(place, "is not in canonical form")
    if entry["chain"] != end.chain:
        raise BrokenChain(place, "belongs to another chain")
    if entry["sequence"] != place:
        raise BrokenChain(place, f"has the number {entry['sequence']}")
    if entry["previous"] != end.hash or not _HASH.fullmatch(str(entry["previous"])):
        raise BrokenChain(place, "does not follow from the entry before it")
    return Head(chain=end.chain, sequence=place, hash=hash_of(text))


def head_line(head: Head) -> str:
    """The first line of an export."""
    return canonical(
        {"format": FORMAT, "chain": head.chain, "sequence": head.sequence, "hash": head.hash}
    )
