"""nameko's RPC on the wire: answers and calls that are not written to disk."""

from __future__ import annotations

from typing import Any

from kombu import Exchange
from nameko.amqp.publish import Publisher
from nameko.constants import NON_PERSISTENT

RPC_EXCHANGE = Exchange("nameko-rpc", type="topic", durable=True)


class TransientPublisher(Publisher):
    """Calls and answers only mean something to one who waits: no disk, no confirm, one retry."""

    delivery_mode = NON_PERSISTENT
    use_confirms = False
    retry_policy = {"max_retries": 1}  # noqa: RUF012 - overrides nameko's class attribute
    transport_options: dict[str, Any] = {"confirm_publish": False}  # noqa: RUF012
