"""The entrypoints of seasons, classes and volunteers."""

from __future__ import annotations

from typing import Any

from chassis.personal import PersonalData
from chassis.rpc import command, query
from chassis.work import Reading, Work
from services.tickets import schemas
from services.tickets.classes import use_cases as classes
from services.tickets.classes import volunteers


class ClassDoors:
    """Plans and numbers for all, decisions for officers, volunteers for both and the staff."""

    settings: Any

    @query(schemas.ListClassSeasons, schemas.ClassSeasonPage)
    def list_class_seasons(self, reading: Reading, request: dict[str, Any]) -> Any:
        return classes.list_class_seasons(reading, **request)

    @query(schemas.ClassSeasonRef, schemas.ClassSeason)
    def get_class_season(self, reading: Reading, request: dict[str, Any]) -> Any:
        return classes.get_class_season(reading, **request)

    @command(schemas.CreateClassSeason, schemas.ClassSeason)
    def create_class_season(self, work: Work, request: dict[str, Any]) -> Any:
        return classes.create_class_season(work, **request)

    @command(schemas.CancelClassSeason, schemas.ClassSeason)
    def cancel_class_season(self, work: Work, request: dict[str, Any]) -> Any:
        return classes.cancel_class_season(work, **request)

    @command(schemas.AddClassStaff, schemas.ClassStaff)
    def add_class_staff(self, work: Work, request: dict[str, Any]) -> Any:
        return classes.add_class_staff(work, **request)

    @command(schemas.RemoveClassStaff, schemas.Empty)
    def remove_class_staff(self, work: Work, request: dict[str, Any]) -> Any:
        classes.remove_class_staff(work, **request)
        return {}

    @query(schemas.ClassRef, schemas.ClassTimetable)
    def get_class_timetable(self, reading: Reading, request: dict[str, Any]) -> Any:
        return classes.get_class_timetable(reading, **request)

    @command(schemas.SetClassTimetable, schemas.ClassTimetable)
    def set_class_timetable(self, work: Work, request: dict[str, Any]) -> Any:
        return classes.set_class_timetable(work, **request)

    @query(schemas.ClassRef, schemas.ClassVolunteers)
    def list_class_volunteers(self, reading: Reading, request: dict[str, Any]) -> Any:
        return volunteers.list_class_volunteers(reading, personal=self._volunteers, **request)

    # Payloads and answers name people: no answer is kept. Each can be repeated by its nature.
    @command(schemas.AddClassVolunteer, schemas.ClassVolunteer, idempotent=False)
    def add_class_volunteer(self, work: Work, request: dict[str, Any]) -> Any:
        return volunteers.add_class_volunteer(work, personal=self._volunteers, **request)

    @command(schemas.ClassVolunteerRef, schemas.ClassVolunteer, idempotent=False)
    def confirm_class_volunteer(self, work: Work, request: dict[str, Any]) -> Any:
        return volunteers.confirm_class_volunteer(work, personal=self._volunteers, **request)

    @command(schemas.ClassVolunteerRef, schemas.ClassVolunteer, idempotent=False)
    def withdraw_class_volunteer(self, work: Work, request: dict[str, Any]) -> Any:
        return volunteers.withdraw_class_volunteer(work, personal=self._volunteers, **request)

    @property
    def _volunteers(self) -> PersonalData:
        return PersonalData(self.settings.personal_data_secret)
