"""The entrypoints of children."""

from __future__ import annotations

from typing import Any

from chassis.rpc import command, query
from chassis.work import Reading, Work
from services.tickets import schemas
from services.tickets.children import use_cases as children
from services.tickets.children.sealing import Sealing


class ChildDoors:
    """A member's own children."""

    settings: Any

    @query(schemas.Empty, schemas.Children)
    def list_my_children(self, reading: Reading, request: dict[str, Any]) -> Any:
        return children.list_my_children(reading, sealing=self._children)

    # Payload and answer are about a child: neither is kept for a repeat. What is written down
    # twice is known by its index instead.
    @command(schemas.AddChild, schemas.Child, idempotent=False)
    def add_child(self, work: Work, request: dict[str, Any]) -> Any:
        return children.add_child(work, sealing=self._children, **request)

    @command(schemas.ChangeChild, schemas.Child, idempotent=False)
    def change_child(self, work: Work, request: dict[str, Any]) -> Any:
        return children.change_child(work, sealing=self._children, **request)

    @command(schemas.ChildRef, schemas.Empty)
    def remove_child(self, work: Work, request: dict[str, Any]) -> Any:
        children.remove_child(work, **request)
        return {}

    @property
    def _children(self) -> Sealing:
        return Sealing(self.settings.personal_data_secret)
