"""``event_handler``: once-only consumption of an event from a queue with a dead end."""

from __future__ import annotations

import functools
from collections.abc import Callable
from functools import partial
from typing import Any

from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint, register_entrypoint
from nameko.messaging import HeaderDecoder
from sqlalchemy.dialects import postgresql, sqlite

from chassis.consuming import DrainingQueueConsumer
from chassis.context import SYSTEM, CallContext
from chassis.entry import entry
from chassis.envelope import MalformedEvent, ReceivedEvent, unseal
from chassis.errors import DomainError
from chassis.log import get_logger
from chassis.metrics import DEAD, REPEATED
from chassis.retry import retrying
from chassis.topology import dead_letter_queue, event_queue
from chassis.work import Store, Work

_log = get_logger(__name__)
PATIENCE = 60.0  # seconds that one delivery waits for a database that is away


class EventHandler(Entrypoint, HeaderDecoder):
    """nameko's event handler with a fixed quorum queue, a delivery limit and dead letters."""

    queue_consumer = DrainingQueueConsumer()

    def __init__(self, event_type: str, **kwargs: Any) -> None:
        self.event_type = event_type
        super().__init__(expected_exceptions=(MalformedEvent, DomainError), **kwargs)

    def setup(self) -> None:
        self.queue = event_queue(consumer=self.container.service_name, event_type=self.event_type)
        self.dead = dead_letter_queue(self.queue.name)
        self.queue_consumer.register_provider(self)

    def stop(self) -> None:
        self.queue_consumer.unregister_provider(self)

    def handle_message(self, body: Any, message: Any) -> None:
        try:
            self.container.spawn_worker(
                self,
                (body,),
                {},
                context_data=self.unpack_message_headers(message),
                handle_result=partial(self.handle_result, message),
            )
        except ContainerBeingKilled:
            self.queue_consumer.requeue_message(message)

    def handle_result(
        self, message: Any, _worker_ctx: Any, result: Any, exc_info: Any
    ) -> tuple[Any, Any]:
        """Acknowledge what is done; refuse what can never be; give back what may yet be."""
        if exc_info is None:
            self.queue_consumer.ack_message(message)
        elif isinstance(exc_info[1], MalformedEvent | DomainError):
            DEAD.labels(self.queue.name).inc()
            _log.error("event refused", queue=self.queue.name, error=repr(exc_info[1]))
            self.queue_consumer.settle(message, "reject")
        else:
            self.queue_consumer.requeue_message(message)
        return result, exc_info


def event_handler(event_type: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Handle each event of a type once: ``method(self, work, event)``.

    The effect and a row in ``received_messages`` are one transaction, so a message that comes
    again changes nothing. While the database is away the delivery waits up to ``PATIENCE``
    seconds; any other error gives the message back, and after the delivery limit it lies in
    ``<queue>.dead``. A ``DomainError`` says that no retry can help: dead letters at once.
    """

    def decorate(method: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(method)
        def handle(service: Any, envelope: Any) -> None:
            event = unseal(envelope)
            context = CallContext(
                caller=SYSTEM, correlation_id=event.correlation_id, causation_id=event.id
            )
            store: Store = service.db.on_behalf_of(context)
            with entry(service=service.name, name=method.__name__, context=context):
                retrying(
                    lambda: _once(store, event, service, method, consumer=service.name),
                    seconds=PATIENCE,
                )

        register_entrypoint(handle, EventHandler(event_type))
        return handle

    return decorate


def _once(
    store: Store, event: ReceivedEvent, service: Any, method: Callable[..., None], *, consumer: str
) -> None:
    with store.work() as work:
        if not _first_time(work, store, consumer=f"{consumer}.{event.type}", event=event):
            REPEATED.labels(f"{consumer}.{event.type}").inc()
            return
        method(service, work, event)


def _first_time(work: Work, store: Store, *, consumer: str, event: ReceivedEvent) -> bool:
    received = store.messaging.received
    insert = sqlite.insert if store.database.sqlite else postgresql.insert
    row = {"consumer": consumer, "message_id": event.id, "received_at": work.now}
    result: Any = work.session.execute(insert(received).values(row).on_conflict_do_nothing())
    return bool(result.rowcount)
