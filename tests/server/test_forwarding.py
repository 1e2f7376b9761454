"""Headers by which a proxy tells for whom it asks: forged ones change nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from gridctl.gateway.local import LocalGateway
from gridctl.operations.queries.sign_ins import ListAttempts
from tests.server.serving import Served

Serve = Callable[..., Served]

#: Everything by which something in between has ever told who asks, for what, or how.
FORGED = {
    "X-Forwarded-For": "198.51.100.7, 203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "elsewhere.example",
    "X-Forwarded-Port": "444",
    "X-Forwarded-Prefix": "/elsewhere",
    "Forwarded": 'for=203.0.113.9;host=elsewhere.example;proto=https;by="[2001:db8::1]"',
    "X-Real-IP": "203.0.113.9",
    "X-Client-IP": "203.0.113.9",
    "True-Client-IP": "203.0.113.9",
    "CF-Connecting-IP": "203.0.113.9",
    "X-Original-URL": "/metrics",
    "X-Rewrite-URL": "/metrics",
    "X-HTTP-Method-Override": "DELETE",
}


@pytest.fixture(autouse=True)
def _open_to_the_public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRIDCTL_OPEN311_PUBLIC", "yes")


def _fail_to_sign_in(served: Served) -> None:
    answer = httpx.post(
        f"{served.url}/sign-in", json={"login": "nobody", "password": "三号楼前的银杏树"},
        headers=FORGED, timeout=30, trust_env=False,
    )  # fmt: skip
    assert answer.status_code == 401


def _networks(office: Path) -> set[str]:
    """Return the networks failures are counted by."""
    gateway = LocalGateway(office)
    found = {each.source for each in gateway.send(ListAttempts()).items}
    gateway.close()
    return found


def _endpoints(served: Served) -> set[str]:
    found = served.get("/open311/v2/discovery.json", headers=FORGED).json()
    return {each["url"] for each in found["endpoints"]}


@pytest.mark.parametrize("proxies", [(), ("--behind-proxy", "192.0.2.1")], ids=["none", "another"])
def test_nobody_but_the_proxy_is_believed(
    serve: Serve, office: Path, proxies: tuple[str, ...]
) -> None:
    served = serve("--no-periodic", *proxies, sign_in=True)
    _fail_to_sign_in(served)
    assert _networks(office) == {"127.0.0.0/24"}
    assert _endpoints(served) == {f"{served.url}/open311/v2"}
    # Neither another address nor another method is taken from a header.
    plain = served.get("/healthz")
    forged = served.get("/healthz", headers=FORGED)
    assert (forged.status_code, forged.content) == (plain.status_code, plain.content)
    _quiet(served)


def test_a_proxy_is_believed_as_far_as_it_can_know(serve: Serve, office: Path) -> None:
    served = serve("--no-periodic", "--behind-proxy", "127.0.0.1", sign_in=True)
    _fail_to_sign_in(served)
    # What stands in front of the proxy's own word came from the client.
    assert _networks(office) == {"203.0.113.0/24"}
    assert _endpoints(served) == {f"{served.url.replace('http:', 'https:')}/open311/v2"}
    _quiet(served)


def test_a_proxy_is_known_on_a_port_of_both_families(serve: Serve, office: Path) -> None:
    options = ("--host", "::", "--plain-http", "--behind-proxy", "127.0.0.1")
    served = serve("--no-periodic", *options, sign_in=True)
    _fail_to_sign_in(replace(served, url=served.url.replace("localhost", "127.0.0.1")))
    _fail_to_sign_in(replace(served, url=served.url.replace("localhost", "[::1]")))
    assert _networks(office) == {"203.0.113.0/24", "::/56"}  # the second is nobody's proxy
    _quiet(served)


def _quiet(served: Served) -> None:
    """See that the log holds no address, true or forged."""
    said = served.said()
    requests = [line for line in said.splitlines() if " request " in line]
    assert requests
    assert not [line for line in requests if "127.0.0.1" in line or "203.0.113" in line]
    assert "elsewhere" not in said
    assert "Traceback" not in said
