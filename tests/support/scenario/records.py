"""What is left for everybody to check: open data by its standard, the audit without the house."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.support import standards
from tests.support.component import ROOT
from tests.support.scenario.house import House
from tests.support.scenario.people import ANYBODY, AUDITOR

_SCHEMAS = {"releases": "release-package-schema.json", "records": "record-package-schema.json"}


def open_data(house: House, batch: Mapping[str, Any], *, tenders: int) -> None:
    """Every release and every record is valid; each tender has one record, with its award."""
    found = {kind: list(_packages(house, batch, kind)) for kind in _SCHEMAS}
    if standards.STANDARDS.exists():
        for kind, packages in found.items():
            for package in packages:
                assert standards.ocds_problems(package, schema=_SCHEMAS[kind]) == []
    records = [record for package in found["records"] for record in package["records"]]
    assert len({record["ocid"] for record in records}) == len(records) == tenders
    for record in records:
        compiled = record["compiledRelease"]
        assert compiled["tender"]["status"] == "complete"
        assert [a["status"] for a in compiled["awards"]].count("active") == 1


def _packages(house: House, batch: Mapping[str, Any], kind: str) -> Iterator[Any]:
    params = {"batch": str(batch["code"]), "limit": "50"}
    while params:
        package = house.get(ANYBODY, f"/v1/open-data/ocds/{kind}", **params)
        yield package
        params = dict(parse_qsl(urlsplit(package["links"].get("next", "")).query))


def audit(house: House, batch: Mapping[str, Any], folder: Path) -> Counter[str]:
    """The batch's chain verifies without the house, and not when a word of it is changed.

    How often each act is in it; a refused one by its name and the reason's code.
    """
    chain = f"batch:{batch['id']}"
    lines = house.get(AUDITOR, "/v1/audit-chains", chain=chain).decode()
    file = folder / "audit.ndjson"
    file.write_text(lines, "utf-8")
    assert _verified(file) == 0
    file.write_text(lines.replace('"act":"award.confirm"', '"act":"award.refuse"', 1), "utf-8")
    assert _verified(file) == 1
    told = json.loads(lines.partition("\n")[0])
    heads = {one["chain"]: one for one in house.get(ANYBODY, "/v1/open-data/audit-heads")["items"]}
    assert heads[chain]["hash"] == told["hash"]
    entries = [json.loads(line) for line in lines.splitlines()[1:]]
    return Counter(
        " ".join((entry["act"], entry["data"].get("refused", ""))).strip() for entry in entries
    )


def _verified(file: Path) -> int:
    """The exit status of ``unionhall verify-audit``, which knows no broker and no database."""
    words = [sys.executable, "-m", "ops", "verify-audit", str(file)]
    done = subprocess.run(words, cwd=ROOT, env={}, capture_output=True, timeout=60, check=False)
    return done.returncode
