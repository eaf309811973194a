"""``unionhall verify-draw``: repeats a draw from its proof, without network and database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from services.tickets.draws import merkle, proof
from services.tickets.draws.entries import Asked, commit, leaf_of


def verify(path: str, entry: str = "") -> int:
    """0 and what to compare with what was published; 1 and the reason if the proof is refused.

    With ``entry``, a member's own as they can fetch it, also whether it took part.
    """
    try:
        draw = proof.verify(Path(path).read_text())
        own = _own(draw, json.loads(Path(entry).read_text())) if entry else ""
    except (OSError, ValueError, proof.ProofRefused) as error:
        print(f"refused: {error}", file=sys.stderr)
        return 1
    print(
        f"The draw of release {draw.frozen.release_id} is what its rules say.\n"
        f"  entries  {len(draw.frozen.entries.commitments)}\n"
        f"  won      {len(draw.result.won)}\n"
        f"  waiting  {len(draw.result.waiting)}\n"
        "Compare with what was published when entries closed and by the source of the value:\n"
        f"  root     {draw.frozen.root.hex()}\n"
        f"  value    {draw.value}{own}"
    )
    return 0


def _own(draw: proof.Draw, told: Any) -> str:
    """What a member's entry came to. Raises ``ProofRefused``."""
    try:
        made = commit(
            release_id=draw.frozen.release_id,
            member_id=told["member_id"],
            salt=bytes.fromhex(told["salt"]),
        )
        asked = Asked(pools=told["pools"], places=told["places"])
        index, path = told["index"], [bytes.fromhex(one) for one in told["path"] or ()]
        commitment = bytes.fromhex(told["commitment"])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise proof.ProofRefused("the entry cannot be read") from error
    if made != commitment:
        raise proof.ProofRefused("the entry's commitment is not that of its member and salt")
    if made not in draw.order:
        raise proof.ProofRefused("the entry took no part in the draw")
    if not isinstance(index, int) or not merkle.includes(
        root=draw.frozen.root,
        leaf=leaf_of(made, asked),
        index=index,
        size=len(draw.order),
        path=path,
    ):
        raise proof.ProofRefused("the entry's path does not lead to the root")
    rank = draw.order.index(made) + 1
    fate = "won" if made in draw.result.won else "waiting"
    return f"\nYour entry took part:\n  rank     {rank}\n  result   {fate}"
