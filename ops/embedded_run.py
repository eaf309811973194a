"""Everything in one process: services, broker and gateway on eventlet's asyncio hub."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Mapping
from pathlib import Path

import eventlet
import eventlet.asyncio

from chassis import config, log
from chassis.config import EMBEDDED_BROKER, Settings
from chassis.runner import Services
from gateway import server
from gateway.embedded import EmbeddedServices
from ops import fresh_secrets, house, preparing
from ops.stores import store_of
from services.members import demo
from services.members.security import Security
from services.projects.demo.batches import PASSPHRASE

# Accounts of which the demonstration's purchases tell something; in the order of a purchase.
_BUYING = (
    ("federation", "draws up, publishes, awards; opening office 'department' · 市总工会"),
    ("federation-2", "approves what the other drew up · 复核"),
    ("auditor", "opening office 'supervision' · 监督"),
    ("provider", "an organisation that has won a project · 已中标"),
    ("provider-2", "an organisation with files sent and nothing handed in yet · 待申报"),
    ("provider-3", "an organisation that is not registered yet · 未登记"),
    ("reviewer", "files to score, and a conflict to declare · 待评审"),
)


def run(*, host: str, port: int, folder: str, environ: Mapping[str, str]) -> int:
    """Prepare ``folder``, start, and serve until SIGINT or SIGTERM."""
    settings = _settings(host=host, port=port, folder=Path(folder).resolve(), environ=environ)
    log.set_up(settings.log_level)
    listener = server.listen(settings)  # first: a taken port is told before anything starts
    preparing.migrate(settings, house.NAMES)
    preparing.load_demo(settings, house.NAMES)
    services = Services([house.service_class(name) for name in house.NAMES], settings)
    services.start()
    try:
        eventlet.asyncio.spawn_for_awaitable(_serve(settings, listener)).wait()
    finally:
        services.stop()
    return 0


async def _serve(settings: Settings, listener: socket.socket) -> None:
    serving = server.embedded_server(settings, EmbeddedServices(settings))
    # uvicorn would install its own handlers and raise the signal again when it is done.
    loop = asyncio.get_running_loop()

    def stop() -> None:
        serving.should_exit = True

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    announced = loop.create_task(_announce(serving, settings))
    await serving._serve(sockets=[listener])
    announced.cancel()


async def _announce(serving: server.Server, settings: Settings) -> None:
    while not serving.started:
        await asyncio.sleep(0.01)
    print(_welcome(settings), flush=True)


def _welcome(settings: Settings) -> str:
    at = f"http://{settings.host}:{settings.port}"
    with store_of("members", settings) as store, store.reading() as reading:
        accounts = demo.accounts(reading, Security.of(settings))
    members = "\n".join(
        f"    {one['card_no']}   {one['name']}   {one['district']}"
        for district in demo.FULL_DISTRICTS
        for one in [m for m in accounts["members"] if m["district"] == district][:2]
    )
    staff = ", ".join(one["username"] for one in accounts["staff"][:6])
    buying = "\n".join(f"    {name:<22}{what}" for name, what in _BUYING)
    return f"""
  Unionhall 工会之家

  {at}/demo/     start here: a member's page with a phone beside it · 从这里开始
  {at}/          the member's page · 会员页面
  {at}/office/   staff · 工作人员
  {at}/door/     check-in at the venue · 验票
  {at}/calls/    what the union buys, and who got it · 购买服务
  {at}/review/   the reviewers' desk · 评审

  Members log in with a card number; the code arrives on the phone at /demo/:
{members}
  Staff: {staff}; password {demo.PASSWORD}
  Buying services, with the same password; passphrase of both opening offices {PASSPHRASE}:
{buying}
  All accounts: {at}/demo/accounts

  Ctrl-C stops. Data stays in {settings.extra["DATA"]}; `make reset` removes var/.
"""


def _settings(*, host: str, port: int, folder: Path, environ: Mapping[str, str]) -> Settings:
    folder.mkdir(parents=True, exist_ok=True)
    return config.load(
        {
            "LOG_LEVEL": environ.get("LOG_LEVEL", "WARNING"),
            "MAX_WORKERS": "20",
            **_kept_secrets(folder / "secrets.env"),
            "AMQP_URI": EMBEDDED_BROKER,
            "DATABASE_URL": f"sqlite:///{folder}/{{service}}.db",
            "DEMO": "true",
            "DATA": str(folder),
            "HOST": host,
            "PORT": str(port),
        }
    )


def _kept_secrets(path: Path) -> dict[str, str]:
    """This installation's secrets; made at the first start, readable by their owner only."""
    if not path.exists():
        text = "".join(f"{name}={value}\n" for name, value in fresh_secrets.of_services().items())
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(text)
    pairs = (line.partition("=") for line in path.read_text().splitlines() if "=" in line)
    return {name: value for name, _, value in pairs if name in fresh_secrets.NAMES}
