"""Files in and out. The shelf is used outside of units of work: it may be a network away."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis.personal import PersonalData
from chassis.work import Reading, Store
from services.projects.applications import beginning, intake
from services.projects.audit import use_cases as audit
from services.projects.audit.refusals import recorded
from services.projects.documents import keeping, rules, store
from services.projects.documents.keeping import Incoming
from services.projects.documents.shelves import Shelf
from services.projects.documents.tables import Document
from services.projects.errors import (
    DocumentNotFound,
    DocumentRefused,
    NotYours,
    TooManyDocuments,
    WrongState,
)
from services.projects.providers import acting
from services.projects.seals import rules as seals
from services.projects.tenders import store as tenders


@dataclass(frozen=True, slots=True)
class _Place:
    """Whose file it is, what for, and to whom it is sealed: nobody is the house itself."""

    provider_id: str
    tender_id: str | None
    public_keys: dict[str, str]

    @property
    def sealed_for(self) -> str:
        return "offices" if self.public_keys else "house"


def upload_document(
    opened: Store,
    *,
    shelf: Shelf,
    personal: PersonalData,
    name: str,
    data: str,
    tender_id: str | None = None,
) -> dict[str, Any]:
    """Take a file, for the caller's registration or for an application; the same again is found.

    What is not what it says is refused, and that it was tried is recorded.
    Raises ``Unauthenticated``, ``Forbidden``, ``NotRegistered``, ``DocumentRefused``,
    ``TooManyDocuments``, ``DocumentMissing`` and what ``intake.place_for_files`` does.
    """
    with opened.reading() as reading:
        place = _place(reading, tender_id)
    file = _incoming(opened, place, name=name, data=data)
    with opened.reading() as reading:
        if found := _same(reading, place, file.sha256):
            return _told(found, name)
        _require_room(reading, place)
    document_id, key = keeping.put(shelf, file)
    with opened.work() as work:
        place = _place(work, tender_id)  # again: the call may have closed meanwhile
        document = Document(
            id=document_id,
            provider_id=place.provider_id,
            tender_id=place.tender_id,
            name="" if place.public_keys else name,
            media_type=file.media_type,
            size=len(file.raw),
            sha256=file.sha256,
            sealed_for=place.sealed_for,
            key_sealed=_sealed_key(place, personal, key=key, name=name, document_id=document_id),
            uploaded_by=work.caller.id,
            uploaded_at=work.now,
        )
        if place.tender_id is not None and place.public_keys and not _there(work, place):
            beginning.begin(work, tender_id=place.tender_id, provider_id=place.provider_id)
        work.session.add(document)
        work.session.flush()
        if tender_id is None:
            told = {"sha256": file.sha256, "provider": place.provider_id}
            audit.record(work, audit.PROVIDERS, "provider.document", subject=document_id, data=told)
        return _told(document, name)


def get_document(
    opened: Store, *, shelf: Shelf, personal: PersonalData, document_id: str
) -> dict[str, str]:
    """A file, for the organisation whose it is and for the offices; sealed ones for nobody.

    A rival's try is refused and recorded. Raises ``Unauthenticated``, ``Forbidden``,
    ``DocumentNotFound``, ``NotYours``, ``WrongState`` and ``DocumentMissing``.
    """
    with opened.work() as work:
        document = store.find(work.session, document_id)
        if document is None:
            work.caller.require("federation", "auditor", "provider")
            raise DocumentNotFound("there is no such document")
        if not (work.caller.has("federation") or work.caller.has("auditor")):
            own = acting.own(work)
            with recorded(
                work, _chain(work, document.tender_id), "document.read", subject=document_id
            ):
                if own.id != document.provider_id:
                    raise NotYours("it is another organisation's; this is recorded")
    return {
        "filename": document.name,
        "data": base64.b64encode(read(document, shelf=shelf, personal=personal)).decode(),
    }


def read(document: Document, *, shelf: Shelf, personal: PersonalData) -> bytes:
    """The bytes of a document that is not sealed any more; who may read is the caller's to know.

    Call it outside of units of work. Raises ``WrongState`` and ``DocumentMissing``.
    """
    if document.sealed_for != "house":
        raise WrongState("it is sealed until the offices open it", step="read", state="sealed")
    return keeping.get(
        shelf,
        personal,
        document_id=document.id,
        key_sealed=document.key_sealed,
        digest=document.sha256,
    )


def _incoming(opened: Store, place: _Place, *, name: str, data: str) -> Incoming:
    """What came; a file that is not what it says is refused and recorded."""
    try:
        return keeping.incoming(name, data)
    except DocumentRefused as error:
        subject = place.tender_id or place.provider_id
        with (
            opened.work() as work,
            recorded(work, _chain(work, place.tender_id), "document.upload", subject=subject),
        ):
            raise error


def _place(reading: Reading, tender_id: str | None) -> _Place:
    if tender_id is None:
        return _Place(acting.own(reading).id, None, {})
    provider = acting.verified(reading)
    public_keys = intake.place_for_files(reading, tender_id=tender_id, provider_id=provider.id)
    return _Place(provider.id, tender_id, public_keys)


def _same(reading: Reading, place: _Place, digest: str) -> Document | None:
    return store.same(
        reading.session,
        provider_id=place.provider_id,
        tender_id=place.tender_id,
        sha256=digest,
        sealed_for=place.sealed_for,
    )


def _require_room(reading: Reading, place: _Place) -> None:
    if _there(reading, place) >= rules.MOST_OF_ONE:
        raise TooManyDocuments("no more documents are taken here", most=rules.MOST_OF_ONE)


def _there(reading: Reading, place: _Place) -> int:
    return store.count(reading.session, provider_id=place.provider_id, tender_id=place.tender_id)


def _sealed_key(
    place: _Place, personal: PersonalData, *, key: bytes, name: str, document_id: str
) -> str:
    if not place.public_keys:
        return keeping.seal_key(personal, key)
    told = json.dumps({"key": base64.b64encode(key).decode(), "name": name}, ensure_ascii=False)
    return seals.seal(told, public_keys=place.public_keys, about=f"document:{document_id}")


def _chain(reading: Reading, tender_id: str | None) -> str:
    if tender_id is None:
        return audit.PROVIDERS
    tender = tenders.find(reading.session, tender_id)
    assert tender is not None  # looked at before, or the foreign key
    return audit.batch_chain(tender.batch_id)


def _told(document: Document, name: str) -> dict[str, Any]:
    uploaded_at: datetime = document.uploaded_at
    return {
        "id": document.id,
        "name": name,
        "media_type": document.media_type,
        "size": document.size,
        "sha256": document.sha256,
        "uploaded_at": uploaded_at,
    }
