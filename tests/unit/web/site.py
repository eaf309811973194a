"""The front end as files: pages, the modules behind each, texts and tokens."""

from __future__ import annotations

import json
import posixpath
import re
from functools import cache
from pathlib import Path

WEB = Path(__file__).parents[3] / "gateway" / "web"
ASSETS = WEB / "assets"
LANGUAGES = ("zh-CN", "en")
PAGES = sorted(path.relative_to(WEB).as_posix() for path in WEB.rglob("*.html"))

_IMPORT = re.compile(r'^\s*(?:import|export)\b[^;"]*"(\.[^"]+)";', re.MULTILINE)
_LATER = re.compile(r'\bimport\("(\.[^"]+)"\)')
_BESIDE = re.compile(r'new URL\("(\.[^"]+[^/])", import\.meta\.url\)')
_COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*|(?<=[;{,)])\s*//[^\n]*", re.DOTALL | re.MULTILINE)
_LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_TEMPLATE = re.compile(r"`((?:[^`\\]|\\.)*)`")
_KEY = re.compile(r"[a-z]+(?:\.[A-Za-z0-9_-]+)+")


@cache
def read(path: str) -> str:
    """A file of the front end by its address, such as ``/assets/base.css``."""
    return (WEB / path.removeprefix("/")).read_text()


def links(page: str, rel: str) -> list[str]:
    """Where the links of one kind lead, in the order of the page."""
    tags = re.findall(rf'<link rel="{rel}"[^>]*>', read(page))
    return [re.search(r'href="([^"]+)"', tag)[1] for tag in tags]  # type: ignore[index]


def entry(page: str) -> str:
    """The module that a page starts."""
    found = re.search(r'<script type="module" src="([^"]+)"></script>', read(page))
    assert found, f"{page} starts no module"
    return found[1]


@cache
def imports(module: str) -> list[str]:
    """The modules that a module imports."""
    folder = posixpath.dirname(module)
    return [posixpath.normpath(posixpath.join(folder, to)) for to in _IMPORT.findall(read(module))]


def files_beside(module: str) -> list[str]:
    """The files that a module addresses relative to itself."""
    folder = posixpath.dirname(module)
    return [posixpath.normpath(posixpath.join(folder, to)) for to in _BESIDE.findall(read(module))]


def modules(page: str) -> set[str]:
    """The page's module and all behind it."""
    found, waiting = set(), [entry(page)]
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting += imports(module)
    return found


def later(page: str) -> set[str]:
    """The modules that a page loads when somebody looks at a part of it, and all behind them."""
    found: set[str] = set()
    waiting = [to for module in modules(page) for to in _loaded(module)]
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting += [*imports(module), *_loaded(module)]
    return found - modules(page)


@cache
def _loaded(module: str) -> list[str]:
    folder = posixpath.dirname(module)
    return [posixpath.normpath(posixpath.join(folder, to)) for to in _LATER.findall(code(module))]


@cache
def code(path: str) -> str:
    """A script or a style sheet without its comments."""
    return _COMMENT.sub("", read(path))


def literals(module: str) -> set[str]:
    """The plain strings of a module."""
    return set(_LITERAL.findall(code(module)))


def catalogues(page: str) -> list[str]:
    """The names of the catalogues that a page loads; the shared one has an empty name."""
    return ["", *sorted(_called("loadTexts", modules(page)))]


def catalogues_later(page: str) -> list[str]:
    """The names of the catalogues that come with a part of a page."""
    return sorted(_called("addTexts", modules(page) | later(page)))


def _called(function: str, among: set[str]) -> set[str]:
    return {
        name
        for module in among
        for arguments in re.findall(rf"\b{function}\(([^)]*)\)", code(module))
        for name in _LITERAL.findall(arguments)
    }


def texts(name: str, language: str) -> dict[str, str]:
    """One catalogue. A key that stands twice is an error."""

    def once(pairs: list[tuple[str, str]]) -> dict[str, str]:
        assert len({key for key, _ in pairs}) == len(pairs), f"{name} {language}: a key twice"
        return dict(pairs)

    path = ASSETS / "i18n" / f"{name}.{language}.json".removeprefix(".")
    return json.loads(path.read_text(), object_pairs_hook=once)  # type: ignore[no-any-return]


def catalogue_names() -> list[str]:
    """The names of all catalogues."""
    return sorted(
        path.name.removesuffix("zh-CN.json").removesuffix(".")
        for path in (ASSETS / "i18n").glob("*zh-CN.json")
    )


def spaces() -> set[str]:
    """The first parts of all keys."""
    return {key.split(".")[0] for name in catalogue_names() for key in texts(name, "en")}


@cache
def plain_keys(module: str) -> set[str]:
    """The strings of a module that are written like a key."""
    return {
        text for text in literals(module) if _KEY.fullmatch(text) and text.split(".")[0] in spaces()
    }


@cache
def key_patterns(module: str) -> set[str]:
    """Keys that a module puts together, as regular expressions."""
    patterns = set()
    for template in _TEMPLATE.findall(code(module)):
        parts = re.split(r"\$\{[^}]*\}", template)
        if len(parts) > 1 and parts[0].split(".")[0] in spaces() and "." in parts[0]:
            patterns.add("[A-Za-z0-9_-]*".join(map(re.escape, parts)))
    return patterns
