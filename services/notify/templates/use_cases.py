"""What staff do with templates: check, write, look, try with values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chassis import paging
from chassis.errors import InvalidInput
from chassis.work import Reading, Work
from services.notify.errors import TemplateError, TemplateNotFound
from services.notify.templates import store, writing
from services.notify.templates.rules import Kind, Template, check_values, render
from services.notify.templates.tables import WrittenTemplate
from services.notify.templates.writing import Draft, Variable

OFFICERS = ("federation", "district")


def check_template(
    reading: Reading,
    *,
    name: str,
    variables: Sequence[Mapping[str, Any]],
    contents: Mapping[str, Any],
    price: int,
) -> dict[str, Any]:
    """All faults of a draft and what its SMS costs at most; ``price`` in fen a part.

    Raises ``Forbidden``.
    """
    reading.caller.require(*OFFICERS, path=_office(reading))
    draft = _draft(name, variables, contents)
    return {
        "faults": [
            {
                "field": fault.field,
                "message": fault.message,
                "code": fault.code,
                "about": fault.about,
            }
            for fault in writing.faults(draft)
        ],
        "costs": _costs(draft, price),
    }


def write_template(
    work: Work,
    *,
    name: str,
    variables: Sequence[Mapping[str, Any]],
    contents: Mapping[str, Any],
    price: int,
) -> dict[str, Any]:
    """Keep a draft as the next version of its name.

    Raises ``InvalidInput`` that names every faulty field, and ``Forbidden``.
    """
    work.caller.require(*OFFICERS, path=_office(work))
    draft = _draft(name, variables, contents)
    found = writing.faults(draft)
    if found:
        raise InvalidInput("the template cannot be used like this", errors=tuple(found))
    full = writing.PREFIX + name
    row = WrittenTemplate(
        name=full,
        version=store.newest_version(work.session, full) + 1,
        variables=[
            {"name": each.name, "kind": each.kind.value, "most": each.most}
            for each in draft.variables
        ],
        contents=contents,
        written_by=work.caller.id or work.caller.kind,
        written_at=work.now,
    )
    store.add(work.session, row)
    return _shown(row, price)


def list_templates(
    reading: Reading, *, name: str, limit: int, cursor: str, price: int
) -> dict[str, Any]:
    """One page of the newest versions, by name; with a ``name`` all of its versions, the newest
    first. Raises ``Forbidden``."""
    reading.caller.require(*OFFICERS, "auditor", path=_office(reading))
    if name:
        return _versions(reading, name=name, limit=limit, cursor=cursor, price=price)
    after = str(paging.decode(cursor, length=1)[0]) if cursor else ""
    found = store.newest(reading.session, after=after, limit=limit + 1)
    page = paging.page(found, limit=limit, key=lambda row: (row.name,))
    return page | {"items": [_shown(row, price) for row in page["items"]]}


def _versions(
    reading: Reading, *, name: str, limit: int, cursor: str, price: int
) -> dict[str, Any]:
    before = paging.decode(cursor, length=1)[0] if cursor else None
    if before is not None and not (isinstance(before, int) and 0 < before < 2**31):
        raise InvalidInput.of("cursor", "not a cursor of this list")
    full = writing.PREFIX + name
    found = store.versions(reading.session, full, before=before, limit=limit + 1)
    page = paging.page(found, limit=limit, key=lambda row: (row.version,))
    return page | {"items": [_shown(row, price) for row in page["items"]]}


def preview_template(
    reading: Reading, *, name: str, version: int, values: Mapping[str, str]
) -> dict[str, Any]:
    """What members would read, by channel and language, with the values given.

    Raises ``TemplateNotFound``, ``InvalidInput`` for values that do not fit, and ``Forbidden``.
    """
    reading.caller.require(*OFFICERS, "auditor", path=_office(reading))
    draft = find_draft(reading, name=name, version=version)
    check_given(draft, values, field="values")
    return {"texts": texts_of(draft.template(version), values)}


def find_draft(reading: Reading, *, name: str, version: int) -> Draft:
    """A version as it was written. Raises ``TemplateNotFound``."""
    row = store.find(reading.session, writing.PREFIX + name, version)
    if row is None:
        raise TemplateNotFound("there is no such version of a template")
    return store.draft_of(row)


def check_given(draft: Draft, values: Mapping[str, str], *, field: str) -> None:
    """Raise ``InvalidInput`` unless the values are those that the template declares."""
    try:
        check_values(draft.template(1), values)
    except TemplateError as error:
        raise InvalidInput.of(field, error.message) from error
    long = writing.too_long(draft, values)
    if long:
        raise InvalidInput.of(f"{field}.{long[0]}", "longer than declared")


def texts_of(template: Template, values: Mapping[str, str]) -> list[dict[str, str]]:
    """Every text of a template, rendered."""
    return [
        {"channel": channel, "language": language, "field": field, "text": text}
        for channel, fields in sorted(template.contents.items())
        for language in sorted(next(iter(fields.values())))
        for field, text in render(
            template, channel=channel, language=language, values=values, unseal=_refuse
        ).items()
    ]


def _refuse(_sealed: str) -> str:
    raise TemplateError("no secrets in templates of staff")


def _office(reading: Reading) -> str:
    """Where the caller holds one of the offices; templates belong to all of them."""
    held = (role.scope for role in reading.caller.roles if role.role in (*OFFICERS, "auditor"))
    return next(held, "")


def _draft(name: str, variables: Sequence[Mapping[str, Any]], contents: Mapping[str, Any]) -> Draft:
    return Draft(
        name=name,
        variables=tuple(
            Variable(name=each["name"], kind=Kind(each["kind"]), most=each["most"])
            for each in variables
        ),
        contents=contents,
    )


def _shown(row: WrittenTemplate, price: int) -> dict[str, Any]:
    return {
        "name": row.name.removeprefix(writing.PREFIX),
        "version": row.version,
        "variables": row.variables,
        "contents": row.contents,
        "costs": _costs(store.draft_of(row), price),
        "written_by": row.written_by,
        "written_at": row.written_at,
    }


def _costs(draft: Draft, price: int) -> list[dict[str, Any]]:
    return [
        {
            "language": language,
            "units": cost.units,
            "parts": cost.parts,
            "price": cost.parts * price,
        }
        for language, cost in sorted(writing.costs(draft).items())
    ]
