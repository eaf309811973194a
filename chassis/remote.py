"""Calling another service: nameko's RPC with a time-out and errors by name."""

from __future__ import annotations

import time
import uuid
from typing import Any

import eventlet
from nameko.rpc import ReplyListener, RpcProxy

from chassis.consuming import DrainingQueueConsumer
from chassis.context import CallContext
from chassis.errors import DomainError, Unavailable
from chassis.wire import RPC_EXCHANGE, TransientPublisher


class RemoteFailure(DomainError):
    """Another service answered with an error; its name is among the facts as ``error``."""


class _Replies(ReplyListener):
    queue_consumer = DrainingQueueConsumer()

    def ready(self) -> None:
        """Wait until replies can come in: one that finds no queue is lost, and a tick may call
        while a starting process still declares its queues."""
        self.queue_consumer._consumers_ready.wait()

    def forget(self, correlation_id: str) -> None:
        """Nobody waits for this reply any more; nameko would keep its place for ever."""
        self._reply_events.pop(correlation_id, None)


class Remote(RpcProxy):
    """A dependency: ``members = Remote("members")``, then ``self.members.call(...)``."""

    rpc_reply_listener = _Replies()

    def get_dependency(self, worker_ctx: Any) -> RemoteService:
        return RemoteService(
            amqp_uri=self.container.config["AMQP_URI"],
            service=self.target_service,
            replies=self.rpc_reply_listener,
            timeout=self.container.config["settings"].rpc_timeout,
        )


class RemoteService:
    """One other service."""

    def __init__(self, *, amqp_uri: str, service: str, replies: Any, timeout: float) -> None:
        self._publisher = TransientPublisher(amqp_uri, serializer="json")
        self._service = service
        self._replies = replies
        self._timeout = timeout

    def call(self, method: str, *, context: CallContext, **payload: Any) -> Any:
        """Call ``method`` on behalf of ``context``.

        Raises ``Unavailable`` when there is no answer in time and ``RemoteFailure`` when the
        answer is an error.
        """
        limit = self._timeout
        if context.deadline is not None:
            limit = min(limit, context.deadline - time.time())
        if limit <= 0:
            raise Unavailable(f"no time left to ask {self._service}")
        data = context.to_data() | {"deadline": str(time.time() + limit)}
        correlation_id = str(uuid.uuid4())
        reply = self._replies.get_reply_event(correlation_id)
        try:
            with eventlet.Timeout(limit):
                self._replies.ready()
                self._publisher.publish(
                    {"args": [], "kwargs": payload},
                    exchange=RPC_EXCHANGE,
                    routing_key=f"{self._service}.{method}",
                    reply_to=self._replies.routing_key,
                    correlation_id=correlation_id,
                    expiration=limit,
                    extra_headers={f"nameko.{key}": value for key, value in data.items()},
                )
                answer = reply.wait()
        except eventlet.Timeout as error:
            raise Unavailable(f"{self._service} did not answer in time") from error
        finally:
            self._replies.forget(correlation_id)
        if answer.get("error"):
            name = answer["error"]["exc_type"]
            raise RemoteFailure(f"{self._service}.{method}: {name}", error=name)
        return answer["result"]
