"""Pages name all that they need, nothing that is not there, and nothing of anybody else."""

from __future__ import annotations

import re

import pytest

from tests.unit.web import site

SCRIPTS = sorted(f"/{path.relative_to(site.WEB).as_posix()}" for path in site.WEB.rglob("*.js"))
STYLES = sorted(f"/assets/{path.name}" for path in site.ASSETS.glob("*.css"))
SPRITE = "/assets/icons.svg"


@pytest.mark.parametrize("page", site.PAGES)
def test_nothing_is_inline(page: str) -> None:
    html = site.read(page)
    for opening, content in re.findall(r"<script([^>]*)>(.*?)</script>", html, re.DOTALL):
        assert "src=" in opening
        assert not content.strip()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", html)


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_parse_no_markup_and_no_code(script: str) -> None:
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|srcdoc"
        r"|\beval\(|new Function|setAttribute\(\"style\"|set(?:Timeout|Interval)\(\""
    )
    assert not re.search(forbidden, site.code(script))


@pytest.mark.parametrize("page", site.PAGES)
def test_what_a_page_names_is_there(page: str) -> None:
    named = re.findall(r'(?:href|src)="(/[^"]*)"', site.read(page))
    assert named
    for path in named:
        assert (site.WEB / path.removeprefix("/")).is_file(), path


@pytest.mark.parametrize("page", site.PAGES)
def test_what_modules_name_is_there(page: str) -> None:
    for module in site.modules(page) | site.later(page):
        for path in site.files_beside(module):
            assert (site.WEB / path.removeprefix("/")).exists(), f"{module}: {path}"


@pytest.mark.parametrize("page", site.PAGES)
def test_modules_are_fetched_at_once(page: str) -> None:
    """A module that is found only in another one costs an old phone a round trip more."""
    wanted = site.modules(page) - {site.entry(page)}
    assert site.links(page, "modulepreload") == sorted(wanted)


@pytest.mark.parametrize("page", site.PAGES)
def test_the_texts_of_the_reading_language_are_fetched_at_once(page: str) -> None:
    files = [f"{name}.zh-CN.json".removeprefix(".") for name in site.catalogues(page)]
    assert site.links(page, "preload") == [f"/assets/i18n/{file}" for file in files]


@pytest.mark.parametrize("page", site.PAGES)
def test_every_page_can_say_that_it_did_not_load(page: str) -> None:
    html = site.read(page)
    assert html.index('src="/assets/boot.js"') < html.index('type="module"')
    assert 'id="boot"' in html
    assert 'id="boot-failed" hidden' in html
    assert "<noscript>" in html


def test_no_asset_is_left_over() -> None:
    used = {SPRITE, "/assets/icon.svg", "/assets/boot.js"}
    for page in site.PAGES:
        used |= site.modules(page) | site.later(page)
        used |= set(site.links(page, "stylesheet"))
        for name in [*site.catalogues(page), *site.catalogues_later(page)]:
            files = (f"{name}.{language}.json".removeprefix(".") for language in site.LANGUAGES)
            used |= {f"/assets/i18n/{file}" for file in files}
    there = {f"/{path.relative_to(site.WEB)}" for path in site.ASSETS.rglob("*") if path.is_file()}
    assert there == used


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES, *site.PAGES])
def test_nothing_comes_from_elsewhere(path: str) -> None:
    namespaces = {"http://www.w3.org/2000/svg"}
    assert set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+[^\"\s]*", site.code(path))) <= namespaces
    assert not re.search(r"@import|url\(", site.code(path))


def test_pictures_are_there_and_used() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', site.read(SPRITE)))
    asked, named = set(), set()
    for script in SCRIPTS:
        asked |= set(re.findall(r'\bicon\("([^"]+)"\)', site.code(script)))
        named |= site.literals(script)
    assert asked <= drawn
    assert drawn <= named


@pytest.mark.parametrize("style", [path for path in STYLES if "tokens" not in path])
def test_colours_come_from_the_tokens(style: str) -> None:
    allowed = {"rgba(0, 0, 0, 0.5)"}  # the shade behind a dialog
    colours = re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)|hsla?\([^)]*\)", site.code(style))
    assert set(colours) <= allowed
    used = set(re.findall(r"var\((--[\w-]+)\)", site.code(style)))
    assert used <= set(re.findall(r"(--[\w-]+):", site.read("/assets/tokens.css")))


def test_no_token_is_left_over() -> None:
    made = set(re.findall(r"(--[\w-]+):", site.read("/assets/tokens.css")))
    used = {name for style in STYLES for name in re.findall(r"var\((--[\w-]+)\)", site.code(style))}
    assert made == used
