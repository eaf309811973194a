"""Who publishes, and where: what differs from one installation to another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from chassis.errors import ConfigurationError

RELEASES = "/v1/open-data/ocds/releases"
RECORDS = "/v1/open-data/ocds/records"
# The prefix of the standard's own examples; a publisher registers one and sets OCDS_PREFIX.
_EXAMPLE = "ocds-213czf"
_PREFIX = re.compile(r"ocds-[a-z0-9]{6}")
_BUYER = "buyer"


@dataclass(frozen=True, slots=True)
class Publisher:
    """``base`` is the address of the gateway as others reach it, without a slash at its end."""

    base: str
    prefix: str
    name: str

    def ocid(self, tender_code: str) -> str:
        """The identifier of a contracting process, one for each tender."""
        return f"{self.prefix}-{tender_code}"

    def tender_code(self, ocid: str) -> str:
        """The tender of an ocid; the same text back where it is none of ours."""
        return ocid.removeprefix(f"{self.prefix}-")

    def address(self, path: str, **query: object) -> str:
        """The address of a package; empty parameters are left out."""
        text = urlencode({name: value for name, value in query.items() if value != ""})
        return f"{self.base}{path}" + (f"?{text}" if text else "")

    def release(
        self, *, tender_code: str, code: str, date: str, tag: list[str], body: Mapping[str, Any]
    ) -> dict[str, Any]:
        """A kept release as it is published."""
        buyer = {"id": _BUYER, "name": self.name}
        parties = [buyer | {"roles": ["buyer", "procuringEntity"]}, *body.get("parties", ())]
        return {
            "ocid": self.ocid(tender_code),
            "id": code,
            "date": date,
            "tag": tag,
            "initiationType": "tender",
            "language": "zh",
            "buyer": buyer,
            **body,
            "parties": parties,
        }


def configured(extra: Mapping[str, str], *, host: str, port: int) -> Publisher:
    """The publisher of this installation. Raises ``ConfigurationError``."""
    prefix = extra.get("OCDS_PREFIX", "").strip() or _EXAMPLE
    if not _PREFIX.fullmatch(prefix):
        raise ConfigurationError(f"OCDS_PREFIX must look like {_EXAMPLE}, not {prefix!r}")
    base = extra.get("PUBLIC_URL", "").strip().rstrip("/") or f"http://{host}:{port}"
    return Publisher(
        base=base, prefix=prefix, name=extra.get("OCDS_PUBLISHER", "").strip() or "市总工会"
    )
