"""The entrypoints of attendance and feedback."""

from __future__ import annotations

from typing import Any

from chassis.personal import PersonalData
from chassis.rpc import command, query
from chassis.work import Reading, Work
from services.tickets import schemas
from services.tickets.attendance import feedback
from services.tickets.attendance import use_cases as attendance
from services.tickets.attendance.use_cases import Secrets


class AttendanceDoors:
    """The sheet of a class and what families say. No answer is kept: they are about children."""

    settings: Any

    @query(schemas.ClassDay, schemas.ClassSheet)
    def get_class_sheet(self, reading: Reading, request: dict[str, Any]) -> Any:
        secrets = Secrets(self.settings.personal_data_secret)
        return attendance.get_class_sheet(reading, secrets=secrets, **request)

    @command(schemas.MarkAttendance, schemas.SheetRow, idempotent=False)
    def mark_attendance(self, work: Work, request: dict[str, Any]) -> Any:
        secrets = Secrets(self.settings.personal_data_secret)
        return attendance.mark_attendance(work, secrets=secrets, **request)

    @query(schemas.ClassRef, schemas.AttendanceNumbers)
    def get_attendance_numbers(self, reading: Reading, request: dict[str, Any]) -> Any:
        return attendance.get_attendance_numbers(reading, **request)

    @command(schemas.GiveClassFeedback, schemas.ClassRating, idempotent=False)
    def give_class_feedback(self, work: Work, request: dict[str, Any]) -> Any:
        return feedback.give_class_feedback(work, personal=self._feedback, **request)

    @query(schemas.ClassSeasonRef, schemas.ClassFeedback)
    def list_class_feedback(self, reading: Reading, request: dict[str, Any]) -> Any:
        return feedback.list_class_feedback(reading, personal=self._feedback, **request)

    @property
    def _feedback(self) -> PersonalData:
        return PersonalData(self.settings.personal_data_secret)
