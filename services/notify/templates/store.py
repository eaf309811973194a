"""Reading and writing the templates of staff."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notify.errors import TemplateError
from services.notify.templates.catalogue import catalogue
from services.notify.templates.rules import Kind, Template
from services.notify.templates.tables import WrittenTemplate
from services.notify.templates.writing import PREFIX, Draft, Variable

Ref = tuple[str, int]


def add(session: Session, row: WrittenTemplate) -> None:
    """Keep a version."""
    session.add(row)
    session.flush()


def newest_version(session: Session, name: str) -> int:
    """The number of the newest version, 0 where there is none."""
    select = sa.select(sa.func.max(WrittenTemplate.version)).where(WrittenTemplate.name == name)
    return session.scalar(select) or 0


def find(session: Session, name: str, version: int) -> WrittenTemplate | None:
    """One version."""
    return session.get(WrittenTemplate, (name, version))


def newest(session: Session, *, after: str, limit: int) -> Sequence[WrittenTemplate]:
    """The newest version of each name, by name, after the name ``after``."""
    last = sa.select(WrittenTemplate.name, sa.func.max(WrittenTemplate.version).label("version"))
    last = last.where(WrittenTemplate.name > after).group_by(WrittenTemplate.name)
    found = last.order_by(WrittenTemplate.name).limit(limit).subquery()
    same = sa.and_(WrittenTemplate.name == found.c.name, WrittenTemplate.version == found.c.version)
    select = sa.select(WrittenTemplate).join(found, same).order_by(WrittenTemplate.name)
    return session.scalars(select).all()


def versions(
    session: Session, name: str, *, before: int | None, limit: int
) -> Sequence[WrittenTemplate]:
    """The versions of one name, the newest first, older than ``before``."""
    select = sa.select(WrittenTemplate).where(WrittenTemplate.name == name)
    if before is not None:
        select = select.where(WrittenTemplate.version < before)
    return session.scalars(select.order_by(WrittenTemplate.version.desc()).limit(limit)).all()


def draft_of(row: WrittenTemplate) -> Draft:
    """A version as it was written."""
    return Draft(
        name=row.name.removeprefix(PREFIX),
        variables=tuple(
            Variable(name=each["name"], kind=Kind(each["kind"]), most=each["most"])
            for each in row.variables
        ),
        contents=row.contents,
    )


class Templates:
    """The templates that some messages were made from: the house's own and those of staff."""

    def __init__(self, session: Session, refs: Iterable[Ref]) -> None:
        written = {ref for ref in refs if ref[0].startswith(PREFIX)}
        found = (find(session, name, version) for name, version in sorted(written))
        self._written = {
            (row.name, row.version): draft_of(row).template(row.version) for row in found if row
        }

    def version(self, name: str, version: int) -> Template:
        """One of them. Raises ``TemplateError``."""
        if not name.startswith(PREFIX):
            return catalogue().version(name, version)
        template = self._written.get((name, version))
        if template is None:
            raise TemplateError(f"there is no template {name}.v{version}")
        return template
