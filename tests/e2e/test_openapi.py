"""Everything that the OpenAPI document allows, and much that it forbids, against a real run.

Schemathesis makes the requests: no answer may be a 5xx, and each must be one that the document
tells of.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.client import Client, account_of, members_of

_EXAMPLES = 8
_CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance"


@pytest.fixture(scope="module")
def tokens(run):
    """An access token for each kind of caller."""
    accounts = Client(run.address).accounts()
    member = Client(run.address).log_in_member(members_of(accounts, "haidian")[0])
    officer = Client(run.address).log_in_staff(account_of(accounts, role="federation"))
    return {"anonymous": "", "member": member.token, "federation": officer.token}


@pytest.mark.parametrize("kind", ["anonymous", "member", "federation"])
def test_no_request_brings_a_server_error(run, tokens, kind, tmp_path):
    command = [
        str(Path(sys.executable).parent / "schemathesis"),
        "run",
        f"{run.address}/openapi.json",
        *("--checks", _CHECKS),
        *("--max-examples", str(_EXAMPLES)),
        *("--phases", "fuzzing"),  # the contract tests cover the rest in process
        *("--mode", "all"),
        *("--exclude-operation-id", "streamMyEvents"),  # it never ends
        *("--request-timeout", "20"),
        *("--workers", "1", "--seed", "20260425", "--no-color"),
    ]
    if tokens[kind]:
        command += ["--header", f"Authorization: Bearer {tokens[kind]}"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={**os.environ, "SCHEMATHESIS_HOOKS": ""},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
