"""How a page looks: pictures for who wants them, and what is too small or too wide."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page

TOO_SMALL = """() => [
    ...document.querySelectorAll("main :is(a.button, button, input, select, textarea, summary)")]
  .filter((e) => e.checkVisibility() && !["checkbox", "radio"].includes(e.type))
  .filter((e) => Math.min(e.getBoundingClientRect().width, e.getBoundingClientRect().height) < 44)
  .map((e) => e.outerHTML)"""
TOO_WIDE = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


def picture(page: Page, name: str) -> None:
    """Keep pictures, narrow and wide, for whoever wants to look, where SCREENSHOTS says."""
    folder = os.environ.get("SCREENSHOTS")
    if not folder:
        return
    before = page.viewport_size
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)
    if before:
        page.set_viewport_size(before)
