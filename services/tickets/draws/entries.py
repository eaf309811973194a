"""Entries of a draw: who asked is hidden in a salted commitment, what was asked for is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from operator import eq

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Asked:
    """What an entry asks for: which pools of places may serve it, and how many places as one.

    ``pools`` are joined by ``|`` and tried in this order; the general pool has an empty name.
    """

    pools: str = ""
    places: int = 1


PLAIN = Asked()


@dataclass(frozen=True, slots=True)
class Entries:
    """All entries of a draw in ascending order of their commitments.

    Nearly all entries of a large draw ask for one place of the general pool; only the others are
    in ``special``, which keeps a million entries small and fast.
    """

    commitments: Sequence[bytes]
    special: Mapping[bytes, Asked]

    @classmethod
    def of(cls, commitments: Iterable[bytes], special: Mapping[bytes, Asked]) -> Entries:
        """Sort them. Raises ``ValueError`` if one commitment is there twice."""
        ordered = sorted(commitments)
        if any(map(eq, ordered, ordered[1:])):
            raise ValueError("a commitment is there twice")
        return cls(commitments=ordered, special=special)

    def asked(self, commitment: bytes) -> Asked:
        """What the entry with this commitment asks for."""
        return self.special.get(commitment, PLAIN)

    def leaves(self) -> Sequence[bytes]:
        """What stands for each entry in the tree.

        A plain entry is its commitment; anything else binds pools and places to it, so that they
        cannot be changed after the freeze.
        """
        if not self.special:
            return self.commitments
        return [
            leaf_of(commitment, self.special[commitment])
            if commitment in self.special
            else commitment
            for commitment in self.commitments
        ]


def leaf_of(commitment: bytes, asked: Asked) -> bytes:
    """The leaf of one entry."""
    if asked == PLAIN:
        return commitment
    return sha256(b"\x02" + commitment + f"{asked.pools}\0{asked.places}".encode()).digest()


def commit(*, release_id: str, member_id: str, salt: bytes) -> bytes:
    """SHA-256(0x00 ‖ release ‖ 0x00 ‖ member ‖ 0x00 ‖ salt).

    Only who knows the salt, that is the entrant and the union, can tell whose it is.
    """
    return sha256(b"\x00%b\x00%b\x00%b" % (release_id.encode(), member_id.encode(), salt)).digest()
