"""What Prometheus reads of a service. Label values come from code, never from input."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

ENTRIES = Histogram(
    "unionhall_entry_seconds",
    "Time from entry to answer of a command, query, event handler or tick",
    ["service", "entry", "outcome"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15),
)
PUBLISHED = Counter("unionhall_events_published", "Events confirmed by the broker", ["service"])
OUTBOX = Gauge("unionhall_outbox_waiting", "Events committed and not yet published", ["service"])
REFUSED = Gauge(
    "unionhall_outbox_refused", "Events a full queue refused, kept for another try", ["service"]
)
REPEATED = Counter("unionhall_messages_repeated", "Messages met again and skipped", ["consumer"])
DEAD = Counter("unionhall_messages_refused", "Messages sent to the dead letters", ["consumer"])
