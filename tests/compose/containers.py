"""The containers themselves, driven by the command in ``$COMPOSE``."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess

from tests.support.waiting import eventually

COMPOSE = shlex.split(os.environ.get("COMPOSE", "docker compose"))


def run(*command: str) -> str:
    """Run a command to its end within a minute; its output. Raises if it fails."""
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    return done.stdout.strip()


def address_of(service: str, port: int) -> str:
    """Where a container's port is published."""
    return f"http://{run(*COMPOSE, 'port', service, str(port))}"


def crash(service: str) -> list[int]:
    """SIGKILL every process of a service from outside, as the kernel does when memory runs out.

    ``docker kill`` would count as a stop by hand, after which no restart policy acts; where the
    host cannot reach the processes (Docker in a virtual machine), it is used all the same and the
    containers are started again by hand. Returns the process ids that were.
    """
    pids = _pids(service)
    if not pids:
        raise RuntimeError(f"no {service} container runs")
    try:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
    except (PermissionError, ProcessLookupError):
        run(*COMPOSE, "kill", "--signal", "SIGKILL", service)
        run(*COMPOSE, "start", service)
    return pids


def wait_until_back(service: str, *, after: list[int]) -> None:
    """Return when every container of a service has a new process that is healthy."""

    def back() -> bool:
        now = _pids(service)
        states = [_inspect(each, "{{.State.Health.Status}}") for each in _ids(service)]
        return (
            len(now) == len(after)
            and not set(now) & set(after)
            and all(state == "healthy" for state in states)
        )

    eventually(back, what=f"{service} is back and consumes", seconds=90)


def _ids(service: str) -> list[str]:
    return run(*COMPOSE, "ps", "--quiet", service).split()


def _pids(service: str) -> list[int]:
    found = [int(_inspect(each, "{{.State.Pid}}")) for each in _ids(service)]
    return [pid for pid in found if pid]


def _inspect(container: str, template: str) -> str:
    return run("docker", "inspect", "--format", template, container)
