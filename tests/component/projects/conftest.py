"""The projects service, and needs in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from services.projects.service import Projects
from tests.component.projects.callers import CADRE, FEDERATION
from tests.support.component import Component, settings

WRITTEN = {
    "title": "倒班职工睡眠改善服务",
    "need_class": "work",
    "kind": "occupational-health",
    "audience": "倒班职工",
    "people": 180,
    "evidence": "问卷回收 210 份。\n六成列为首选。",
    "wanted_time": "4月至10月",
    "wanted_place": "职工之家",
}


@pytest.fixture
def projects(component: Callable[..., Component], tmp_path: Path) -> Component:
    """The projects service on a database and with a folder for files of its own."""
    folder = str(tmp_path / "documents")
    return component(Projects, dependencies={"settings": settings(DOCUMENTS_FOLDER=folder)})


def create(projects: Component, caller: Any = CADRE, **changes: Any) -> dict[str, Any]:
    """A need as ``caller`` hands it in."""
    need: dict[str, Any] = projects.call("create_need", caller=caller, **WRITTEN | changes)
    return need


def accepted(projects: Component, caller: Any = CADRE, **changes: Any) -> str:
    """The id of a need that the federation has taken on."""
    need_id: str = create(projects, caller, **changes)["id"]
    projects.call("accept_need", caller=FEDERATION, need_id=need_id)
    return need_id
