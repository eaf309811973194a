"""Text can be read and controls can be seen, in light and dark (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re

import pytest

from tests.unit.web import site

TEXT, CONTROL = 4.5, 3.0
GROUNDS = ("page", "surface", "sunken")
PAIRS = [
    *((ink, ground, TEXT) for ink in ("text", "muted", "link") for ground in GROUNDS),
    *((f"on-{kind}", kind, TEXT) for kind in ("accent", "off", "good", "warn", "bad", "info")),
    ("on-accent", "accent-strong", TEXT),
    ("ink", "paper", TEXT),
    ("border", "surface", CONTROL),
    ("border", "page", CONTROL),
    *(("focus", ground, CONTROL) for ground in GROUNDS),
    ("accent", "surface", CONTROL),
    ("on-bad", "surface", CONTROL),
]
DECORATION = {"line"}  # separates what its place separates already


def _schemes() -> dict[str, dict[str, str]]:
    css = site.code("/assets/tokens.css")
    light, dark = css.split("@media (prefers-color-scheme: dark)")
    colour = re.compile(r"--([\w-]+):\s*(#[0-9a-fA-F]{6});")
    day = dict(colour.findall(light))
    return {"light": day, "dark": day | dict(colour.findall(dark))}


SCHEMES = _schemes()


def _luminance(colour: str) -> float:
    """Relative luminance, as WCAG defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_knows_black_on_white() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_pairs_can_be_told_apart(scheme: str, ink: str, ground: str, least: float) -> None:
    colours = SCHEMES[scheme]
    assert _contrast(colours[ink], colours[ground]) >= least


def test_every_colour_is_in_a_pair() -> None:
    assert set(SCHEMES["light"]) == {each for pair in PAIRS for each in pair[:2]} | DECORATION
