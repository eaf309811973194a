"""The audit: chains of what was done, and their published ends."""

from __future__ import annotations

from gateway.access import ANYONE, holders
from gateway.limits import Limit
from gateway.route import Route
from services.projects import schemas

AUDIT = (
    Route(
        operation="listAuditHeads",
        method="GET",
        path="/v1/open-data/audit-heads",
        calls="projects.list_audit_heads",
        summary="The ends of all audit chains, now or as they were told on a day, to compare with",
        access=ANYONE,
        limit=Limit.READ,
        request=schemas.ListAuditHeads,
        response=schemas.AuditHeads,
        cache="public, max-age=300",
    ),
    Route(
        operation="exportAuditChain",
        method="GET",
        path="/v1/audit-chains",
        calls="projects.export_audit_chain",
        summary="A chain as lines of JSON, for unionhall verify-audit",
        access=holders("auditor", "federation"),
        limit=Limit.READ,
        request=schemas.AuditChainRef,
        response=schemas.AuditExport,
        media_type="application/x-ndjson",
        text_field="lines",
        problems=(404,),
    ),
)
