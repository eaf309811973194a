"""The entrypoints of surveys."""

from __future__ import annotations

from typing import Any

from chassis.config import Settings
from chassis.rpc import command, query
from chassis.timer import tick
from chassis.work import Reading, Store, Work
from services.projects import schemas
from services.projects.ballots import use_cases as ballots
from services.projects.surveys import use_cases


class SurveyDoors:
    """Drawing up, looking, answering."""

    settings: Any

    @command(schemas.CreateSurvey, schemas.Survey)
    def create_survey(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.create_survey(work, **request)

    @command(schemas.SurveyRef, schemas.Survey)
    def publish_survey(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.publish_survey(work, **request)

    @query(schemas.ListSurveys, schemas.SurveyPage)
    def list_surveys(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.list_surveys(reading, **request)

    @query(schemas.SurveyRef, schemas.Survey)
    def get_survey(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.get_survey(reading, **request)

    @query(schemas.Empty, schemas.MySurveys)
    def list_my_surveys(self, reading: Reading, _request: dict[str, Any]) -> Any:
        return ballots.list_my_surveys(reading, secret=self._secret)

    # A kept answer would tie the member's name to a fingerprint of the ballot.
    @command(schemas.AnswerSurvey, schemas.BallotReceipt, idempotent=False)
    def answer_survey(self, work: Work, request: dict[str, Any]) -> Any:
        return ballots.answer_survey(work, secret=self._secret, **request)

    @tick(seconds=2)
    def move_surveys(self, store: Store) -> None:
        use_cases.move_surveys(store)

    @property
    def _secret(self) -> str:
        settings: Settings = self.settings
        return settings.personal_data_secret
