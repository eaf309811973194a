"""``unionhall verify-audit``: checks an exported chain, without network and database."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from services.projects.audit import rules


def verify(path: str, *, published: Sequence[str] = ()) -> int:
    """0 and what to compare with what was published; 1 and the first broken link.

    ``published`` are ends that were told before, as ``NUMBER:HASH``: the chain must go through
    them.
    """
    try:
        known = dict(_end(text) for text in published)
        with Path(path).open(encoding="utf-8", newline="\n") as lines:
            head = rules.verify(lines, published=known)
    except (OSError, UnicodeDecodeError, rules.BrokenChain) as error:
        print(f"refused: {error}", file=sys.stderr)
        return 1
    print(
        f"The chain {head.chain} is whole: each entry follows from the one before it.\n"
        f"  entries  {head.sequence}\n"
        "Compare with what was published:\n"
        f"  head     {head.hash}"
    )
    return 0


def _end(text: str) -> tuple[int, str]:
    number, _, told = text.partition(":")
    if not number.isdecimal() or not told:
        raise rules.BrokenChain(0, f"{text!r} is no published end, as in 12:9f86d0…")
    return int(number), told.lower()
