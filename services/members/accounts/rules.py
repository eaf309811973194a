"""Names, passwords and roles of accounts."""

from __future__ import annotations

from typing import Final

ROLES_BY_KIND: Final = {
    "staff": (
        "federation",
        "district",
        "grassroots",
        "venue",
        "class_staff",
        "reviewer",
        "auditor",
        "counter",
    ),
    "provider": ("provider",),
}


def role_problem(kind: str, role: str) -> str | None:
    """Why an account of this kind cannot have this role, or None."""
    if role in ROLES_BY_KIND[kind]:
        return None
    return f"a {kind} account has one of {', '.join(ROLES_BY_KIND[kind])}"
