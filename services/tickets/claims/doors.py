"""The entrypoints of claims."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, query
from chassis.work import Reading, Work
from services.tickets import schemas
from services.tickets.claims import use_cases as claims


class ClaimDoors:
    """Claims come in batches; their outcomes can be looked up."""

    # Each claim keeps its own outcome by its own key.
    @command(schemas.ClaimBatch, schemas.Outcomes, idempotent=False)
    def claim_batch(self, work: Work, request: dict[str, Any]) -> Any:
        return claims.claim_batch(work, **request)

    @query(schemas.ClaimRef, schemas.ClaimOutcome)
    def get_claim_outcome(self, reading: Reading, request: dict[str, Any]) -> Any:
        return claims.get_claim_outcome(reading, **request)
