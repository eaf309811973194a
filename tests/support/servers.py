"""A RabbitMQ node and a PostgreSQL cluster of the test's own, to be stopped and started again.

Restarting the machine's own servers would break whoever else uses them.
"""

from __future__ import annotations

import glob
import os
import pwd
import socket
import subprocess
from pathlib import Path
from typing import Any

from tests.support.ports import free_port
from tests.support.waiting import eventually

_RABBITMQ = ("/usr/lib/rabbitmq/bin/rabbitmq-server", "/opt/homebrew/sbin/rabbitmq-server")
_POSTGRES = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin")


def rabbitmq_server() -> str:
    """The path of rabbitmq-server, or an empty string."""
    return next((path for path in _RABBITMQ if Path(path).exists()), "")


def postgres_binaries() -> str:
    """The folder of initdb and postgres, or an empty string."""
    found = [path for pattern in _POSTGRES for path in glob.glob(pattern)]
    return max((p for p in found if Path(p, "initdb").exists()), default="")


class _Server:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def _command(self) -> dict[str, Any]:
        raise NotImplementedError

    def _ready(self) -> bool:
        with socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True

    def start(self) -> None:
        """Start, and return when it takes connections."""
        with (self.folder / "server.log").open("ab") as out:
            self._process = subprocess.Popen(
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                **self._command(),
            )
        try:
            eventually(self._ready, what=f"{type(self).__name__} starts", seconds=60)
        except AssertionError as error:
            log = (self.folder / "server.log").read_text(errors="replace")[-2000:]
            raise AssertionError(f"{error}; its log ends: {log}") from error

    def stop(self) -> None:
        """Ask it to stop and wait for that."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, 9)
                self._process.wait(timeout=10)

    def restart(self) -> None:
        """Stop and start with the same data."""
        self.stop()
        self.start()


class OwnRabbitMQ(_Server):
    """A node with one user, guest, and no plugins."""

    @property
    def uri(self) -> str:
        """Its address."""
        return f"amqp://guest:guest@127.0.0.1:{self.port}/"

    def _command(self) -> dict[str, Any]:
        (self.folder / "plugins").write_text("[].")
        return {
            "args": [rabbitmq_server()],
            "cwd": self.folder,  # where Erlang leaves its crash dump
            "env": {
                **os.environ,
                "HOME": str(self.folder),
                "RABBITMQ_NODENAME": f"uht{self.port}@localhost",
                "RABBITMQ_NODE_PORT": str(self.port),
                "RABBITMQ_DIST_PORT": str(free_port()),
                "RABBITMQ_MNESIA_BASE": str(self.folder / "data"),
                "RABBITMQ_LOGS": str(self.folder / "rabbitmq.log"),
                "RABBITMQ_PID_FILE": str(self.folder / "pid"),
                "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "plugins"),
                "RABBITMQ_CONFIG_FILE": str(self.folder / "none"),
            },
        }

    def _ready(self) -> bool:
        import kombu

        with kombu.Connection(self.uri, connect_timeout=2) as connection:
            connection.connect()
            return True


class OwnPostgres(_Server):
    """A cluster with one superuser, postgres, and fsync as PostgreSQL ships it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._bin = Path(postgres_binaries())
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:  # initdb refuses to run as root
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            self._as = {"user": "postgres", "group": owner.pw_gid, "extra_groups": []}
        subprocess.run(
            [self._bin / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust"],
            check=True,
            capture_output=True,
            cwd=folder,
            timeout=120,
            **self._as,
        )

    @property
    def url(self) -> str:
        """Its administrative database."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def _command(self) -> dict[str, Any]:
        options = [
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            f"unix_socket_directories={self.folder}",
        ]
        return {
            "args": [
                self._bin / "postgres",
                "-D",
                self.folder / "data",
                "-p",
                str(self.port),
                *options,
            ],
            "cwd": self.folder,
            **self._as,
        }

    def _ready(self) -> bool:
        import psycopg2

        psycopg2.connect(self.url, connect_timeout=2).close()
        return True

    def stop(self) -> None:
        """Fast shutdown: sessions are ended, data is safe."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(2)
            self._process.wait(timeout=30)
