"""The entrypoints of applications."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, query
from chassis.timer import tick
from chassis.work import Reading, Store, Work
from services.tickets import schemas
from services.tickets.enrolment import showing
from services.tickets.enrolment import use_cases as enrolment


class EnrolmentDoors:
    """Applying, placing, offers."""

    @command(schemas.ApplyForClass, schemas.ClassApplication)
    def apply_for_class(self, work: Work, request: dict[str, Any]) -> Any:
        return enrolment.apply_for_class(work, **request)

    @query(schemas.Empty, schemas.ClassApplications)
    def list_my_class_applications(self, reading: Reading, request: dict[str, Any]) -> Any:
        return showing.list_my_class_applications(reading)

    @command(schemas.ClassApplicationRef, schemas.ClassApplication)
    def withdraw_class_application(self, work: Work, request: dict[str, Any]) -> Any:
        return enrolment.withdraw_class_application(work, **request)

    @command(schemas.ClassApplicationRef, schemas.ClassApplication)
    def accept_class_offer(self, work: Work, request: dict[str, Any]) -> Any:
        return enrolment.accept_class_offer(work, **request)

    @query(schemas.ClassSeasonRef, schemas.ClassApplicationRows)
    def list_class_applications(self, reading: Reading, request: dict[str, Any]) -> Any:
        return showing.list_class_applications(reading, **request)

    @command(schemas.PlaceClassSeason, schemas.ClassPlacing)
    def place_class_season(self, work: Work, request: dict[str, Any]) -> Any:
        return enrolment.place_class_season(work, **request)

    @query(schemas.ClassSeasonRef, schemas.ClassPlacing)
    def get_class_placing(self, reading: Reading, request: dict[str, Any]) -> Any:
        return showing.get_class_placing(reading, **request)

    @tick(seconds=5)
    def expire_class_offers(self, store: Store) -> None:
        enrolment.expire_class_offers(store)
