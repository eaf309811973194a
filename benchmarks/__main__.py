"""``make bench``: every benchmark, one after the other.

With ``--results`` what they print is also written into ``benchmarks/RESULTS.md``; ``--note`` says
there what one has to know of the machine at that time.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ALL = (
    "benchmarks.draw",
    "benchmarks.import_members",
    "benchmarks.survey_report",
    "benchmarks.events",
    "benchmarks.releases",
    "benchmarks.notify",
    "benchmarks.claims",
)
RESULTS = Path(__file__).parent / "RESULTS.md"
_PACKAGES = ("nameko", "uvicorn", "uvloop", "httptools", "pika", "SQLAlchemy", "psycopg2-binary")
_TOOLS = (
    ("PostgreSQL", ("psql", "--version")),
    ("RabbitMQ", ("rabbitmqctl", "version")),
    ("wrk", ("wrk", "--version")),
)


def main(arguments: list[str]) -> int:
    """Run them; the worst exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", action="store_true", help="write benchmarks/RESULTS.md")
    parser.add_argument("--note", default="", help="of the machine while it was measured")
    parser.add_argument("--only", nargs="*", default=ALL, help="names of benchmarks")
    options = parser.parse_args(arguments)
    statuses, printed = [], {}
    for name in options.only:
        print(f"== {name}", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", name], stdout=subprocess.PIPE, text=True, check=False
        )
        print(done.stdout, end="", flush=True)
        statuses.append(done.returncode)
        printed[name] = done.stdout.strip()
    if options.results:
        RESULTS.write_text(_page(printed, note=options.note))
    return max(statuses)


def _page(printed: dict[str, str], *, note: str) -> str:
    facts = [
        ("date", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"),
        ("machine", f"{_processor()}, {os.cpu_count()} cores, {_memory()} of memory"),
        ("system", platform.platform(terse=True)),
        ("Python", platform.python_version()),
        *((name, _tool(command)) for name, command in _TOOLS),
        *((name, _package(name)) for name in _PACKAGES),
        ("load before", f"{os.getloadavg()[2]:.1f} (15 minutes)"),
    ]
    parts = [
        "# Results",
        "Written by `python -m benchmarks --results`; do not edit. Repeat it with `make bench`.",
        *([f"**{note}**"] if note else []),
        "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in facts)]),
        *(f"## {name}\n\n```\n{text}\n```" for name, text in printed.items()),
    ]
    return "\n\n".join(parts) + "\n"


def _processor() -> str:
    try:
        found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()


def _memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"


def _tool(command: tuple[str, ...]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return "not found"
    return (done.stdout or done.stderr).strip().split("\n")[0]


def _package(name: str) -> str:
    try:
        return version(name)
    except ModuleNotFoundError:
        return "not installed"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
