"""The first officer of an installation that has no demonstration accounts."""

from __future__ import annotations

import io

import pytest

from chassis import migration
from ops.__main__ import main
from tests.support.component import ENVIRON, migrations_of


@pytest.fixture
def installation(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path}/{{service}}.db"
    migration.migrate(url.replace("{service}", "members"), migrations=migrations_of("members"))
    for name, value in (ENVIRON | {"DATABASE_URL": url, "DEMO": "false"}).items():
        monkeypatch.setenv(name, value)

    def add(username: str, password: str) -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
        return main(["add-officer", username])

    return add


def test_the_first_officer_is_added_once(installation, capsys):
    assert installation("chief", "a-long-password-1") == 0
    assert installation("chief", "a-long-password-1") == 1
    assert "another account has this name" in capsys.readouterr().err


def test_a_short_password_is_refused_by_name(installation, capsys):
    assert installation("chief", "short") == 1
    assert "password" in capsys.readouterr().err
