"""What the batch's audit chain must hold at the end: every act, and every refused try, counted."""

from __future__ import annotations

from tests.support.scenario.applications import CORRECTED, EXCLUDED, REPLACED
from tests.support.scenario.panels import CONFLICTED, TENDERS_A_PANEL
from tests.support.scenario.sizes import Sizes
from tests.support.scenario.tenders import ASKED, SEATS

_RESCORED = 2  # sheets that are given back after the objection that is upheld
_AGAIN = 1  # tender that is counted, fixed and noticed once more


def expected(sizes: Sizes) -> dict[str, int]:
    """How often each act; a refused one by its name and the reason's code."""
    tenders, admitted = sizes.tenders, sizes.applications - EXCLUDED
    panels = -(-tenders // TENDERS_A_PANEL)
    seats, sheets = tenders * len(SEATS), admitted * len(SEATS)
    return {
        "batch.create": 1,
        "batch.approve": 1,
        "batch.approve budget_exceeded": 1,
        "batch.approve same_officer": 1,
        "tender.write": tenders,
        "batch.call": 1,
        "batch.call wrong_state": 1,
        "call.open": tenders,
        "call.close": tenders,
        "seal.set": 2,
        "question.answer": ASKED,
        # One is taken back before it is handed in for good.
        "application.seal": sizes.applications + REPLACED + 1,
        "application.withdraw": 1,
        "document.upload document_refused": 1,
        "application.read not_yours": 1,
        "seal.release wrong_state": 1,
        "seal.release": 2,
        "application.seal too_late": 1,
        "applications.open": tenders,
        "application.ask_correction": CORRECTED,
        "application.correct": CORRECTED,
        # While its organisation has the word, and again when it has answered.
        "application.ask_correction wrong_state": CORRECTED,
        "application.admit wrong_state": CORRECTED,
        "application.admit": admitted,
        "application.disqualify": EXCLUDED,
        "panel.form": panels,
        "panel.form invalid_input": 1,
        "lot.announce": panels,
        "lot.draw": panels,
        "lot.draw lot_not_due": 1,
        "lot.draw same_officer": 1,
        "seat.call": seats + len(CONFLICTED),
        "seat.declare invalid_input": len(CONFLICTED),
        "seat.recuse": len(CONFLICTED),
        "seat.clear": seats,
        "scoring.open": tenders,
        "scoring.open panel_incomplete": 1,
        "file.open": sheets,
        "file.open not_on_panel": 2,
        "sheet.write wrong_state": 1,
        "sheet.write invalid_input": 1,
        "sheets.read own_score_first": 1,
        "sheet.hand_in": sheets + _RESCORED,
        "sheet.reopen": _RESCORED,
        "scores.count": tenders + _AGAIN,
        "scores.count scores_missing": 1,
        "scores.take_back": 1,
        "ranking.moderate": 1 + _AGAIN,
        "ranking.fix": tenders + _AGAIN,
        "ranking.fix moderation_needed": 1 + _AGAIN,
        "award.notice": tenders + _AGAIN,
        "award.confirm standstill_running": tenders,
        "objection.file": 2,
        "objection.file forbidden": 1,
        "award.contest": 2,
        "award.confirm wrong_state": 1,
        "objection.dismiss": 1,
        "award.resume": 1,
        "objection.rescore": 1,
        # The batch goes back with the tender that is judged again.
        "batch.review": 1 + _AGAIN,
        "batch.publicise": 1 + _AGAIN,
        "batch.deliver": 1,
        "award.void": 1,
        "award.confirm same_officer": 1,
        "award.confirm": tenders,
    }
