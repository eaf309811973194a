"""The proof of a draw: one JSON file from which anybody can repeat it, without us.

Fields: ``format``, ``release_id``, ``rules`` (published before the freeze, among them where the
value comes from), ``places`` by pool, ``root`` and ``frozen_at`` (published at the freeze),
``value`` (published by others), ``entries`` (hexadecimal commitments in ascending order; an entry
that is not plain is ``[commitment, pools, places]``, its pools joined by ``|`` in the order in
which they are tried), ``result`` (SHA-256 over who won and who waits, in the order of the draw)
and how many won and wait.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from operator import ge
from typing import IO, Any

from services.tickets.draws import merkle, ranking
from services.tickets.draws.entries import PLAIN, Asked, Entries

FORMAT = "unionhall-draw-1"
BETWEEN = ",\n"
TAIL = "\n]}\n"


class ProofRefused(Exception):
    """The proof does not prove the draw; the message says at which point."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """What is published when entries close."""

    release_id: str
    rules: Mapping[str, Any]
    places: Mapping[str, int]
    frozen_at: str
    entries: Entries
    root: bytes


@dataclass(frozen=True, slots=True)
class Draw:
    """A finished draw over frozen entries."""

    frozen: Frozen
    value: str
    order: Sequence[bytes]
    result: ranking.Result


def freeze(
    *,
    release_id: str,
    rules: Mapping[str, Any],
    places: Mapping[str, int],
    frozen_at: str,
    entries: Entries,
) -> Frozen:
    """Fix the entries under a root."""
    return Frozen(
        release_id=release_id,
        rules=rules,
        places=places,
        frozen_at=frozen_at,
        entries=entries,
        root=merkle.root_of(entries.leaves()),
    )


def draw(frozen: Frozen, *, value: str) -> Draw:
    """Rank the frozen entries by a public random value and give the places."""
    order = ranking.order_of(value=value, release_id=frozen.release_id, entries=frozen.entries)
    result = ranking.allot(order=order, entries=frozen.entries, places=frozen.places)
    return Draw(frozen=frozen, value=value, order=order, result=result)


def write(finished: Draw, out: IO[str]) -> None:
    """Write the proof, an entry a line, so that it can be read and compared by eye."""
    frozen = finished.frozen
    out.write(
        head(
            release_id=frozen.release_id,
            rules=dict(frozen.rules),
            places=dict(frozen.places),
            frozen_at=frozen.frozen_at,
            root=frozen.root.hex(),
            value=finished.value,
            won=len(finished.result.won),
            waiting=len(finished.result.waiting),
            result=fingerprint(finished.result),
        )
    )
    out.write(lines(frozen.entries.commitments, frozen.entries.special))
    out.write(TAIL)


def head(**told: Any) -> str:
    """All of the file that stands before the lines of the entries."""
    text = json.dumps({"format": FORMAT, **told}, ensure_ascii=False, indent=1)
    return text[:-2] + ',\n "entries": [\n'


def lines(commitments: Sequence[bytes], special: Mapping[bytes, Asked]) -> str:
    """Entries of the file; between two such texts stands ``BETWEEN``."""
    if not special:
        joined = '",\n"'.join(map(bytes.hex, commitments))
        return f'"{joined}"' if joined else ""
    told = []
    for commitment in commitments:
        asked = special.get(commitment)
        name = commitment.hex()
        told.append(json.dumps([name, asked.pools, asked.places] if asked else name))
    return BETWEEN.join(told)


def fingerprint(result: ranking.Result) -> str:
    """SHA-256 over who won and who waits."""
    whole = sha256()
    for commitments in (result.won, result.waiting):
        whole.update(len(commitments).to_bytes(8, "big"))
        whole.update(b"".join(commitments))
    return whole.hexdigest()


def verify(text: str) -> Draw:
    """Repeat a draw from its proof. Raises ``ProofRefused`` at the first thing that is not so.

    What this cannot know, because it needs no database: that ``root`` is the one that was
    published at the freeze and ``value`` the one that its source published. Compare both.
    """
    told = _parse(text)
    commitments, special = read_entries(told["entries"])
    if any(map(ge, commitments, commitments[1:])):
        raise ProofRefused("the entries are not in ascending order, each once")
    entries = Entries.of(commitments, special)
    frozen = freeze(
        release_id=told["release_id"],
        rules=told["rules"],
        places=told["places"],
        frozen_at=told["frozen_at"],
        entries=entries,
    )
    if frozen.root.hex() != told["root"]:
        raise ProofRefused("the entries do not have the root that was published")
    finished = draw(frozen, value=told["value"])
    if (len(finished.result.won), len(finished.result.waiting)) != (told["won"], told["waiting"]):
        raise ProofRefused("another number of entries wins")
    if fingerprint(finished.result) != told["result"]:
        raise ProofRefused("the order of the draw is another one")
    return finished


def _parse(text: str) -> dict[str, Any]:
    kinds: dict[str, type | tuple[type, ...]] = {
        "release_id": str,
        "rules": dict,
        "places": dict,
        "frozen_at": str,
        "root": str,
        "value": str,
        "won": int,
        "waiting": int,
        "result": str,
        "entries": list,
    }
    try:
        told = json.loads(text)
    except ValueError as error:
        raise ProofRefused(f"not JSON: {error}") from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise ProofRefused(f"not a proof in the format {FORMAT}")
    for name, kind in kinds.items():
        if not isinstance(told.get(name), kind):
            raise ProofRefused(f"{name} is missing or of the wrong type")
    if not all(isinstance(n, int) and n >= 0 for n in told["places"].values()):
        raise ProofRefused("places must be whole numbers")
    return told


def read_entries(items: Sequence[Any]) -> tuple[list[bytes], dict[bytes, Asked]]:
    """What ``lines`` wrote. Raises ``ProofRefused``."""
    commitments: list[bytes] = []
    special: dict[bytes, Asked] = {}
    for number, item in enumerate(items):
        try:
            plain = isinstance(item, str)
            commitment = bytes.fromhex(item if plain else item[0])
            if not plain:
                special[commitment] = _asked(item[1], item[2])
        except (TypeError, ValueError, IndexError, KeyError) as error:
            raise ProofRefused(f"entry {number} cannot be read") from error
        if len(commitment) != 32:
            raise ProofRefused(f"entry {number} cannot be read")
        commitments.append(commitment)
    return commitments, special


def _asked(pools: Any, places: Any) -> Asked:
    asked = Asked(pools=pools, places=places)
    if not isinstance(pools, str) or type(places) is not int or places < 1 or asked == PLAIN:
        raise ValueError("not what an entry can ask for")
    return asked
