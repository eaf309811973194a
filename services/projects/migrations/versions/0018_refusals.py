"""Events that a full queue refused are set aside."""

from __future__ import annotations

from chassis.migration import add_refusals

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    add_refusals()
