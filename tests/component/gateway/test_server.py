"""The real server: what it does to clients, and how it stops. No broker is there."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

import gateway.protocol
from tests.component.gateway.conftest import problem_of
from tests.component.gateway.serving import served
from tests.support.component import ENVIRON, ROOT
from tests.support.ports import free_port
from tests.support.waiting import eventually


@contextmanager
def gateway_process(**environ: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """``unionhall gateway`` with nobody at its AMQP_URI."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "ops", "gateway"],
        cwd=ROOT,
        env={
            **os.environ,
            **ENVIRON,
            "AMQP_URI": f"amqp://guest:guest@127.0.0.1:{free_port()}/",
            "HOST": "127.0.0.1",
            "PORT": str(port),
            **environ,
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(timeout=10)
        assert process.stderr
        process.stderr.close()


def alive(address: str) -> bool:
    return httpx.get(f"{address}/healthz", timeout=5).status_code == 200


@pytest.mark.parametrize("workers", ["1", "2"])
def test_without_a_broker_it_serves_and_says_so_and_stops_cleanly(workers):
    with gateway_process(GATEWAY_WORKERS=workers) as (process, address):
        eventually(lambda: alive(address), what="it answers", seconds=40)
        assert httpx.get(f"{address}/readyz").json()["broker"] is False
        problem_of(httpx.get(f"{address}/v1/releases"), status=503, code="unavailable")
        assert httpx.get(f"{address}/openapi.json").json()["openapi"] == "3.1.0"
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=30)
    assert process.returncode == 0, log
    assert "Traceback" not in log


def test_a_killed_worker_is_replaced_and_counters_are_those_of_all():
    with gateway_process(GATEWAY_WORKERS="2") as (process, address):
        eventually(lambda: alive(address), what="it answers", seconds=40)
        workers = eventually(lambda: _children(process.pid), what="two workers", seconds=60)
        for _ in range(40):
            httpx.get(f"{address}/v1/nothing")
        text = httpx.get(f"{address}/metrics").text
        line = 'unionhall_request_seconds_count{operation="none",status="404"} 40.0'
        assert line in text, "40 requests on new connections, whoever took them"

        os.kill(workers[0], signal.SIGKILL)
        eventually(
            lambda: set(_children(process.pid)) - set(workers), what="another one", seconds=20
        )
        eventually(lambda: all(alive(address) for _ in range(20)), what="both answer", seconds=20)


def test_workers_do_not_outlive_the_process_that_keeps_them():
    with gateway_process(GATEWAY_WORKERS="2") as (process, address):
        eventually(lambda: alive(address), what="it answers", seconds=40)
        workers = eventually(lambda: _children(process.pid), what="two workers", seconds=60)
        process.kill()
        process.wait(timeout=10)
        eventually(lambda: not any(map(_runs, workers)), what="they have ended", seconds=90)


def _runs(pid: int) -> bool:
    """Whether there is such a process, other than one that waits to be buried."""
    state = subprocess.run(
        ["ps", "-o", "state=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return state not in ("", "Z")


def _children(pid: int) -> list[int]:
    """The workers of a process: those that were spawned with a pipe."""
    # -ww: with COLUMNS set, ps cuts its lines, and a long path to Python hides what was spawned.
    listed = subprocess.run(
        ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    found = [int(line.split()[0]) for line in listed.stdout.splitlines() if "spawn_main" in line]
    return found if len(found) == 2 else []


def test_an_address_that_is_taken_is_said_in_one_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with gateway_process(PORT=str(port)) as (process, _):
            _, log = process.communicate(timeout=30)
    assert process.returncode == 2
    assert log.strip().splitlines()[-1].startswith(f"cannot listen on 127.0.0.1 port {port}")


@pytest.mark.anyio
class TestConnections:
    """Clients that mean no good, or know no better."""

    async def test_a_client_that_sends_10_mb_reads_why_they_are_not_taken(self, services):
        async with served(services) as running, httpx.AsyncClient() as http:
            answer = await http.post(
                f"{running.address}/v1/login-codes",
                content=b'{"card_no":"' + b"1" * 10_000_000 + b'"}',
                headers={"Content-Type": "application/json"},
            )
            problem_of(answer, status=413)
            again = await http.get(f"{running.address}/v1/categories")
            assert again.status_code == 200

    async def test_a_head_without_end_is_cut(self, services):
        async with served(services) as running:
            reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
            writer.write(b"GET / HTTP/1.1\r\nX-Long: ")
            sent = 0
            with contextlib.suppress(ConnectionError):
                while sent < 10_000_000:
                    writer.write(b"x" * 10_000)
                    await writer.drain()
                    await asyncio.sleep(0)
                    sent += 10_000
            assert sent < 10_000_000
            assert not await _read(reader)

    async def test_a_head_that_takes_for_ever_is_cut(self, services, monkeypatch):
        monkeypatch.setattr(gateway.protocol, "_SLOWEST_HEAD", 0.2)
        monkeypatch.setattr("gateway.server._SWEEP_TICKS", 2)
        async with served(services) as running:
            reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
            writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n")
            silent, _ = await asyncio.open_connection("127.0.0.1", running.port)
            async with asyncio.timeout(10):
                assert not await _read(reader)
                assert not await _read(silent)

    async def test_an_honest_slow_client_is_not_cut(self, services, monkeypatch):
        monkeypatch.setattr(gateway.protocol, "_SLOWEST_HEAD", 0.2)
        monkeypatch.setattr("gateway.server._SWEEP_TICKS", 1)
        services.delay = 1.0
        async with served(services) as running, httpx.AsyncClient() as http:
            for _ in range(2):
                answer = await http.get(f"{running.address}/v1/categories")
                assert answer.status_code == 200

    async def test_what_is_no_http_is_answered_and_closed(self, services):
        async with served(services) as running:
            reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
            writer.write(b"\x16\x03\x01 this is no HTTP\r\n\r\n")
            async with asyncio.timeout(10):
                assert (await _read(reader)).startswith(b"HTTP/1.1 400 ")

    async def test_requests_in_hand_are_answered_before_a_stop(self, services):
        services.delay = 1.0
        async with served(services) as running, httpx.AsyncClient() as http:
            request = asyncio.create_task(http.get(f"{running.address}/v1/releases"))
            while not services.calls:
                await asyncio.sleep(0.01)
            running.server.should_exit = True
            assert (await request).status_code == 200
        assert services.running is False

    async def test_answers_do_not_say_by_what_they_were_made(self, services):
        async with served(services) as running, httpx.AsyncClient() as http:
            answer = await http.get(f"{running.address}/healthz")
            assert "server" not in answer.headers
            assert answer.headers["date"], "pages set their clock by it"


async def _read(reader: asyncio.StreamReader) -> bytes:
    """Everything until the connection ends, by whichever way."""
    try:
        return await reader.read()
    except ConnectionError:
        return b""
