"""JSON logs, one line an entry, each with the correlation id of what it belongs to."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_PHONE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")


def get_logger(name: str) -> Any:
    """A logger that takes key-value pairs."""
    return structlog.stdlib.get_logger(name)


def bind(**pairs: str) -> None:
    """Add pairs to every entry of this thread of work, replacing those of the one before."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(**{k: v for k, v in pairs.items() if v})


def mask_phones(
    _logger: Any, _method: str, entry: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """No log entry holds a whole mobile number, whoever wrote it."""
    for key, value in entry.items():
        if isinstance(value, str):
            entry[key] = _PHONE.sub(r"\1****\2", value)
    return entry


class _ExpectedAnswers(logging.Filter):
    """nameko logs each domain error with its stack; such errors are answers, not accidents."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not str(record.msg).startswith("(expected)")


def set_up(level: str) -> None:
    """Send this process's logs, nameko's and kombu's among them, to stderr as JSON."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.EventRenamer("message"),
                mask_phones,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    logging.getLogger("nameko.containers").addFilter(_ExpectedAnswers())
    for chatty in ("amqp", "kombu", "pika", "nameko.containers", "httptools", "uvicorn.access"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLevelName(level)))
