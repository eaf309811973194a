"""Whose address a request came from."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from chassis.errors import ConfigurationError
from gateway.addresses import Addresses, responsible


def of(trusted, peer, *forwarded):
    headers = Headers(raw=[(b"x-forwarded-for", each.encode()) for each in forwarded])
    return Addresses(trusted).of(peer, headers)


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "expected"),
    [
        ("", "192.0.2.1", ["198.51.100.1"], "192.0.2.1"),
        ("10.0.0.0/8", "192.0.2.1", ["198.51.100.1"], "192.0.2.1"),
        ("10.0.0.0/8", "10.1.1.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.0/8", "10.1.1.1", ["6.6.6.6, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.0/8", "10.1.1.1", ["6.6.6.6", "198.51.100.1, 10.2.2.2"], "198.51.100.1"),
        ("10.0.0.0/8", "10.1.1.1", ["10.3.3.3, 10.2.2.2"], "10.3.3.3"),
        ("10.0.0.0/8", "10.1.1.1", ["garbage"], "10.1.1.1"),
        ("10.0.0.0/8", "10.1.1.1", ["198.51.100.1, garbage, 10.2.2.2"], "10.2.2.2"),
        ("10.0.0.0/8", "10.1.1.1", [""], "10.1.1.1"),
        ("10.0.0.0/8", "10.1.1.1", [], "10.1.1.1"),
        ("::1, 10.0.0.1", "::1", ["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::/64"),
        ("10.0.0.1", "", ["198.51.100.1"], ""),
    ],
)
def test_only_what_a_known_proxy_says_counts(trusted, peer, forwarded, expected):
    assert of(trusted, peer, *forwarded) == expected


def test_an_ipv6_customer_is_one_customer():
    assert responsible("2001:db8::1") == responsible("2001:db8::ffff:1")
    assert responsible("2001:db8::1") != responsible("2001:db8:0:1::1")
    assert responsible("::ffff:192.0.2.1") == "192.0.2.1"


@pytest.mark.parametrize("wrong", ["proxy", "10.0.0.1/8", "10.0.0.0/33"])
def test_a_list_that_is_not_right_is_said_at_start(wrong):
    with pytest.raises(ConfigurationError, match="TRUSTED_PROXIES"):
        Addresses(wrong)
