"""Configuration from the environment, checked once at start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from chassis.errors import ConfigurationError

EMBEDDED_BROKER = "embedded://localhost"
_SECRET_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs from one installation to another."""

    amqp_uri: str
    database_url: str
    token_secret: str = field(repr=False)
    personal_data_secret: str = field(repr=False)
    ticket_signing_seed: str = field(repr=False)
    ticket_signing_old_seeds: tuple[str, ...] = field(default=(), repr=False)
    demo: bool = False
    host: str = "127.0.0.1"
    port: int = 8000
    gateway_workers: int = 1
    status_port: int = 0
    max_workers: int = 10
    log_level: str = "INFO"
    start_timeout: float = 60.0
    rpc_timeout: float = 5.0
    extra: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def embedded(self) -> bool:
        """Whether broker and services share one process."""
        return self.amqp_uri == EMBEDDED_BROKER

    def database_of(self, service: str) -> str:
        """The database URL of one service."""
        return self.database_url.replace("{service}", service)


class _Reader:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.wrong: list[str] = []

    def text(self, name: str, default: str | None = None) -> str:
        value = self._environ.get(name, "").strip()
        if value:
            return value
        if default is None:
            self.wrong.append(f"{name} is missing")
        return default or ""

    def secret(self, name: str) -> str:
        value = self.text(name)
        if value and len(value) < _SECRET_LENGTH:
            self.wrong.append(f"{name} is shorter than {_SECRET_LENGTH} characters")
        return value

    def secrets(self, name: str) -> tuple[str, ...]:
        values = tuple(each.strip() for each in self.text(name, "").split(",") if each.strip())
        if any(len(value) < _SECRET_LENGTH for value in values):
            self.wrong.append(f"{name} holds one shorter than {_SECRET_LENGTH} characters")
        return values

    def url(self, name: str, schemes: tuple[str, ...]) -> str:
        value = self.text(name)
        if value and urlsplit(value).scheme not in schemes:
            self.wrong.append(f"{name} must start with one of {', '.join(schemes)}")
        return value

    def number(self, name: str, default: float, *, least: float, most: float) -> float:
        value = self.text(name, str(default))
        try:
            number = float(value)
        except ValueError:
            self.wrong.append(f"{name} is not a number: {value!r}")
            return default
        if not least <= number <= most:
            self.wrong.append(f"{name} must lie between {least:g} and {most:g}, not {value}")
        return number

    def flag(self, name: str) -> bool:
        value = self.text(name, "false").lower()
        if value not in {"true", "false"}:
            self.wrong.append(f"{name} must be true or false, not {value!r}")
        return value == "true"


def load(environ: Mapping[str, str]) -> Settings:
    """Read the settings.

    Raises ``ConfigurationError`` with one message that names every variable that is wrong.
    """
    read = _Reader(environ)
    settings = Settings(
        amqp_uri=read.url("AMQP_URI", ("amqp", "amqps", "embedded")),
        database_url=read.url("DATABASE_URL", ("postgresql", "postgresql+psycopg2", "sqlite")),
        token_secret=read.secret("TOKEN_SECRET"),
        personal_data_secret=read.secret("PERSONAL_DATA_SECRET"),
        ticket_signing_seed=read.secret("TICKET_SIGNING_SEED"),
        ticket_signing_old_seeds=read.secrets("TICKET_SIGNING_OLD_SEEDS"),
        demo=read.flag("DEMO"),
        host=read.text("HOST", "127.0.0.1"),
        port=int(read.number("PORT", 8000, least=0, most=65535)),
        gateway_workers=int(read.number("GATEWAY_WORKERS", 1, least=1, most=64)),
        status_port=int(read.number("STATUS_PORT", 0, least=0, most=65535)),
        max_workers=int(read.number("MAX_WORKERS", 10, least=1, most=500)),
        log_level=read.text("LOG_LEVEL", "INFO").upper(),
        start_timeout=read.number("START_TIMEOUT", 60, least=1, most=600),
        rpc_timeout=read.number("RPC_TIMEOUT", 5, least=0.1, most=60),
        extra=dict(environ),
    )
    if settings.database_url and "{service}" not in settings.database_url:
        read.wrong.append("DATABASE_URL must hold {service}: each service owns its database")
    seeds = (settings.ticket_signing_seed, *settings.ticket_signing_old_seeds)
    if len(set(seeds)) != len(seeds):
        read.wrong.append("TICKET_SIGNING_OLD_SEEDS repeats a seed, or the one that signs now")
    if read.wrong:
        raise ConfigurationError("The environment is not right:\n  " + "\n  ".join(read.wrong))
    return settings
