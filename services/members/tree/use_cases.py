"""What callers ask of the union tree."""

from __future__ import annotations

from typing import Any

from chassis import paging
from chassis.errors import Forbidden, InvalidInput, Unauthenticated
from chassis.work import Reading, Work
from services.members.errors import UnionExists, UnionNotFound
from services.members.tree import rules, store
from services.members.tree.tables import Union


def list_unions(reading: Reading, *, parent: str, cursor: str, limit: int) -> dict[str, Any]:
    """One page of the unions one step below ``parent``, for staff.

    Raises ``UnionNotFound``, and ``Unauthenticated`` or ``Forbidden`` for others.
    """
    if reading.caller.kind == "anonymous":
        raise Unauthenticated("log in first")
    if reading.caller.kind not in ("staff", "system"):
        raise Forbidden("only staff can do this")
    if store.find(reading.session, parent) is None:
        raise UnionNotFound("there is no such union")
    after = paging.decode(cursor, length=1)[0] if cursor else ""
    found = store.children(reading.session, parent=parent, after=str(after), limit=limit + 1)
    return paging.page(found, limit=limit, key=lambda union: (union.path,))


def add_union(work: Work, *, path: str, kind: str, name: str, name_en: str) -> Union:
    """Add a union below an existing one.

    The federation adds anywhere, a district's officer within the district. Raises
    ``InvalidInput`` for a path that fits no union of this kind, ``UnionNotFound`` when there is
    nothing above it and ``UnionExists``.
    """
    parent = rules.parent(path)
    work.caller.require("federation", "district", path=parent)
    if problem := rules.problem(path, kind):
        raise InvalidInput.of("path", problem)
    if store.find(work.session, parent) is None:
        raise UnionNotFound("there is no union above this path")
    if store.find(work.session, path) is not None:
        raise UnionExists("there is a union at this path already")
    union = Union(path=path, parent=parent, kind=kind, name=name, name_en=name_en)
    store.add(work.session, union)
    return union
