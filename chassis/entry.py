"""What all ways into a service share: context, logs and metrics around one entry."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from chassis import log
from chassis.context import CallContext
from chassis.errors import DomainError
from chassis.metrics import ENTRIES


@contextmanager
def entry(*, service: str, name: str, context: CallContext) -> Iterator[None]:
    """Time one entry and tie its logs together."""
    log.bind(
        service=service,
        entry=name,
        correlation_id=context.correlation_id,
        caller_kind=context.caller.kind,
    )
    started, outcome = time.perf_counter(), "error"
    try:
        yield
        outcome = "ok"
    except DomainError as error:
        outcome = error.kind
        raise
    finally:
        ENTRIES.labels(service, name, outcome).observe(time.perf_counter() - started)
