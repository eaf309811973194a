"""The real Kannel, started as the container starts it, on free ports and in a folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

from tests.support.component import ENVIRON, ROOT
from tests.support.ports import free_port
from tests.support.smsc.carrier import Carrier
from tests.support.waiting import eventually

USERNAME, PASSWORD = "unionhall", "sendsms-password-for-tests-only"
RECEIPT_TOKEN = "receipt-token-for-tests-only-0123456789"


class Kannel:
    """Bearerbox and smsbox on a line to a carrier."""

    def __init__(self, folder: Path, carrier: Carrier) -> None:
        self._folder = folder
        self._carrier = carrier
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        self._environ = {
            "KANNEL_FOLDER": str(folder / "spool"),
            "KANNEL_CONFIGURATION": str(folder / "kannel.conf"),
            "KANNEL_PORT": str(self.port),
            "KANNEL_BOX_PORT": str(free_port()),
            "KANNEL_ADMIN_PORT": str(free_port()),
            "SMSC_HOST": "127.0.0.1",
            "SMSC_PORT": str(carrier.port),
            "SMSC_SYSTEM_ID": carrier.name,
            "SMSC_PASSWORD": carrier.password,
            "SMS_GATEWAY_USERNAME": USERNAME,
            "SMS_GATEWAY_PASSWORD": PASSWORD,
            "SMS_INBOUND_TOKEN": ENVIRON["SMS_INBOUND_TOKEN"],
            # Seconds that an installation would rather have longer.
            "SMSC_RECONNECT_SECONDS": "1",
            "SMSC_ANSWER_SECONDS": "1",
            "SMSC_ALIVE_SECONDS": "1",
            "SMSC_AGAIN_SECONDS": "1",
            "SMSC_AGAIN_TIMES": "1",
            "KANNEL_FETCH_AGAIN_SECONDS": "1",
        }

    def start(self, *, inbound: str) -> None:
        """Start, and return when it is bound to the carrier and takes messages; ``inbound`` is
        where it brings what phones send."""
        lines = self._carrier.lines
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                [ROOT / "ops" / "kannel" / "kannel.sh"],
                env={**os.environ, **self._environ, "SMS_INBOUND_URL": inbound},
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

        def ready() -> bool:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return self._carrier.lines > lines and self._carrier.connected

        try:
            eventually(ready, what="Kannel is bound to the carrier", seconds=20)
        except AssertionError as error:
            raise AssertionError(f"{error}; its log ends: {self.tail()}") from error

    def hand_over(self, text: str, **more: str) -> None:
        """Send an SMS past notify; ``more`` are further parameters of ``sendsms``."""
        query = {"username": USERNAME, "password": PASSWORD, "from": "12351", "text": text, **more}
        address = f"http://127.0.0.1:{self.port}/cgi-bin/sendsms?{urlencode(query)}"
        with urlopen(address, timeout=5) as answer:
            assert answer.status == 202

    def kill(self) -> None:
        """SIGKILL for both boxes at once."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=10)

    def stop(self) -> None:
        """Ask it to stop and wait for that."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.kill()

    @property
    def log(self) -> Path:
        """What both boxes say."""
        return self._folder / "kannel.log"

    def tail(self) -> str:
        """The end of it."""
        return self.log.read_text(errors="replace")[-2000:]


def environ_of(port: int, receipts: str) -> dict[str, str]:
    """Notify's environment for a Kannel behind a port; ``receipts`` is our gateway's door."""
    return {
        "SMS_GATEWAY_URL": f"http://127.0.0.1:{port}/cgi-bin/sendsms",
        "SMS_GATEWAY_USERNAME": USERNAME,
        "SMS_GATEWAY_PASSWORD": PASSWORD,
        "SMS_SENDER": "12351",
        "SMS_RECEIPT_URL": receipts,
        "SMS_RECEIPT_TOKEN": RECEIPT_TOKEN,
        "QUIET_HOURS": "none",
    }
