"""The entrypoints of social organisations."""

from __future__ import annotations

from typing import Any

from chassis.personal import PersonalData
from chassis.rpc import command, query
from chassis.work import Reading, Work
from services.projects import schemas
from services.projects.providers import use_cases, users


class ProviderDoors:
    """Registering, verifying, showing; who acts for an organisation."""

    settings: Any

    # The payload holds a bank account: no fingerprint of it is kept.
    @command(schemas.RegisterProvider, schemas.OwnProvider, idempotent=False)
    def register_provider(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.register_provider(work, personal=self._personal, **request)

    @command(schemas.DescribeProvider, schemas.OwnProvider)
    def describe_provider(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.describe_provider(work, personal=self._personal, **request)

    @command(schemas.ProviderRef, schemas.Provider)
    def verify_provider(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.decide_provider(work, step="verify", **request)

    @command(schemas.RefuseProvider, schemas.Provider)
    def refuse_provider(self, work: Work, request: dict[str, Any]) -> Any:
        return use_cases.decide_provider(work, step="refuse", **request)

    @query(schemas.Empty, schemas.OwnProvider)
    def get_my_provider(self, reading: Reading, _request: dict[str, Any]) -> Any:
        return use_cases.get_my_provider(reading, personal=self._personal)

    @query(schemas.ProviderRef, schemas.Provider)
    def get_provider(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.get_provider(reading, **request)

    @query(schemas.ProviderRef, schemas.ProviderPapers)
    def get_provider_papers(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.get_provider_papers(reading, **request)

    @query(schemas.ListProviders, schemas.ProviderPage)
    def list_providers(self, reading: Reading, request: dict[str, Any]) -> Any:
        return use_cases.list_providers(reading, **request)

    # The answer is a secret: it must not be kept.
    @command(schemas.Empty, schemas.ProviderInvitation, idempotent=False)
    def invite_provider_user(self, work: Work, _request: dict[str, Any]) -> Any:
        return users.invite_provider_user(work)

    @command(schemas.JoinProvider, schemas.Provider, idempotent=False)
    def join_provider(self, work: Work, request: dict[str, Any]) -> Any:
        return users.join_provider(work, **request)

    @command(schemas.ProviderUserRef, schemas.Provider)
    def remove_provider_user(self, work: Work, request: dict[str, Any]) -> Any:
        return users.remove_provider_user(work, **request)

    @property
    def _personal(self) -> PersonalData:
        return PersonalData(self.settings.personal_data_secret)
