"""What Prometheus reads of notify."""

from __future__ import annotations

from prometheus_client import Counter, Gauge

ATTEMPTS = Counter(
    "unionhall_message_attempts",
    "Attempts to send a message, by how they ended",
    ["provider", "outcome"],
)
RESTING = Gauge(
    "unionhall_provider_resting",
    "Whether this process leaves a provider alone because it failed many times in a row",
    ["provider"],
)
PARTS = Counter("unionhall_sms_parts", "Parts of SMS that a provider has taken", ["provider"])
RECEIPTS = Counter(
    "unionhall_sms_receipts", "Receipts that were matched with their message, by kind", ["kind"]
)
IN_TROUBLE = Gauge(
    "unionhall_messages_in_trouble", "Messages that a person may have to look at", ["state"]
)
RESENT = Counter("unionhall_messages_resent", "Messages sent again by hand")
COMMANDS = Counter(
    "unionhall_sms_commands",
    "SMS from members, by what they asked and what came of it",
    ["verb", "outcome"],
)
CALL_LIST = Gauge("unionhall_call_list", "Members whom no message reached, and nobody has phoned")
FORGOTTEN = Counter(
    "unionhall_notify_forgotten", "Rows deleted because their time was over", ["what"]
)
