"""The templates of this release, read from ``texts/<name>.v<version>.toml``.

A version never changes once messages were made from it: a new wording is a new file, and the old
one stays while messages may still be sent from it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from services.notify.errors import TemplateError
from services.notify.templates.rules import Kind, Template, check

_TEXTS = Path(__file__).parent / "texts"


class Catalogue:
    """Templates by name and version."""

    def __init__(self, templates: Iterable[Template]) -> None:
        self._by_version = {(one.name, one.version): one for one in templates}
        self._newest: dict[str, Template] = {}
        for (name, _), one in sorted(self._by_version.items()):
            self._newest[name] = one

    def newest(self, name: str) -> Template:
        """What new messages are made from. Raises ``TemplateError``."""
        return self._found(self._newest.get(name), name)

    def version(self, name: str, version: int) -> Template:
        """What a stored message was made from. Raises ``TemplateError``."""
        return self._found(self._by_version.get((name, version)), f"{name}.v{version}")

    def all(self) -> list[Template]:
        """Every version of every template."""
        return list(self._by_version.values())

    @staticmethod
    def _found(template: Template | None, name: str) -> Template:
        if template is None:
            raise TemplateError(f"there is no template {name}")
        return template


@cache
def catalogue() -> Catalogue:
    """The templates beside this module; read and checked once."""
    return Catalogue(_read(path) for path in sorted(_TEXTS.glob("*.toml")))


def _read(path: Path) -> Template:
    name, _, version = path.stem.rpartition(".v")
    data = tomllib.loads(path.read_text("utf-8"))
    try:
        template = Template(
            name=name,
            version=int(version),
            shorten=data.pop("shorten", ""),
            variables={key: Kind(kind) for key, kind in data.pop("variables").items()},
            contents=data,
        )
    except (KeyError, ValueError) as error:
        raise TemplateError(f"{path.name}: {error}") from error
    check(template)
    return template
