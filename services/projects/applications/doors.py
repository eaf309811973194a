"""The entrypoints of applications."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, errand, query
from chassis.work import Reading, Store, Work
from services.projects import schemas
from services.projects.applications import checking, counting, desk, reading, use_cases


class ApplicationDoors:
    """Handing in until the deadline; after the opening reading, completing, deciding."""

    # What is handed in is secret, and so is its receipt's salt: neither is kept beside the seal.
    @command(schemas.HandInApplication, schemas.ApplicationReceipt, idempotent=False)
    def hand_in_application(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.hand_in_application(work, **request)

    @command(schemas.ApplicationRef, schemas.ApplicationState)
    def withdraw_application(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.withdraw_application(work, **request)

    @command(schemas.ApplicationRef, schemas.ApplicationState)
    def confirm_application(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.confirm_application(work, **request)

    @errand(schemas.ApplicationRef, schemas.Application)
    def get_application(self, store: Store, request: dict[str, Any]) -> Any:
        return reading.get_application(store, **request)

    @query(schemas.BatchRef, schemas.Intake)
    def get_intake(self, looking: Reading, request: dict[str, Any]) -> Any:
        return counting.get_intake(looking, **request)

    @query(schemas.ListApplications, schemas.ApplicationPage)
    def list_applications(self, looking: Reading, request: dict[str, Any]) -> Any:
        return reading.list_applications(looking, **request)

    @query(schemas.PageRequest, schemas.ApplicationPage)
    def list_my_applications(self, looking: Reading, request: dict[str, Any]) -> Any:
        return reading.list_my_applications(looking, **request)

    @query(schemas.ApplicationDeskRequest, schemas.ApplicationDesk)
    def get_application_desk(self, looking: Reading, request: dict[str, Any]) -> Any:
        return desk.get_application_desk(looking, **request)

    @command(schemas.AskCorrection, schemas.Application)
    def ask_correction(self, work: Work, request: dict[str, Any]) -> Any:
        return checking.ask_correction(work, **request)

    @command(schemas.HandInCorrection, schemas.Application)
    def hand_in_correction(self, work: Work, request: dict[str, Any]) -> Any:
        return checking.hand_in_correction(work, **request)

    @command(schemas.ApplicationRef, schemas.Application)
    def admit_application(self, work: Work, request: dict[str, Any]) -> Any:
        return checking.admit_application(work, **request)

    @command(schemas.DisqualifyApplication, schemas.Application)
    def disqualify_application(self, work: Work, request: dict[str, Any]) -> Any:
        return checking.disqualify_application(work, **request)
