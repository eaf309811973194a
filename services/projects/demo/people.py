"""Who acts in the demonstration. Some are accounts that everybody can log in with."""

from __future__ import annotations

import uuid
from typing import Final

from chassis.context import Caller, Role

# The members service numbers its demonstration's accounts so.
_ACCOUNTS: Final = uuid.UUID("5d6c2f0e-6d0b-5a7b-9b51-12351a12351a")
_OTHERS: Final = uuid.UUID("0a5f7a52-6f0c-5b43-8a2e-4c1d3b8f9e22")


def account(username: str) -> str:
    """The id of a demonstration account that can log in."""
    return str(uuid.uuid5(_ACCOUNTS, f"account:{username}"))


def somebody(name: str) -> str:
    """The id of an account that is only told of."""
    return str(uuid.uuid5(_OTHERS, name))


def staff(account_id: str, role: str, scope: str = "") -> Caller:
    """Staff with one role."""
    return Caller(kind="staff", id=account_id, roles=(Role(role, scope),))


def reviewer(account_id: str) -> Caller:
    """Somebody of a panel."""
    return staff(account_id, "reviewer")


OFFICER: Final = staff(account("federation"), "federation")
SECOND_OFFICER: Final = staff(account("federation-2"), "federation")
AUDITOR: Final = staff(account("auditor"), "auditor")
SYSTEM: Final = Caller(kind="system")
# Whom organisation 0 and 1 act through: one has won a project, one gets an application ready.
WINNER: Final = account("provider")
APPLICANT: Final = account("provider-2")
REVIEWER: Final = account("reviewer")
