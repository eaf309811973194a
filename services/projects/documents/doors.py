"""The entrypoints of documents."""

from __future__ import annotations

from typing import Any

from chassis.rpc import errand
from chassis.work import Store
from services.projects import schemas
from services.projects.documents import keeping, use_cases


class DocumentDoors:
    """Files in and out."""

    settings: Any

    @errand(schemas.UploadDocument, schemas.Document)
    def upload_provider_document(self, store: Store, request: dict[str, Any]) -> Any:
        return use_cases.upload_document(store, **self._means, **request)

    @errand(schemas.UploadForTender, schemas.Document)
    def upload_application_document(self, store: Store, request: dict[str, Any]) -> Any:
        return use_cases.upload_document(store, **self._means, **request)

    @errand(schemas.DocumentRef, schemas.File)
    def get_document(self, store: Store, request: dict[str, Any]) -> Any:
        return use_cases.get_document(store, **self._means, **request)

    @property
    def _means(self) -> dict[str, Any]:
        return keeping.means(self.settings)
