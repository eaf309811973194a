"""New secrets for an installation; only the standard library, because nothing may be there yet."""

from __future__ import annotations

import secrets

# What the services ask for, and what the compose file asks for beside it.
NAMES = ("TOKEN_SECRET", "PERSONAL_DATA_SECRET", "TICKET_SIGNING_SEED")
PASSWORDS = ("POSTGRES_PASSWORD", "RABBITMQ_PASSWORD")


def of_services() -> dict[str, str]:
    """A value for each secret of the services."""
    return {name: secrets.token_urlsafe(48) for name in NAMES}


def of_containers() -> dict[str, str]:
    """A password for each server in the compose file; plain enough to stand in a URL."""
    return {name: secrets.token_hex(24) for name in PASSWORDS}
