"""Schemas of open standards, which are other people's files and not in this repository."""

from __future__ import annotations

import functools
import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from tests.support import needs
from tests.support.component import ROOT

STANDARDS = Path(os.environ.get("STANDARDS") or ROOT.parent / "shared" / "standards")
_OCDS = STANDARDS / "ocds-1.1.5"
_RELEASE = "https://standard.open-contracting.org/schema/1__1__5/release-schema.json"
# Not among the files; that part of a record is compared with ocdsmerge's instead.
_VERSIONED = (
    "https://standard.open-contracting.org/schema/1__1__5/versioned-release-validation-schema.json"
)


@functools.cache
def ocds_schema(name: str) -> Any:
    """A schema of OCDS 1.1.5 by file name; skips the test where the files are not there."""
    path = _OCDS / name
    if not path.exists():
        # Also in CI: the files are not ours to bring there.
        pytest.skip(f"the OCDS schemas are not at STANDARDS ({STANDARDS})")
    text = path.read_text("utf-8").replace("{{lang}}", "en").replace("{{version}}", "1.1")
    return json.loads(text)


def ocds_problems(document: Any, *, schema: str) -> list[str]:
    """What a package breaks of a package schema."""
    release = Resource(contents=ocds_schema("release-schema.json"), specification=DRAFT4)
    anything = Resource(contents={}, specification=DRAFT4)
    known = [(_RELEASE, release), (release.contents["id"], release), (_VERSIONED, anything)]
    registry: Any = Registry().with_resources(known)
    validator = Draft4Validator(
        ocds_schema(schema), registry=registry, format_checker=Draft4Validator.FORMAT_CHECKER
    )
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


def ocds_merge() -> Any:
    """The reference implementation of merging."""
    try:
        import ocdsmerge
    except ImportError:
        needs.missing("ocdsmerge of requirements-dev.txt is not installed")
    return ocdsmerge
