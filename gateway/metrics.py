"""What Prometheus reads of a gateway. Label values come from the route table, never from input."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

from gateway.services import ServiceError

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # prometheus_client's own name

REQUESTS = Histogram(
    "unionhall_request_seconds",
    "Time from request to the end of its answer (a stream's: until it ended)",
    ["operation", "status"],
    buckets=(0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
CALLS = Histogram(
    "unionhall_call_seconds",
    "Time of a call of a service, as the gateway saw it",
    ["call", "outcome"],
    buckets=(0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
CLAIM_BATCH = Histogram(
    "unionhall_claim_batch_size",
    "Claims that travelled as one call",
    buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500),
)
CLAIMS_WAITING = Gauge(
    "unionhall_claims_waiting", "Claims without an outcome yet", multiprocess_mode="livesum"
)
STREAMS = Gauge("unionhall_streams_open", "Open event streams", multiprocess_mode="livesum")
STREAMS_DROPPED = Counter(
    "unionhall_streams_dropped", "Streams ended because their client read too slowly"
)


@contextmanager
def timed_call(call: str) -> Iterator[None]:
    """Count one call of a service, with how it ended."""
    started, outcome = time.perf_counter(), "cancelled"
    try:
        yield
        outcome = "ok"
    except ServiceError as error:
        outcome = error.kind
        raise
    finally:
        CALLS.labels(call, outcome).observe(time.perf_counter() - started)


def page() -> bytes:
    """Everything counted, by all workers of this gateway together."""
    if not os.environ.get(FOLDER):
        return generate_latest()
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def forget_dead_workers(folder: Path) -> None:
    """Drop the gauges of worker processes that are no more."""
    for file in folder.glob("gauge_live*_*.db"):
        pid = int(file.stem.rpartition("_")[2])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            file.unlink(missing_ok=True)
