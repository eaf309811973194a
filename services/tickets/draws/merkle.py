"""Merkle trees over 32-byte leaves, after RFC 6962, section 2.1.

A node is SHA-256(0x01 ‖ left ‖ right). RFC 6962 hashes leaves under the prefix 0x00; here that is
done where a leaf is made (``entries.commit``), so a leaf enters the tree as it is. A tree of n
leaves splits at the largest power of two below n, which is what carrying an odd last node up
unchanged amounts to.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root of ``leaves`` in their order; ``EMPTY`` for none."""
    if not leaves:
        return EMPTY
    level = list(leaves)
    while len(level) > 1:
        level = _above(level)
    return level[0]


def _above(level: list[bytes]) -> list[bytes]:
    pairs = iter(level)
    above = [
        sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=False)
    ]
    if len(level) % 2:
        above.append(level[-1])
    return above


class Tree:
    """A tree that is kept to give inclusion proofs: 64 bytes a leaf."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._levels = [list(leaves)]
        while len(self._levels[-1]) > 1:
            self._levels.append(_above(self._levels[-1]))

    @property
    def root(self) -> bytes:
        """The root of the whole tree."""
        return self._levels[-1][0] if self._levels[0] else EMPTY

    def path(self, index: int) -> list[bytes]:
        """The siblings from the leaf at ``index`` up to the root."""
        siblings = []
        for level in self._levels[:-1]:
            beside = index ^ 1
            if beside < len(level):
                siblings.append(level[beside])
            index //= 2
        return siblings


def includes(*, root: bytes, leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bool:
    """Whether ``path`` proves that ``leaf`` is number ``index`` of ``size`` under ``root``."""
    if not 0 <= index < size:
        return False
    node, siblings, last = leaf, iter(path), size - 1
    try:
        while last:
            if index % 2:
                node = sha256(b"\x01" + next(siblings) + node).digest()
            elif index < last:
                node = sha256(b"\x01" + node + next(siblings)).digest()
            index, last = index // 2, last // 2
    except StopIteration:
        return False
    return node == root and next(siblings, None) is None
