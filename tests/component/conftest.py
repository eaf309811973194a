"""Components close when their test ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.component import Component


@pytest.fixture
def component(tmp_path: Path) -> Iterator[Callable[..., Component]]:
    """Makes components: ``component(Service, at=…, dependencies=…)``."""
    made: list[Component] = []

    def make(service_class: type[Any], **kwargs: Any) -> Component:
        made.append(Component(service_class, tmp_path, **kwargs))
        return made[-1]

    yield make
    for one in made:
        one.close()
