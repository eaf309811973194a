"""The entrypoints of the audit."""

from __future__ import annotations

from typing import Any

from chassis.rpc import query
from chassis.timer import tick
from chassis.work import Reading, Store
from services.projects import schemas
from services.projects.audit import use_cases


class AuditDoors:
    """Handing chains out, and telling their ends."""

    @query(schemas.ListAuditHeads, schemas.AuditHeads)
    def list_audit_heads(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.list_audit_heads(reading, **request)

    @query(schemas.AuditChainRef, schemas.AuditExport)
    def export_audit_chain(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.export_audit_chain(reading, **request)

    @tick(seconds=60)
    def publish_audit_heads(self, store: Store) -> None:
        use_cases.publish_heads(store)
