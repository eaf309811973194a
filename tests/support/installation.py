"""A real installation for one test: service and gateway processes on RabbitMQ and PostgreSQL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.support import needs
from tests.support.component import ENVIRON, ROOT
from tests.support.databases import Databases
from tests.support.ports import free_port
from tests.support.waiting import eventually

SERVICES = ("members", "catalog", "tickets", "projects", "notify")


@dataclass
class Process:
    """One running process of the installation, with where it tells its health."""

    name: str
    popen: subprocess.Popen[bytes]
    health: str
    log: Path

    def healthy(self) -> bool:
        """Whether its health page says so."""
        if self.popen.poll() is not None:
            raise RuntimeError(f"{self.name} ended with {self.popen.returncode}: {self.tail()}")
        with urllib.request.urlopen(self.health, timeout=2) as answer:
            return bool(answer.status == 200)

    def kill(self) -> None:
        """SIGKILL: no chance to tidy up."""
        self.popen.kill()
        self.popen.wait(timeout=10)

    def stop(self, *, seconds: float = 30) -> int:
        """SIGTERM, and its exit status."""
        self.popen.send_signal(signal.SIGTERM)
        return self.popen.wait(timeout=seconds)

    def tail(self) -> str:
        """The end of its log."""
        return self.log.read_text(errors="replace")[-3000:]


@dataclass
class Installation:
    """Processes, a virtual host and databases that belong together and go together."""

    folder: Path
    broker: str = ""  # of a test's own; else a virtual host of the machine's
    environ: dict[str, str] = field(default_factory=dict)
    vhost: str = field(default_factory=lambda: f"uht-{os.getpid()}-{uuid.uuid4().hex[:8]}")
    databases: Databases = field(default_factory=Databases)
    processes: list[Process] = field(default_factory=list)

    @property
    def amqp_uri(self) -> str:
        """The broker of this installation."""
        return self.broker or needs.amqp_uri_of(self.vhost)

    def settings(self, **more: str) -> dict[str, str]:
        """The environment of its processes."""
        return {
            **os.environ,
            **ENVIRON,
            "AMQP_URI": self.amqp_uri,
            "DATABASE_URL": self.databases.url,
            "LOG_LEVEL": "INFO",
            **self.environ,
            **more,
        }

    def prepare(self, *, demo: Sequence[str] = ("members", "catalog", "tickets")) -> None:
        """Make virtual host and databases; declare queues; load the demonstration data of some
        services (that of purchases takes its time)."""
        if not self.broker:
            needs.add_vhost(self.vhost)
        self.databases.create(SERVICES)
        self.run("migrate")
        if demo:
            self.run("demo", *demo)

    def run(self, *words: str) -> str:
        """Run an operator's command to its end."""
        done = subprocess.run(
            [sys.executable, "-m", "ops", *words],
            cwd=ROOT,
            env=self.settings(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{words} ended with {done.returncode}: {done.stderr[-3000:]}")
        return done.stdout

    def serve(self, *services: str, wait: bool = True, **more: str) -> Process:
        """Start a process with some services; returns when it consumes."""
        port = free_port()
        health = f"http://127.0.0.1:{port}/healthz"
        process = self.spawn(
            "-".join(services),
            [sys.executable, "-m", "ops", "serve", *services],
            health=health,
            STATUS_PORT=str(port),
            **more,
        )
        if wait:
            eventually(process.healthy, what=f"{services} consume", seconds=60)
        return process

    def gateway(self, *, wait: bool = True, port: int = 0, **more: str) -> tuple[Process, str]:
        """Start a gateway; its process and address."""
        port = port or free_port()
        address = f"http://127.0.0.1:{port}"
        process = self.spawn(
            "gateway",
            [sys.executable, "-m", "ops", "gateway"],
            health=f"{address}/readyz",
            HOST="127.0.0.1",
            PORT=str(port),
            **more,
        )
        if wait:
            eventually(process.healthy, what="the gateway is ready", seconds=60)
        return process, address

    def spawn(self, name: str, command: list[str], *, health: str, **environ: str) -> Process:
        """Start any process of this installation with its log in the test's folder."""
        log = self.folder / f"{len(self.processes):02d}-{name}.log"
        with log.open("wb") as out:
            popen = subprocess.Popen(
                command, cwd=ROOT, env=self.settings(**environ), stdout=out, stderr=out
            )
        process = Process(name=name, popen=popen, health=health, log=log)
        self.processes.append(process)
        return process

    def stop_processes(self) -> None:
        """End all processes, at once if they do not end by themselves."""
        for process in self.processes:
            if process.popen.poll() is None:
                process.popen.terminate()
        for process in self.processes:
            try:
                process.popen.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()

    def close(self) -> None:
        """End all processes; remove virtual host and databases."""
        self.stop_processes()
        self.databases.drop()
        if not self.broker:
            needs.delete_vhost(self.vhost)
