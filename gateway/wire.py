"""nameko's RPC and event protocol as JSON values; what both adapters share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chassis.context import CallContext
from chassis.errors import FieldError
from chassis.log import get_logger
from gateway.services import ServiceError

RPC_EXCHANGE = "nameko-rpc"
_KINDS = {
    "invalid",
    "unauthenticated",
    "forbidden",
    "not_found",
    "conflict",
    "rate_limited",
    "unavailable",
}
_log = get_logger(__name__)


def rpc_queue(service: str) -> str:
    """The queue from which all processes of a service take their calls."""
    return f"rpc-{service}"


def event_exchange(event_type: str) -> str:
    """The exchange on which the service that owns an event type publishes."""
    return f"{event_type.partition('.')[0]}.events"


def call_body(payload: Mapping[str, Any]) -> dict[str, Any]:
    """What a call carries: arguments go by name."""
    return {"args": [], "kwargs": payload}


def call_headers(context: CallContext) -> dict[str, str]:
    """Identity, deadline and the rest, where nameko looks for context data."""
    return {f"nameko.{key}": value for key, value in context.to_data().items()}


def result_of(answer: Any, *, call: str) -> Any:
    """The result that an answer carries. Raises ``ServiceError`` for an error."""
    if not isinstance(answer, dict) or "result" not in answer:
        _log.error("unreadable answer", call=call)
        raise ServiceError("internal")
    error = answer.get("error")
    if error is None:
        return answer["result"]
    raise _error_of(error, call=call)


def _error_of(error: Mapping[str, Any], *, call: str) -> ServiceError:
    arguments = error.get("exc_args") or []
    details = arguments[1] if len(arguments) > 1 else None
    if not isinstance(details, dict) or details.get("kind") not in _KINDS:
        # An accident, not an answer: the log has all of it, the caller nothing.
        _log.error("call failed", call=call, error=error.get("exc_type"), value=error.get("value"))
        return ServiceError("internal")
    return ServiceError(
        details["kind"],
        code=str(details.get("code", "")),
        message=str(arguments[0]),
        errors=tuple(
            FieldError(str(each.get("field", "")), str(each.get("message", "")))
            for each in details.get("errors") or []
        ),
        facts=details.get("facts") or {},
    )
