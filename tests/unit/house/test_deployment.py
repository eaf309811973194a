"""The ways to run the house name the same services and hold no secret."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ops import fresh_secrets, house

ROOT = Path(__file__).resolve().parents[3]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVERS = {"rabbitmq", "postgres"}


def test_compose_and_procfile_run_every_service_and_the_gateway() -> None:
    processes = [line.partition(":")[0] for line in (ROOT / "Procfile").read_text().splitlines()]

    assert set(COMPOSE["services"]) == {
        *house.NAMES,
        "gateway",
        "migrate",
        "kannel",
        *SERVERS,
    }
    assert set(processes) == {*house.NAMES, "gateway"}
    assert processes[0] == "gateway"  # honcho gives the first process PORT itself


@pytest.mark.parametrize("name", house.NAMES)
def test_a_service_container_is_healthy_when_it_consumes(name: str) -> None:
    service = COMPOSE["services"][name]

    assert service["command"] == ["serve", name]
    assert service["healthcheck"]["test"] == ["CMD", "unionhall", "healthcheck"]
    assert service["environment"]["STATUS_PORT"] != "0"


@pytest.mark.parametrize("name", [*house.NAMES, "gateway"])
def test_a_process_waits_for_the_migration(name: str) -> None:
    conditions = COMPOSE["services"][name]["depends_on"]

    assert conditions["migrate"] == {"condition": "service_completed_successfully"}
    assert {conditions[server]["condition"] for server in SERVERS} == {"service_healthy"}


def test_what_runs_for_long_comes_back_and_the_one_shot_does_not() -> None:
    policies = {name: service["restart"] for name, service in COMPOSE["services"].items()}

    assert policies.pop("migrate") == "no"
    assert set(policies.values()) == {"unless-stopped"}


def test_no_secret_has_a_default_and_every_one_is_made_fresh() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    used = re.findall(r"\$\{(\w*(?:SECRET|PASSWORD|SEED)\w*)([^}]*)}", text)
    made = fresh_secrets.of_services() | fresh_secrets.of_containers()
    theirs = ("SMS_", "SMSC_", "SMTP_")
    retired = dict(used).pop("TICKET_SIGNING_OLD_SEEDS")
    ours = {
        name: rest
        for name, rest in used
        if not name.startswith(theirs) and name != "TICKET_SIGNING_OLD_SEEDS"
    }

    assert set(ours) == set(made)
    assert all(rest.startswith(":?") for rest in ours.values())
    # Nothing has been retired in a new installation.
    assert retired == ":-"
    # Carriers and mail servers give these out; without one there is no such way, not a default.
    given = [rest for name, rest in used if name.startswith(theirs)]
    assert given == [":-"] * len(given) != []
    assert min(len(value) for value in made.values()) >= 32
    assert not set(made.values()) & set(
        (fresh_secrets.of_services() | fresh_secrets.of_containers()).values()
    )


def test_kannel_starts_only_when_asked_for_and_knows_what_notify_and_the_gateway_know() -> None:
    kannel = COMPOSE["services"]["kannel"]
    others = COMPOSE["services"]["notify"]["environment"] | {
        "SMS_INBOUND_TOKEN": COMPOSE["services"]["gateway"]["environment"]["SMS_INBOUND_TOKEN"]
    }
    shared = ("SMS_GATEWAY_USERNAME", "SMS_GATEWAY_PASSWORD", "SMS_INBOUND_TOKEN")

    assert kannel["profiles"] == ["sms"]
    assert [kannel["environment"][name] for name in shared] == [others[name] for name in shared]
    # Nothing waits for it, because without the profile it is not there.
    assert not any("kannel" in each.get("depends_on", ()) for each in COMPOSE["services"].values())


def test_only_the_gateway_is_published_and_only_on_this_machine() -> None:
    published = {
        name: each["ports"] for name, each in COMPOSE["services"].items() if "ports" in each
    }

    assert set(published) == {"gateway"}
    assert all(port.startswith("127.0.0.1:") for port in published["gateway"])


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_has_hashes_and_names_no_index(name: str) -> None:
    text = (ROOT / name).read_text()
    pins = re.findall(r"^\S+==\S+.*?(?=^\S+==|\Z)", text, flags=re.MULTILINE | re.DOTALL)

    assert pins
    assert all("--hash=sha256:" in pin for pin in pins)
    assert not re.search(r"https?:|file://|--index-url|--find-links|--trusted-host", text)


def test_every_make_target_says_what_it_does() -> None:
    text = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.*)$", text, flags=re.MULTILINE)
    described = re.findall(r"^([a-z-]+):.*## \S", text, flags=re.MULTILINE)

    assert phony is not None
    assert sorted(phony[1].split()) == sorted(described)
