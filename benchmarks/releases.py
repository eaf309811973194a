"""The list of releases under load, beside the same server answering an echo."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.claims import load
from benchmarks.claims.ground import Bench
from benchmarks.claims.ours import Ours
from benchmarks.claims.yardsticks import echo_rate
from tests.support import databases as prepared
from tests.support import needs
from tests.support.installation import Installation

RELEASES, SECONDS = 200, 8


def main() -> int:
    """Measure and print."""
    for problem in (
        needs.rabbitmq_problem(),
        needs.postgres_problem(),
        "" if load.wrk_is_there() else "wrk is missing (Debian: apt install wrk)",
    ):
        if problem:
            print(problem, file=sys.stderr)
            return 2
    with tempfile.TemporaryDirectory(prefix="unionhall-bench-") as folder:
        installation = Installation(folder=Path(folder))
        try:
            installation.prepare(demo=())
            bench = Bench(installation, seconds=SECONDS, processes=1)
            echo = echo_rate(bench)
            ours = Ours(bench)
            for _ in range(RELEASES):
                bench.release(100)
            seen = load.run(
                f"{ours.address}/v1/releases?limit=20",
                tokens=bench.tokens,
                folder=installation.folder,
                seconds=SECONDS,
                connections=16,
                method="GET",
            )
        finally:
            installation.close()
            prepared.drop_templates()
    print(
        f"releases: ours={seen.rate:.0f}/s echo={echo:.0f}/s ours/echo={seen.rate / echo:.3f} "
        f"p50={seen.p50:.1f}ms p99={seen.p99:.1f}ms refused={seen.refused} broken={seen.broken}"
    )
    return int(bool(seen.refused or seen.broken))


if __name__ == "__main__":
    sys.exit(main())
