"""``unionhall verify-audit``: checks an exported chain, without network and database."""

from __future__ import annotations

import sys
from pathlib import Path

from services.projects.audit import rules


def verify(path: str) -> int:
    """0 and what to compare with what was published; 1 and the first broken link."""
    try:
        with Path(path).open(encoding="utf-8", newline="\n") as lines:
            head = rules.verify(lines)
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
