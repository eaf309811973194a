"""What notify does when it hears of child-care classes."""

from __future__ import annotations

from chassis.envelope import ReceivedEvent
from chassis.events import event_handler
from chassis.schema import load
from chassis.work import Work
from services.notify import heard
from services.notify.messages import notices, use_cases
from services.notify.reconciliation import noting


class ClassHandlers:
    """A family is told of places, offers, the waiting list and the end."""

    @event_handler("tickets.class_place_given.v1")
    def on_class_place_given(self, work: Work, event: ReceivedEvent) -> None:
        data = load(heard.ClassPlaceGiven, dict(event.data))
        use_cases.tell(work, event_id=event.id, notices=[notices.class_place_given(data)])
        noting.class_place_given(work, event, data)

    @event_handler("tickets.class_place_offered.v1")
    def on_class_place_offered(self, work: Work, event: ReceivedEvent) -> None:
        data = load(heard.ClassPlaceOffered, dict(event.data))
        use_cases.tell(work, event_id=event.id, notices=[notices.class_place_offered(data)])
        noting.class_place_offered(work, event, data)

    @event_handler("tickets.class_waitlisted.v1")
    def on_class_waitlisted(self, work: Work, event: ReceivedEvent) -> None:
        data = load(heard.ClassWaitlisted, dict(event.data))
        use_cases.tell(work, event_id=event.id, notices=[notices.class_waitlisted(data)])

    @event_handler("tickets.class_place_withdrawn.v1")
    def on_class_place_withdrawn(self, work: Work, event: ReceivedEvent) -> None:
        data = load(heard.ClassPlaceWithdrawn, dict(event.data))
        noting.class_place_withdrawn(work, event, data)
        notice = notices.class_place_withdrawn(data)
        if notice is not None:
            use_cases.tell(work, event_id=event.id, notices=[notice])
