"""Rooms and doors: who may import whom."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SERVICES = sorted(p.name for p in (ROOT / "services").iterdir() if (p / "service.py").exists())
FRAMEWORKS = ("nameko", "eventlet", "kombu", "sqlalchemy", "alembic")
# What of the chassis needs eventlet or a database, and so is not for the gateway.
HEAVY = {
    "chassis.bell",
    "chassis.consuming",
    "chassis.database",
    "chassis.events",
    "chassis.migration",
    "chassis.outbox",
    "chassis.provider",
    "chassis.publisher",
    "chassis.remote",
    "chassis.retry",
    "chassis.rpc",
    "chassis.runner",
    "chassis.status",
    "chassis.timer",
    "chassis.wire",
    "chassis.work",
}


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def files(folder: str, pattern: str = "*.py") -> list[Path]:
    return sorted((ROOT / folder).rglob(pattern))


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def test_the_chassis_imports_no_service():
    for path in files("chassis"):
        wrong = [m for m in imports(path) if within(m, "services") or within(m, "gateway")]
        assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_imports_the_chassis_and_itself(name):
    for path in files(f"services/{name}"):
        for module in imports(path):
            assert not within(module, "gateway"), f"{path.relative_to(ROOT)} imports {module}"
            assert not within(module, "ops"), f"{path.relative_to(ROOT)} imports {module}"
            if within(module, "services") and module != "services":
                assert within(module, f"services.{name}"), (
                    f"{path.relative_to(ROOT)} imports {module}"
                )


@pytest.mark.parametrize("name", SERVICES)
def test_rules_know_no_framework(name):
    pure = ["rules.py", "errors.py", "events.py", "schemas.py"]
    candidates = [p for p in files(f"services/{name}") if p.name in pure or "schemas" in p.parts]
    assert candidates
    for path in candidates:
        for module in imports(path):
            assert not any(within(module, f) for f in FRAMEWORKS), (
                f"{path.relative_to(ROOT)} imports {module}"
            )


@pytest.mark.parametrize("name", SERVICES)
def test_no_rule_reads_the_clock(name):
    for path in files(f"services/{name}"):
        text = path.read_text()
        for call in ("datetime.now(", "datetime.utcnow(", "date.today(", "time.time("):
            assert call not in text, f"{path.relative_to(ROOT)} reads the clock: {call}"


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_tells_what_it_is(name):
    readme = (ROOT / "services" / name / "README.md").read_text()
    for row in ("owns", "publishes", "consumes", "answers"):
        assert f"| {row} |" in readme


def test_the_gateway_sees_only_schemas_of_services_and_the_light_chassis():
    # gateway/embedded.py is the adapter for the one process in which all services run.
    for path in files("gateway"):
        if path.relative_to(ROOT) == Path("gateway/embedded.py"):
            continue
        for module in imports(path):
            if within(module, "services") and module != "services":
                parts = module.split(".")
                assert (len(parts) > 2 and parts[2] == "schemas") or len(parts) == 2, (
                    f"{path.relative_to(ROOT)} imports {module}"
                )
            assert module not in HEAVY, f"{path.relative_to(ROOT)} imports {module}"
            assert not any(within(module, f) for f in FRAMEWORKS), (
                f"{path.relative_to(ROOT)} imports {module}"
            )


def test_no_module_is_a_drawer_for_everything():
    for folder in ("chassis", "services", "gateway", "ops"):
        for path in files(folder):
            assert path.stem not in {"utils", "util", "helpers", "common", "misc"}, path
