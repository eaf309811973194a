"""The entrypoints of scores."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, errand, query
from chassis.work import Reading, Store, Work
from services.projects import schemas
from services.projects.documents import keeping
from services.projects.scores import desk, files, moderation, progress, rankings, sheets


class ScoreDoors:
    """Opening files, scoring, counting, moderating, and fixing the ranking."""

    settings: Any

    @query(schemas.Empty, schemas.Desk)
    def get_desk(self, reading: Reading, _request: dict[str, Any]) -> Any:
        return desk.get_desk(reading)

    @query(schemas.BatchRef, schemas.Progress)
    def get_progress(self, reading: Reading, request: dict[str, Any]) -> Any:
        return progress.get_progress(reading, **request)

    @command(schemas.ApplicationRef, schemas.ReviewFile)
    def open_file(self, work: Work, request: dict[str, Any]) -> Any:
        return files.open_file(work, **request)

    @errand(schemas.ReviewDocumentRef, schemas.File)
    def read_review_document(self, store: Store, request: dict[str, Any]) -> Any:
        return files.read_review_document(store, **keeping.means(self.settings), **request)

    @command(schemas.WriteSheet, schemas.ScoreSheet)
    def write_sheet(self, work: Work, request: dict[str, Any]) -> Any:
        return sheets.write_sheet(work, **request)

    @command(schemas.ApplicationRef, schemas.ScoreSheet)
    def hand_in_sheet(self, work: Work, request: dict[str, Any]) -> Any:
        return sheets.hand_in_sheet(work, **request)

    @command(schemas.ReopenSheet, schemas.ScoreSheet)
    def reopen_sheet(self, work: Work, request: dict[str, Any]) -> Any:
        return sheets.reopen_sheet(work, **request)

    # A look, but one whose refusal is recorded.
    @command(schemas.ApplicationRef, schemas.ScoreSheets, idempotent=False)
    def list_score_sheets(self, work: Work, request: dict[str, Any]) -> Any:
        return sheets.list_sheets(work, **request)

    @command(schemas.TenderRef, schemas.Outcome)
    def count_scores(self, work: Work, request: dict[str, Any]) -> Any:
        return rankings.count_scores(work, **request)

    @command(schemas.RecountScores, schemas.TenderState)
    def recount_scores(self, work: Work, request: dict[str, Any]) -> Any:
        return rankings.recount_scores(work, **request)

    @command(schemas.AnnounceTieLot, schemas.Lot)
    def announce_tie_lot(self, work: Work, request: dict[str, Any]) -> Any:
        return moderation.announce_tie_lot(work, **request)

    @command(schemas.ModerateRanking, schemas.Outcome)
    def moderate_ranking(self, work: Work, request: dict[str, Any]) -> Any:
        return moderation.moderate_ranking(work, **request)

    @command(schemas.TenderRef, schemas.Outcome)
    def fix_ranking(self, work: Work, request: dict[str, Any]) -> Any:
        return rankings.fix_ranking(work, **request)

    @query(schemas.TenderRef, schemas.Outcome)
    def get_outcome(self, reading: Reading, request: dict[str, Any]) -> Any:
        return rankings.get_outcome(reading, **request)
