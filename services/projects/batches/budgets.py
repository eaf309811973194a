"""What may be spent in a year, of which batches reserve their share."""

from __future__ import annotations

from typing import Any

from chassis.work import Reading, Work
from services.projects.audit import use_cases as audit
from services.projects.audit.refusals import recorded
from services.projects.batches import rules, store
from services.projects.batches.tables import Budget


def set_budget(work: Work, *, year: int, total: int) -> Budget:
    """State what may be spent in a year, in fen. Raises ``Forbidden`` and ``BudgetExceeded``."""
    with recorded(work, audit.BUDGETS, "budget.set", subject=str(year)):
        work.caller.require("federation")
        budget = store.budget(work.session, year, lock=True)
        if budget is None:
            budget = Budget(year=year, total=0, reserved=0, set_by="", set_at=work.now)
            work.session.add(budget)
        rules.require_covers_reserved(total=total, reserved=budget.reserved)
        budget.total, budget.set_by, budget.set_at = total, work.caller.id, work.now
        work.session.flush()
        audit.record(work, audit.BUDGETS, "budget.set", subject=str(year), data={"total": total})
        return budget


def list_budgets(reading: Reading) -> dict[str, Any]:
    """The budgets by year. Raises ``Unauthenticated`` and ``Forbidden``."""
    reading.caller.require("federation", "auditor")
    return {"items": store.budgets(reading.session), "next_cursor": None}
