"""Events, addresses, signatures and pauses of webhooks."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from gridctl.domain.webhooks import (
    EventUnknown,
    WebhookUrlInvalid,
    check_events,
    check_url,
    concerns,
    is_public,
    pause_s,
    signature,
)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0",
        "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "fec0::1", "::7f00:1", "2001:0:7f00:1::",
    ],
)  # fmt: skip
def test_addresses_inside_are_told_apart(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_in_the_open_network(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://hook.example/", "ftp://hook.example/", "https://", "https://u:p@hook.example/",
        "https://hook.example/#x", "https://hook.example:99999/", "https://ho ok.example/",
        "http://127.0.0.1.example/", "https://[::1/",
    ],
)  # fmt: skip
def test_addresses_that_are_not_told(url: str) -> None:
    with pytest.raises(WebhookUrlInvalid):
        check_url(url)


@pytest.mark.parametrize(
    "url", ["https://hook.example/in?x=1", "http://127.0.0.1:9000/", "http://[::1]/h"]
)
def test_addresses_that_are_told(url: str) -> None:
    check_url(url)


def test_events_are_told_by_name_or_pattern() -> None:
    check_events(("*", "ticket.*", "ticket.dispatch", "award.publish"))
    assert concerns(("ticket.*",), "ticket.close")
    assert not concerns(("ticket.*",), "award.publish")
    assert not concerns(("ticket.close",), "ticket.close_all")
    for wrong in ("ticket.", "tickets.*", "ticket.dance", ".*"):
        with pytest.raises(EventUnknown):
            check_events((wrong,))


def test_a_signature_can_be_checked_by_the_receiver() -> None:
    stamp, proof = signature("secret", 1793671200, "{}").split(",")
    assert stamp == "t=1793671200"
    expected = hmac.new(b"secret", b"1793671200.{}", hashlib.sha256).hexdigest()
    assert proof == f"v1={expected}"


def test_pauses_grow_to_six_hours() -> None:
    assert [pause_s(attempts) for attempts in (1, 2, 3)] == [30, 60, 120]
    assert pause_s(500) == 21_600
