"""``command``, ``query`` and ``errand``: a service's public methods, with schema, deadline and
identity.

On the wire they are nameko's own RPC, so any nameko client can call them with keyword arguments.
"""

from __future__ import annotations

import functools
import hashlib
import json
import time
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from marshmallow import Schema
from nameko.extensions import register_entrypoint
from nameko.rpc import Responder, Rpc, RpcConsumer
from sqlalchemy.exc import IntegrityError

from chassis.consuming import DrainingQueueConsumer
from chassis.context import CallContext
from chassis.database import is_passing
from chassis.entry import entry
from chassis.errors import (
    DeadlineExceeded,
    DomainError,
    IdempotencyKeyReused,
    InvalidInput,
    Unavailable,
)
from chassis.log import get_logger
from chassis.retry import retrying
from chassis.schema import dump, load
from chassis.wire import RPC_EXCHANGE, TransientPublisher
from chassis.work import Store, Work

_log = get_logger(__name__)
_PATIENCE = 3.0  # seconds a call without a deadline waits for a database that is away
Method = Callable[..., Any]


class _TransientResponder(Responder):
    publisher_cls = TransientPublisher


class DrainingRpcConsumer(RpcConsumer):
    """nameko's RPC consumer with draining, transient answers, and a broker that may be away."""

    queue_consumer = DrainingQueueConsumer()

    def handle_result(self, message: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        try:
            responder = _TransientResponder(
                self.container.config["AMQP_URI"], RPC_EXCHANGE, "json", message
            )
            result, exc_info = responder.send_response(result, exc_info)
        except Exception as error:
            # nameko lets this kill the whole service. The caller times out and asks again.
            _log.warning("answer not sent", error=repr(error)[:300])
        self.queue_consumer.ack_message(message)
        return result, exc_info


class ServiceRpc(Rpc):
    """nameko's RPC entrypoint on the draining consumer."""

    rpc_consumer = DrainingRpcConsumer()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(expected_exceptions=DomainError, **kwargs)


def query(request: type[Schema], response: type[Schema]) -> Callable[[Method], Method]:
    """A method that only looks: ``method(self, reading, request) -> answer``.

    Raises to the caller ``InvalidInput`` for a payload that breaks the schema,
    ``DeadlineExceeded`` for a call that nobody waits for any more, and domain errors by name.
    """

    def decorate(method: Method) -> Method:
        @functools.wraps(method)
        def answer(service: Any, *args: Any, **payload: Any) -> Any:
            store: Store = service.db
            with _call(service, method, store.context, args):
                data = load(request, payload)

                def attempt() -> Any:
                    with store.reading() as reading:
                        return dump(response, method(service, reading, data))

                return _patiently(attempt, store.context)

        register_entrypoint(answer, ServiceRpc())
        return answer

    return decorate


def command(
    request: type[Schema], response: type[Schema], *, idempotent: bool = True
) -> Callable[[Method], Method]:
    """A method that changes something: ``method(self, work, request) -> answer``.

    Change, events and (with an Idempotency-Key) the answer are one transaction; the same key from
    the same caller gets the first answer again, the same key with another request raises
    ``IdempotencyKeyReused``. ``idempotent=False`` is for methods that keep their own outcomes, or
    whose answers are secrets that must not be stored. Raises otherwise as ``query`` does.
    """

    def decorate(method: Method) -> Method:
        @functools.wraps(method)
        def answer(service: Any, *args: Any, **payload: Any) -> Any:
            store: Store = service.db
            with _call(service, method, store.context, args):
                data = load(request, payload)
                key = store.context.idempotency_key if idempotent else ""
                fingerprint = _fingerprint(payload) if key else ""
                uncertain = False

                def attempt() -> Any:
                    nonlocal uncertain
                    with store.work() as work:
                        kept = _kept(work, store, method.__name__, fingerprint) if key else None
                        if kept is not None:
                            return kept
                        try:
                            result = dump(response, method(service, work, data))
                            if key:
                                _keep(work, store, method.__name__, fingerprint, result)
                            work.commit()
                        except Exception:
                            uncertain = work.commit_tried
                            raise
                        return result

                def may_retry(error: BaseException) -> bool:
                    if key and isinstance(error, IntegrityError):
                        return True  # the same key at the same moment: read the other's answer
                    # After a commit without an answer nobody knows; a key makes it safe to ask.
                    return is_passing(error) and bool(key or not uncertain)

                return _patiently(attempt, store.context, passing=may_retry)

        register_entrypoint(answer, ServiceRpc())
        return answer

    return decorate


def errand(request: type[Schema], response: type[Schema]) -> Callable[[Method], Method]:
    """A method that asks another service first: ``method(self, store, request) -> answer``.

    It opens its units of work itself, after the other service has answered, so that none waits
    for it. It must be safe to ask again. Raises as ``query`` does, and ``Unavailable`` when the
    other service is away.
    """

    def decorate(method: Method) -> Method:
        @functools.wraps(method)
        def answer(service: Any, *args: Any, **payload: Any) -> Any:
            store: Store = service.db
            with _call(service, method, store.context, args):
                data = load(request, payload)
                return _patiently(
                    lambda: dump(response, method(service, store, data)), store.context
                )

        register_entrypoint(answer, ServiceRpc())
        return answer

    return decorate


def _call(service: Any, method: Method, context: CallContext, args: tuple[Any, ...]) -> Any:
    if args:
        raise InvalidInput("arguments go by name")
    if context.deadline is not None and time.time() > context.deadline:
        raise DeadlineExceeded("the caller has stopped waiting")
    return entry(service=service.name, name=method.__name__, context=context)


def _patiently(
    attempt: Callable[[], Any],
    context: CallContext,
    *,
    passing: Callable[[BaseException], bool] = is_passing,
) -> Any:
    seconds = _PATIENCE
    if context.deadline is not None:
        seconds = max(0.0, min(seconds, context.deadline - time.time() - 0.5))
    try:
        return retrying(attempt, seconds=seconds, passing=passing)
    except Exception as error:
        if is_passing(error):
            raise Unavailable("the database is away for a moment") from error
        raise


def _fingerprint(payload: dict[str, Any]) -> str:
    canonical = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _kept(work: Work, store: Store, operation: str, fingerprint: str) -> Any:
    answers = store.messaging.answers
    row = work.session.execute(
        sa.select(answers.c.request_hash, answers.c.answer).where(
            answers.c.caller == _owner(store.context),
            answers.c.operation == operation,
            answers.c.key == store.context.idempotency_key,
        )
    ).one_or_none()
    if row is None:
        return None
    if row.request_hash != fingerprint:
        raise IdempotencyKeyReused.of(
            "Idempotency-Key", "was used before with another request; take a new one"
        )
    return row.answer


def _keep(work: Work, store: Store, operation: str, fingerprint: str, answer: Any) -> None:
    work.session.execute(
        sa.insert(store.messaging.answers).values(
            caller=_owner(store.context),
            operation=operation,
            key=store.context.idempotency_key,
            request_hash=fingerprint,
            answer=answer,
            answered_at=work.now,
        )
    )


def _owner(context: CallContext) -> str:
    return context.caller.id or context.caller.kind
