"""Load by wrk in a process of its own: every request another random member with a new key."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

_SCRIPT = """
local tokens, threads = {}, 0
function setup(thread) thread:set("number", threads); threads = threads + 1 end
function init(args)
  for line in io.lines(args[1]) do tokens[#tokens + 1] = line end
  pause = tonumber(args[2])
  method = args[4]
  math.randomseed(tonumber(args[3]) + number * 7919)
  count = 0
end
function request()
  count = count + 1
  local token = tokens[math.random(#tokens)]
  return wrk.format(method, nil, {
    ["Authorization"] = "Bearer " .. token,
    ["Idempotency-Key"] = string.format("%x-%x-%x", number, count, math.random(2^30)),
    ["Content-Length"] = "0",
  })
end
-- People come independently of each other; a fixed pause would have all connections ask at once.
function delay() return pause == 0 and 0 or -pause * math.log(1 - math.random()) end
function done(summary, latency, requests)
  io.write(string.format("figures requests=%d micros=%d p50=%d p99=%d status=%d socket=%d\\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What one run of wrk saw; times in milliseconds."""

    rate: float
    p50: float
    p99: float
    requests: int
    refused: int
    broken: int


def wrk_is_there() -> bool:
    """Whether the load generator is installed."""
    return shutil.which("wrk") is not None


def run(
    url: str,
    *,
    tokens: Path,
    folder: Path,
    seconds: int,
    connections: int = 64,
    rate: float | None = None,
    method: str = "POST",
    seed: int = 1,
) -> Load:
    """Load ``url`` for ``seconds``, as fast as it answers or at about ``rate`` a second."""
    script = folder / "claims.lua"
    script.write_text(_SCRIPT)
    pause = 0.0 if rate is None else 1000 * connections / rate
    done = subprocess.run(
        [
            *("wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s"),
            *("-s", script, url, "--", str(tokens), f"{pause:.3f}", str(seed), method),
        ],
        capture_output=True,
        text=True,
        timeout=seconds + 60,
        check=True,
    )
    found = re.search(r"figures (.*)", done.stdout)
    if not found:
        raise RuntimeError(f"wrk said: {done.stdout}{done.stderr}")
    told = {name: int(value) for name, value in re.findall(r"(\w+)=(\d+)", found[1])}
    return Load(
        rate=told["requests"] / told["micros"] * 1e6,
        p50=told["p50"] / 1000,
        p99=told["p99"] / 1000,
        requests=told["requests"],
        refused=told["status"],
        broken=told["socket"],
    )
