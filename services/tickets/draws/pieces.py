"""Frozen entries in pieces, so that neither a proof file nor a member's path needs all of them.

A piece holds ``SIZE`` entries as the lines of the proof file. ``SIZE`` is a power of two, so a
piece is a whole branch of the tree, and its root is all that the other members' paths need of it.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.tickets.draws import merkle, proof
from services.tickets.draws.entries import Asked, Entries

SIZE = 4096


@dataclass(frozen=True, slots=True)
class Piece:
    """Some entries in their order. ``first`` and ``root`` are hexadecimal."""

    number: int
    first: str
    root: str
    lines: str


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That an entry is number ``index`` of all, and the path from it to the root."""

    index: int
    path: Sequence[str]


def cut(entries: Entries, *, size: int = SIZE) -> Iterator[Piece]:
    """Entries in pieces."""
    leaves = entries.leaves()
    for number, start in enumerate(range(0, len(leaves), size)):
        commitments = entries.commitments[start : start + size]
        yield Piece(
            number=number,
            first=commitments[0].hex(),
            root=merkle.root_of(leaves[start : start + size]).hex(),
            lines=proof.lines(commitments, _of(commitments, entries)),
        )


def _of(commitments: Sequence[bytes], entries: Entries) -> dict[bytes, Asked]:
    special = entries.special
    return {one: special[one] for one in commitments if one in special} if special else {}


def together(roots: Sequence[str]) -> str:
    """The root of all, from the roots of the pieces."""
    return merkle.root_of([bytes.fromhex(root) for root in roots]).hex()


def read(lines: str) -> Entries:
    """The entries of one piece. Raises ``ProofRefused``."""
    commitments, special = proof.read_entries(json.loads(f"[{lines}]"))
    return Entries(commitments=commitments, special=special)


def find(firsts: Sequence[str], commitment: str) -> int:
    """The number of the piece in which a commitment must be if it is in any; -1 for none."""
    return bisect_right(firsts, commitment) - 1


def inclusion(
    *, piece: Entries, number: int, roots: Sequence[str], commitment: str, size: int = SIZE
) -> Inclusion | None:
    """The proof that a commitment is in piece ``number``; none if it is not."""
    wanted = bytes.fromhex(commitment)
    if wanted not in piece.commitments:
        return None
    within = piece.commitments.index(wanted)
    above = merkle.Tree([bytes.fromhex(root) for root in roots])
    path = [*merkle.Tree(piece.leaves()).path(within), *above.path(number)]
    return Inclusion(index=number * size + within, path=[one.hex() for one in path])
