"""``make bench-claims``: prints one line of figures, all measured in this run.

On RabbitMQ and PostgreSQL (fsync on). Each contender is loaded for the same time by wrk from
another process; a release's stock is a third of the claims that the warm-up lets expect. Plain
nameko tells nobody of a ticket; so that like is measured against like on few processors, the
services that no claim waits for stand still meanwhile and are measured after and beside it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks import processes
from benchmarks.claims import load
from benchmarks.claims.ground import MEMBERS, Bench
from benchmarks.claims.ours import Ours
from benchmarks.claims.yardsticks import echo_rate, plain_rate
from tests.support import databases as prepared
from tests.support import needs
from tests.support.installation import Installation


def main(arguments: list[str]) -> int:
    """Measure and print; 1 when a ticket is missing or was given twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument(
        "--soak", type=int, nargs="?", const=1_000_000, default=0, help="claims; memory on the way"
    )
    parser.add_argument("--processes", type=int, default=1, help="tickets processes")
    options = parser.parse_args(arguments)
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
            bench = Bench(installation, seconds=options.seconds, processes=options.processes)
            return _soak(bench, options.soak) if options.soak else _measure(bench)
        finally:
            installation.close()
            prepared.drop_templates()


def _measure(bench: Bench) -> int:
    echo = echo_rate(bench)
    plain = plain_rate(bench)
    ours = Ours(bench)
    expected = bench.load(ours.path.format(bench.release(2_000)), seconds=3).rate * bench.seconds
    ours.rest()
    stock = min(int(expected / 3), MEMBERS // 2)
    release_id = bench.release(stock)
    with ours.alone():
        before = ours.used()
        peak = bench.load(ours.path.format(release_id))
        spent = {name: after - before[name] for name, after in ours.used().items()}
    told = ours.rest()
    exact = bench.check(release_id, stock)
    with ours.alone():
        calm = bench.load(ours.path.format(bench.release(stock // 2)), rate=peak.rate / 2, seed=2)
    ours.rest()
    beside = bench.load(ours.path.format(bench.release(stock)), seed=4)
    ours.rest()
    per_claim = " ".join(
        f"{name}={1e6 * used / peak.requests:.0f}us" for name, used in spent.items()
    )
    print(f"processor time a claim: {per_claim}")
    print(f"winners: {stock}, the last of them told {told:.0f} s after the last claim")
    print(
        f"at half the peak: {calm.rate:.0f}/s; refused {peak.refused + calm.refused}, "
        f"broken {peak.broken + calm.broken} of {peak.requests + calm.requests}"
    )
    print(
        f"while winners are told on the same processors: {beside.rate:.0f}/s, "
        f"{beside.rate / plain:.1f} of plain"
    )
    overloaded = _overload(bench, ours, peak.rate)
    print(
        f"claims: ours={peak.rate:.0f}/s plain={plain:.0f}/s echo={echo:.0f}/s "
        f"ours/plain={peak.rate / plain:.1f} ours/echo={peak.rate / echo:.2f} "
        f"p50={calm.p50:.1f}ms p99={calm.p99:.1f}ms oversold={exact.oversold} "
        f"undersold={exact.undersold} duplicates={exact.duplicates}"
    )
    wrong = exact.oversold, exact.undersold, exact.duplicates, overloaded
    return int(any(wrong))


def _overload(bench: Bench, ours: Ours, peak: float) -> int:
    """Three times what can be decided is asked for; how many were refused or timed out."""
    release_id = bench.release(MEMBERS)
    before, memory = ours.receipts(), processes.memory_mb(ours.gateway.popen.pid)
    # So many connections that each waits longer than a request may.
    seen = bench.load(
        ours.path.format(release_id), rate=3 * peak, seed=3, connections=int(3 * peak) or 1
    )
    print(
        f"overload: asked {3 * peak:.0f}/s, answered {seen.rate:.0f}/s, receipts "
        f"{ours.receipts() - before} of {seen.requests}, refused {seen.refused}, "
        f"broken {seen.broken}, gateway {memory:.0f} MB before and "
        f"{processes.memory_mb(ours.gateway.popen.pid):.0f} MB after"
    )
    return seen.refused + seen.broken


def _soak(bench: Bench, claims: int) -> int:
    """Memory of each process while a million claims pass; release after release, as in a year."""
    ours = Ours(bench)
    asked = told = 0
    seed = 10
    while asked < claims:
        seed += 1
        asked += bench.load(ours.path.format(bench.release(5_000)), seconds=10, seed=seed).requests
        while told + 100_000 <= asked:
            told += 100_000
            used = " ".join(
                f"{name}={'+'.join(f'{processes.memory_mb(pid):.0f}' for pid in pids)}"
                for name, pids in ours.pids().items()
            )
            print(f"memory after {told} claims, MB: {used}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
