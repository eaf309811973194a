"""The members service's entrypoints."""

from __future__ import annotations

from typing import Any

from chassis.context import Role
from chassis.provider import ServiceStore
from chassis.rpc import command, query
from chassis.timer import tick
from chassis.work import Reading, Store, Work
from services.members import demo, housekeeping, schemas
from services.members.accounts import use_cases as accounts
from services.members.cards import use_cases as cards
from services.members.database import messaging
from services.members.imports import processing
from services.members.imports import use_cases as imports
from services.members.imports.desk import ImportDesk
from services.members.logins import use_cases as logins
from services.members.privacy.doors import PrivacyDoors
from services.members.security import MembersSecurity
from services.members.sessions import use_cases as sessions
from services.members.tree import use_cases as tree


class Members(PrivacyDoors):
    """Who the members are, and who is who."""

    name = "members"
    db = ServiceStore(messaging)
    security = MembersSecurity()
    desk = ImportDesk()

    # Log-in and sessions. Their answers are secrets, so no answer is kept for a repeat.

    @command(schemas.RequestLoginCode, schemas.Empty, idempotent=False)
    def request_login_code(self, work: Work, request: dict[str, Any]) -> Any:
        logins.request_code(work, self.security, **request)
        return {}

    @command(schemas.LogIn, schemas.Tokens, idempotent=False)
    def log_in(self, work: Work, request: dict[str, Any]) -> Any:
        if "code" in request:
            return logins.log_in(work, self.security, **request)
        return accounts.log_in(work, self.security, **request)

    @command(schemas.RefreshSession, schemas.Tokens, idempotent=False)
    def refresh_session(self, work: Work, request: dict[str, Any]) -> Any:
        return sessions.refresh(work, self.security, **request)

    @command(schemas.Empty, schemas.Empty, idempotent=False)
    def log_out(self, work: Work, _request: dict[str, Any]) -> Any:
        sessions.end(work)
        return {}

    @query(schemas.Empty, schemas.Me)
    def get_me(self, reading: Reading, _request: dict[str, Any]) -> Any:
        return sessions.get_me(reading)

    # Cards and members

    @command(schemas.CardChange, schemas.CardAnswer)
    def suspend_card(self, work: Work, request: dict[str, Any]) -> Any:
        return cards.suspend(work, **request)

    @command(schemas.CardChange, schemas.CardAnswer)
    def reinstate_card(self, work: Work, request: dict[str, Any]) -> Any:
        return cards.reinstate(work, **request)

    @command(schemas.CardChange, schemas.CardAnswer)
    def reissue_card(self, work: Work, request: dict[str, Any]) -> Any:
        return cards.reissue(work, **request)

    @query(schemas.CardRef, schemas.AudiencesAnswer)
    def get_audiences(self, reading: Reading, request: dict[str, Any]) -> Any:
        return cards.get_audiences(reading, **request)

    @command(schemas.SetAudiences, schemas.AudiencesAnswer)
    def set_audiences(self, work: Work, request: dict[str, Any]) -> Any:
        return cards.set_audiences(work, **request)

    @query(schemas.LookUpMember, schemas.FoundMember)
    def look_up_member(self, reading: Reading, request: dict[str, Any]) -> Any:
        return cards.look_up_member(reading, **request)

    @query(schemas.MembersOfCards, schemas.CardHolders)
    def members_of_cards(self, reading: Reading, request: dict[str, Any]) -> Any:
        return {"items": cards.members_of_cards(reading, **request)}

    @query(schemas.MembersOfSegment, schemas.Segment)
    def members_of_segment(self, reading: Reading, request: dict[str, Any]) -> Any:
        return cards.members_of_segment(reading, **request)

    @query(schemas.ContactsOf, schemas.Contacts)
    def contacts_of(self, reading: Reading, request: dict[str, Any]) -> Any:
        return {"items": cards.contacts_of(reading, self.security, **request)}

    @query(schemas.MembersByPhone, schemas.PhoneHolders)
    def members_by_phone(self, reading: Reading, request: dict[str, Any]) -> Any:
        return {"items": cards.members_by_phone(reading, self.security, **request)}

    # The union tree and accounts

    @query(schemas.UnionsOf, schemas.UnionPage)
    def list_unions(self, reading: Reading, request: dict[str, Any]) -> Any:
        return tree.list_unions(reading, **request)

    @command(schemas.NewUnion, schemas.UnionAnswer)
    def add_union(self, work: Work, request: dict[str, Any]) -> Any:
        return tree.add_union(work, **request)

    @command(schemas.NewAccount, schemas.Account, idempotent=False)
    def add_account(self, work: Work, request: dict[str, Any]) -> Any:
        roles = [Role(**role) for role in request.pop("roles")]
        return accounts.add_account(work, **request, roles=roles)

    @query(schemas.ListAccounts, schemas.AccountPage)
    def list_accounts(self, reading: Reading, request: dict[str, Any]) -> Any:
        return accounts.list_accounts(reading, **request)

    @command(schemas.AccountRef, schemas.Account)
    def disable_account(self, work: Work, request: dict[str, Any]) -> Any:
        return accounts.disable_account(work, **request)

    @query(schemas.Empty, schemas.DemoAccounts)
    def demo_accounts(self, reading: Reading, _request: dict[str, Any]) -> Any:
        return demo.accounts(reading, self.security)

    # Imports

    @command(schemas.BeginImport, schemas.Import)
    def begin_import(self, work: Work, request: dict[str, Any]) -> Any:
        return imports.begin_import(work, **request)

    @command(schemas.AppendImport, schemas.Import)
    def append_import(self, work: Work, request: dict[str, Any]) -> Any:
        return imports.append_import(work, self.security, **request)

    @command(schemas.FinishImport, schemas.Import)
    def finish_import(self, work: Work, request: dict[str, Any]) -> Any:
        return imports.finish_import(work, **request)

    @query(schemas.ImportRef, schemas.Import)
    def get_import(self, reading: Reading, request: dict[str, Any]) -> Any:
        return imports.get_import(reading, **request)

    @query(schemas.ImportErrors, schemas.ImportErrorPage)
    def list_import_errors(self, reading: Reading, request: dict[str, Any]) -> Any:
        return imports.list_import_errors(reading, **request)

    # In the background

    @tick(seconds=1)
    def process_imports(self, store: Store) -> None:
        processing.process(store, self.security, self.desk)

    @tick(seconds=600)
    def keep_house(self, store: Store) -> None:
        housekeeping.forget(store)
