"""The first account of an installation: somebody has to be able to let the others in."""

from __future__ import annotations

import getpass
import sys

from chassis.config import Settings
from chassis.context import Role
from chassis.errors import DomainError
from chassis.schema import load
from ops.stores import store_of
from services.members.accounts import use_cases
from services.members.schemas import NewAccount


def add_officer(settings: Settings, *, username: str, name: str) -> int:
    """Add an officer of the federation; the password is asked for, or read from a pipe."""
    asked = {
        "username": username,
        "password": _password(),
        "kind": "staff",
        "name": name,
        "roles": [{"role": "federation", "scope": ""}],
    }
    try:
        request = load(NewAccount, asked)
        with store_of("members", settings) as store, store.work() as work:
            use_cases.add_account(work, **request | {"roles": [Role("federation")]})
    except DomainError as error:
        wrong = [f"{each.field}: {each.message}" for each in error.errors]
        print("; ".join(wrong or [error.message]), file=sys.stderr)
        return 1
    print(f"{username} can log in at /office/ and add the others.")
    return 0


def _password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return sys.stdin.readline().rstrip("\n")
