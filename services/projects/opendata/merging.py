"""Merging the releases of one contracting process into its record.

Source: Open Contracting Data Standard 1.1, "Merging". A later value replaces an earlier one, null
takes it away, objects in a list are the same where their ``id`` is, other lists are replaced whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Lists of objects that the schema of 1.1.5 has replaced whole, wherever they stand.
WHOLE_LISTS = frozenset({"additionalIdentifiers", "additionalClassifications", "changes"})
_OF_THE_RELEASE = frozenset({"id", "date", "tag"})


@dataclass(frozen=True, slots=True)
class _Item:
    """An object's place in a list: its id or, without one, a place that no other object has."""

    place: Any
    named: bool


_Path = tuple[str | _Item, ...]


def compiled(releases: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The process as it stands after all ``releases``, of which there is one at least."""
    ordered = _by_date(releases)
    values: dict[_Path, Any] = {}
    for number, release in enumerate(ordered):
        values.update(_leaves(release, number))
    ocid, date = ordered[-1]["ocid"], ordered[-1]["date"]
    own = {"id": f"{ocid}-{date}", "date": date, "tag": ["compiled"]}
    kept = ((path, value) for path, value in values.items())
    return own | _tree(kept, without_null=True)


def versioned(releases: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The history of every value: which release set it, and when."""
    ordered = _by_date(releases)
    histories: dict[_Path, list[dict[str, Any]]] = {}
    for number, release in enumerate(ordered):
        told = {name: release[name] for name in ("id", "date", "tag")}
        for path, value in _leaves(release, number):
            history = histories.setdefault(path, [])
            if path != ("ocid",) and (not history or history[-1]["value"] != value):
                history.append(
                    {
                        "releaseID": told["id"],
                        "releaseDate": told["date"],
                        "releaseTag": told["tag"],
                        "value": value,
                    }
                )
    del histories["ocid",]
    return {"ocid": ordered[-1]["ocid"]} | _tree(histories.items(), without_null=False)


def _by_date(releases: Iterable[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    return sorted(releases, key=lambda release: str(release["date"]))


def _leaves(release: Mapping[str, Any], number: int) -> Iterator[tuple[_Path, Any]]:
    """What is merged as one, with its path; ``number`` tells one release from another."""
    for name, value in release.items():
        if name not in _OF_THE_RELEASE:
            yield from _below((name,), name, value, number)


def _below(path: _Path, name: str, value: Any, number: int) -> Iterator[tuple[_Path, Any]]:
    if isinstance(value, dict):
        for inner, inner_value in value.items():
            yield from _below((*path, inner), inner, inner_value, number)
    elif isinstance(value, list) and not _replaced_whole(name, value):
        for at, item in enumerate(value):
            named = "id" in item
            place = _Item(item["id"] if named else (number, at), named)
            for inner, inner_value in item.items():
                yield from _below((*path, place, inner), inner, inner_value, number)
    else:
        yield path, value


def _replaced_whole(name: str, value: Sequence[Any]) -> bool:
    return name in WHOLE_LISTS or not all(isinstance(item, dict) for item in value)


def _tree(leaves: Iterable[tuple[_Path, Any]], *, without_null: bool) -> dict[str, Any]:
    """Objects and lists again, in the order in which their parts were first told."""
    root: dict[str, Any] = {}
    items: dict[_Path, dict[str, Any]] = {}
    for path, value in leaves:
        here = root
        for at, part in enumerate(path[:-1]):
            following = path[at + 1]
            if isinstance(part, _Item):
                continue
            if isinstance(following, _Item):
                here = _item(here.setdefault(part, []), items, path[: at + 2])
            else:
                here = here.setdefault(part, {})
        last, parent = path[-1], path[-2] if len(path) > 1 else None
        identity = last == "id" and isinstance(parent, _Item)
        if not identity and not (without_null and value is None):
            here[str(last)] = value
    return root


def _item(
    among: list[dict[str, Any]], items: dict[_Path, dict[str, Any]], path: _Path
) -> dict[str, Any]:
    if path not in items:
        place = path[-1]
        assert isinstance(place, _Item)
        items[path] = {"id": place.place} if place.named else {}
        among.append(items[path])
    return items[path]
