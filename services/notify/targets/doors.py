"""The entrypoints of targets."""

from __future__ import annotations

import random
from typing import Any

from chassis.envelope import ReceivedEvent
from chassis.events import event_handler
from chassis.personal import PersonalData
from chassis.provider import ServiceSettings
from chassis.rpc import command, query
from chassis.schema import Empty, load
from chassis.timer import tick
from chassis.work import Reading, Store, Work
from services.notify import heard, schemas
from services.notify.channels.selection import ServiceChannels
from services.notify.messages.classes import Lane
from services.notify.messages.sender import Sender
from services.notify.reminders import use_cases as reminders
from services.notify.targets import use_cases
from services.notify.targets.reaching import Offices

_LOOK_SECONDS = 1
_REPORT_SECONDS = 60


class TargetDoors:
    """Setting, removing and trying addresses of offices; telling offices."""

    channels = ServiceChannels()
    settings = ServiceSettings()

    @query(schemas.ListNoticeTargets, schemas.NoticeTargets)
    def list_notice_targets(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.list_targets(reading, offered=self.channels.party_channels, **request)

    @command(schemas.SetNoticeTarget, schemas.NoticeTarget)
    def set_notice_target(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.set_target(
            work,
            personal=self._sealing,
            offered=self.channels.party_channels,
            schemas=self.channels.office_schemas,
            **request,
        )

    @command(schemas.NoticeTargetRef, Empty)
    def remove_notice_target(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.remove_target(work, **request)

    @command(schemas.NoticeTargetRef, schemas.NoticeTarget)
    def test_notice_target(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.test_target(work, **request)

    @event_handler("tickets.release_cancelled.v1")
    def on_release_cancelled(self, work: Work, event: ReceivedEvent) -> None:
        self._tell_of_release(work, event, "office_release_cancelled")
        data = load(heard.ReleaseChanged, dict(event.data))
        reminders.hear(work, event, data, cancelled=True)

    @event_handler("tickets.release_sold_out.v1")
    def on_release_sold_out(self, work: Work, event: ReceivedEvent) -> None:
        self._tell_of_release(work, event, "office_release_sold_out")

    def _tell_of_release(self, work: Work, event: ReceivedEvent, template: str) -> None:
        use_cases.tell_of_release(
            work,
            event_id=event.id,
            heard=load(heard.ReleaseChanged, dict(event.data)),
            template=template,
            offered=self.channels.office_channels,
        )

    @tick(seconds=_REPORT_SECONDS)
    def report_died(self, store: Store) -> None:
        with store.work() as work:
            use_cases.report_died(work, offered=self.channels.office_channels)

    @tick(seconds=_LOOK_SECONDS)
    def send_to_offices(self, store: Store) -> None:
        for name, channel in self.channels.to_offices(store).items():
            Sender(
                store=store,
                channel=name,
                providers=[channel],
                health=self.channels.health,
                reach=Offices(store=store, personal=self._sealing, channel=name),
                quiet=self.channels.quiet,
                random=random.random,
            ).run(Lane.REGULAR)

    @property
    def _sealing(self) -> PersonalData:
        return PersonalData(self.settings.personal_data_secret)
