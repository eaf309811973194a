"""Every text is in every language, every text that is named exists, and none is left over."""

from __future__ import annotations

import re

import pytest

from tests.unit.web import site


@pytest.mark.parametrize("name", site.catalogue_names())
def test_both_languages_have_the_same_keys(name: str) -> None:
    chinese, english = (site.texts(name, language) for language in site.LANGUAGES)
    assert list(chinese) == list(english)


@pytest.mark.parametrize("name", site.catalogue_names())
def test_both_languages_take_the_same_values(name: str) -> None:
    chinese, english = (site.texts(name, language) for language in site.LANGUAGES)
    for key, text in chinese.items():
        assert text.strip(), key
        values = (set(re.findall(r"\{(\w+)\}", each)) for each in (text, english[key]))
        assert len(set(map(frozenset, values))) == 1, key


@pytest.mark.parametrize("name", site.catalogue_names())
def test_english_is_english(name: str) -> None:
    for key, text in site.texts(name, "en").items():
        assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", text), key


def test_no_text_is_in_two_catalogues() -> None:
    keys = [key for name in site.catalogue_names() for key in site.texts(name, "en")]
    assert sorted(set(keys)) == sorted(keys)


@pytest.mark.parametrize("page", site.PAGES)
def test_a_page_loads_every_text_that_it_names(page: str) -> None:
    names = [*site.catalogues(page), *site.catalogues_later(page)]
    known = {key for name in names for key in site.texts(name, "en")}
    for module in sorted(site.modules(page) | site.later(page)):
        assert site.plain_keys(module) <= known, module
        for pattern in site.key_patterns(module):
            assert any(re.fullmatch(pattern, key) for key in known), f"{module}: {pattern}"


@pytest.mark.parametrize("name", site.catalogue_names())
def test_no_text_is_left_over(name: str) -> None:
    modules = {module for page in site.PAGES for module in site.modules(page) | site.later(page)}
    named = {key for module in modules for key in site.plain_keys(module)}
    patterns = {pattern for module in modules for pattern in site.key_patterns(module)}
    left = {
        key
        for key in set(site.texts(name, "en")) - named
        if not any(re.fullmatch(pattern, key) for pattern in patterns)
    }
    assert not left


def test_all_districts_have_a_name() -> None:
    chosen = site.literals("/assets/pages/office/districts.js")
    named = {
        key.removeprefix("district.") for key in site.texts("", "en") if key.startswith("district.")
    }
    assert len(named) == 16
    assert named <= chosen
