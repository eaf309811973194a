"""Accounts of staff and providers: log-in by name and password, adding, disabling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis import paging
from chassis.context import Role
from chassis.errors import FieldError, InvalidInput
from chassis.ids import uuid7
from chassis.work import Reading, Work
from services.members.accounts import passwords, rules, store
from services.members.accounts.tables import Account, AccountRole
from services.members.errors import AccountNotFound, LogInRefused, UsernameTaken
from services.members.limits.use_cases import take
from services.members.security import Security
from services.members.sessions import store as session_store
from services.members.sessions import use_cases as sessions
from services.members.tree import store as tree


def log_in(work: Work, security: Security, *, username: str, password: str) -> dict[str, Any]:
    """Tokens for the holder of an account.

    Name and address together lock out after a few tries, the name alone only after many, so that
    nobody can easily keep somebody else out. Raises ``LogInRefused`` and ``TooManyTries``; an
    unknown name takes as long as a wrong password.
    """
    name, address = username.casefold(), work.caller.address
    take(work, security, limit="log_ins_by_address", subject=address)
    take(work, security, limit="log_ins_by_name_and_address", subject=f"{name}\0{address}")
    take(work, security, limit="log_ins_by_name", subject=name)
    work.commit()  # tries count whatever follows, and no lock is held while hashing
    account = store.by_username(work.session, name)
    if not passwords.verify(account.password_hash if account else None, password):
        raise LogInRefused("name and password do not go together")
    if account is None or account.disabled_at is not None:
        raise LogInRefused("name and password do not go together")
    if passwords.is_outdated(account.password_hash):
        account.password_hash = passwords.hash_password(password)
    return sessions.start(work, security, kind=account.kind, holder_id=account.id)


def add_account(
    work: Work, *, username: str, password: str, kind: str, name: str, roles: Sequence[Role]
) -> Account:
    """Add an account, as the federation or the operator.

    Raises ``InvalidInput`` for roles that do not fit, ``UsernameTaken`` and ``Forbidden``.
    """
    work.caller.require("federation")
    username = username.casefold()
    wrong = [
        FieldError(f"roles.{place}", problem)
        for place, role in enumerate(roles)
        if (problem := _role_problem(work, kind, role))
    ]
    if wrong:
        raise InvalidInput("some roles do not fit", errors=tuple(wrong))
    if store.by_username(work.session, username) is not None:
        raise UsernameTaken("another account has this name")
    account = Account(
        id=uuid7(),
        username=username,
        kind=kind,
        name=name,
        password_hash=passwords.hash_password(password),
        created_at=work.now,
        created_by=work.caller.id or work.caller.kind,
        disabled_at=None,
        disabled_by="",
        roles=[AccountRole(role=role, scope=scope) for role, scope in _distinct(roles)],
    )
    store.add(work.session, account)
    return account


def list_accounts(reading: Reading, *, role: str, cursor: str, limit: int) -> dict[str, Any]:
    """One page of the accounts that hold a role, by user name, without those that are closed.

    Raises ``Forbidden``.
    """
    reading.caller.require("federation")
    found = store.with_role(
        reading.session,
        role,
        beyond=paging.decode(cursor, length=1) if cursor else (),
        limit=limit + 1,
    )
    return paging.page(found, limit=limit, key=lambda account: (account.username,))


def disable_account(work: Work, *, username: str) -> Account:
    """Close an account and end its sessions; again changes nothing.

    Raises ``AccountNotFound`` and ``Forbidden``.
    """
    work.caller.require("federation")
    account = store.by_username(work.session, username.casefold())
    if account is None:
        raise AccountNotFound("there is no such account")
    if account.disabled_at is None:
        account.disabled_at = work.now
        account.disabled_by = work.caller.id or work.caller.kind
        session_store.end_all(
            work.session, holder_id=account.id, at=work.now, because="account disabled"
        )
    return account


def _role_problem(work: Work, kind: str, role: Role) -> str | None:
    if problem := rules.role_problem(kind, role.role):
        return problem
    if tree.find(work.session, role.scope) is None:
        return "there is no such part of the union"
    return None


def _distinct(roles: Sequence[Role]) -> list[tuple[str, str]]:
    return sorted({(role.role, role.scope) for role in roles})
