"""Files of the minutes: attached to a discussed report, and read by whoever may read the report."""

from __future__ import annotations

import base64

from chassis.personal import PersonalData
from chassis.work import Reading, Store
from services.projects.audit import use_cases as audit
from services.projects.audit.refusals import recorded
from services.projects.documents import keeping
from services.projects.documents.keeping import Incoming
from services.projects.documents.shelves import Shelf
from services.projects.errors import DocumentNotFound, DocumentRefused
from services.projects.reports import rules, store
from services.projects.reports.tables import MinutesFile
from services.projects.reports.use_cases import visible
from services.projects.surveys.use_cases import office_survey


def attach_minutes(
    opened: Store, *, shelf: Shelf, personal: PersonalData, survey_id: str, name: str, data: str
) -> MinutesFile:
    """Add a file to the minutes of a report that is discussed; the same again is found.

    Raises ``Unauthenticated``, ``Forbidden``, ``SurveyNotFound``, ``WrongState``,
    ``DocumentRefused``, ``TooManyDocuments`` and ``DocumentMissing``.
    """
    with opened.reading() as reading:
        _require_room(reading, survey_id)
    try:
        file = keeping.incoming(name, data)
    except DocumentRefused as error:
        chain = audit.survey_chain(survey_id)
        with (
            opened.work() as work,
            recorded(work, chain, "report.attach", subject=survey_id),
        ):
            raise error
    with opened.reading() as reading:
        if found := _same(reading, survey_id, file):
            return found
    document_id, key = keeping.put(shelf, file)
    with opened.work() as work:
        _require_room(work, survey_id, lock=True)  # again: it may be published meanwhile
        if found := _same(work, survey_id, file):
            return found
        kept = MinutesFile(
            id=document_id,
            survey_id=survey_id,
            name=file.name,
            media_type=file.media_type,
            size=len(file.raw),
            sha256=file.sha256,
            key_sealed=keeping.seal_key(personal, key),
            uploaded_by=work.caller.id,
            uploaded_at=work.now,
        )
        work.session.add(kept)
        work.session.flush()
        audit.record(
            work,
            audit.survey_chain(survey_id),
            "report.attach",
            subject=survey_id,
            data={"file": kept.id, "sha256": kept.sha256},
        )
        return kept


def get_minutes(
    opened: Store, *, shelf: Shelf, personal: PersonalData, survey_id: str, document_id: str
) -> dict[str, str]:
    """A file of the minutes. Raises as ``get_report``, and ``DocumentNotFound`` and
    ``DocumentMissing``."""
    with opened.reading() as reading:
        visible(reading, survey_id)
        for file in store.minutes(reading.session, survey_id):
            if file.id == document_id:
                break
        else:
            raise DocumentNotFound("there is no such file in these minutes")
    raw = keeping.get(
        shelf, personal, document_id=file.id, key_sealed=file.key_sealed, digest=file.sha256
    )
    return {"filename": file.name, "data": base64.b64encode(raw).decode()}


def _same(reading: Reading, survey_id: str, file: Incoming) -> MinutesFile | None:
    same = (m for m in store.minutes(reading.session, survey_id) if m.sha256 == file.sha256)
    return next(same, None)


def _require_room(reading: Reading, survey_id: str, *, lock: bool = False) -> None:
    office_survey(reading, survey_id, lock=lock)
    report = store.find(reading.session, survey_id)
    state = report.state if report else rules.STATES.initial
    rules.require_minutes_time(state, files=len(store.minutes(reading.session, survey_id)))
