"""The published contracts: what an event's data must look like, and an example of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator

from tests.support.component import ROOT

FOLDER = ROOT / "contracts"


def types_of(service: str) -> list[str]:
    """The event types that a service has a contract for."""
    return sorted(
        path.name.removesuffix(".schema.json") for path in FOLDER.glob(f"{service}.*.schema.json")
    )


def schema(event_type: str) -> dict[str, Any]:
    """The contract itself."""
    found: dict[str, Any] = json.loads((FOLDER / f"{event_type}.schema.json").read_text())
    return found


def sample(event_type: str) -> dict[str, Any]:
    """The data of the example."""
    found: dict[str, Any] = json.loads((FOLDER / f"{event_type}.sample.json").read_text())
    return found


def check(event_type: str, data: Mapping[str, Any]) -> None:
    """Hold data against the contract. Raises ``jsonschema.ValidationError``."""
    contract = schema(event_type)
    Draft202012Validator.check_schema(contract)
    Draft202012Validator(contract, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(
        dict(data)
    )
