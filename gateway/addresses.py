"""The network address that a request came from."""

from __future__ import annotations

import functools
import ipaddress
from typing import TypeAlias

from starlette.datastructures import Headers

from chassis.errors import ConfigurationError

_Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network


class Addresses:
    """Reads ``X-Forwarded-For`` as far as it was written by proxies that we know."""

    def __init__(self, trusted_proxies: str = "") -> None:
        """``trusted_proxies``: addresses or networks, with commas between.

        Raises ``ConfigurationError`` for anything else.
        """
        try:
            self._trusted: list[_Network] = [
                ipaddress.ip_network(each.strip())
                for each in trusted_proxies.split(",")
                if each.strip()
            ]
        except ValueError as error:
            raise ConfigurationError(f"TRUSTED_PROXIES: {error}") from error
        self._is_trusted = functools.lru_cache(4096)(self._look_up)

    def of(self, peer: str, headers: Headers) -> str:
        """The address to hold responsible: the last one that no proxy of ours is behind."""
        if not self._trusted or not self._is_trusted(peer):
            return responsible(peer)
        found = peer
        named = ",".join(headers.getlist("x-forwarded-for")).split(",")
        for each in reversed([part.strip() for part in named]):
            if not _valid(each):
                break
            found = each
            if not self._is_trusted(each):
                break
        return responsible(found)

    def _look_up(self, address: str) -> bool:
        if not _valid(address):
            return False
        known = ipaddress.ip_address(address)
        return any(known in network for network in self._trusted)


@functools.lru_cache(4096)
def responsible(address: str) -> str:
    """An IPv4 address as it is; of IPv6 the first 64 bits, which one customer has whole."""
    if ":" not in address or not _valid(address):
        return address
    known = ipaddress.IPv6Address(address)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(known) >> 64 << 64, 64)))


def _valid(address: str) -> bool:
    try:
        ipaddress.ip_address(address)
    except ValueError:
        return False
    return True
