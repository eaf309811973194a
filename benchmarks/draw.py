"""A draw of a million entries, with the computing of as many HMACs as its yardstick.

Run: ``python -m benchmarks.draw [ENTRIES]``. The last line holds the figures.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import tempfile
import time
from hmac import digest

from services.tickets.draws import proof
from services.tickets.draws.entries import Entries


def main(count: int) -> None:
    """Draw, write the proof, verify it; each measured beside the yardstick, thrice."""
    commitments = [os.urandom(32) for _ in range(count)]
    ratios, drawn, yard, checked = [], [], [], []
    for _ in range(3):
        started = time.perf_counter()
        for commitment in commitments:
            digest(b"value", b"release" + commitment, "sha256")
        hmacs = time.perf_counter() - started

        started = time.perf_counter()
        frozen = proof.freeze(
            release_id="release",
            rules={"source": "benchmark"},
            places={"": count // 20},
            frozen_at="2026-04-25T02:00:00Z",
            entries=Entries.of(commitments, {}),
        )
        finished = proof.draw(frozen, value="value")
        with tempfile.TemporaryFile("w+") as out:
            proof.write(finished, out)
            took = time.perf_counter() - started
            out.seek(0)
            started = time.perf_counter()
            proof.verify(out.read())
            checked.append(time.perf_counter() - started)
        ratios.append(took / hmacs)
        drawn.append(took)
        yard.append(hmacs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    middle = statistics.median
    print(
        f"draw: entries={count} draw+proof={middle(drawn):.2f}s hmacs={middle(yard):.2f}s "
        f"draw/hmacs={middle(ratios):.2f} verify={middle(checked):.2f}s peak={peak}MB"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
