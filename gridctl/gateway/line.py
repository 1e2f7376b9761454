"""The line to a server: one kept client, encrypted and verified, and its failures in our words."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx

from gridctl.domain import connections
from gridctl.domain.errors import GridctlError
from gridctl.foundation.clock import OFFICE_ZONE, SystemClock
from gridctl.gateway.address import host_of, is_loopback, server_address

#: Seconds: to be let in; to hand over a chunk of an import; to wait for a free connection.
_CONNECT_S, _WRITE_S, _POOL_S = 10.0, 120.0, 30.0
#: Seconds an answer may take. A command that lasts is asked about every few seconds; a server that
#: does not know that yet gives it up after 900.
READ_S = {"query": 120.0, "command": 930.0}
#: Dead lines are noticed after about a minute, however long an answer may take.
_KEEPALIVE = (
    ("SO_KEEPALIVE", socket.SOL_SOCKET, 1), ("TCP_KEEPIDLE", socket.IPPROTO_TCP, 20),
    ("TCP_KEEPINTVL", socket.IPPROTO_TCP, 10), ("TCP_KEEPCNT", socket.IPPROTO_TCP, 4),
)  # fmt: skip

#: What OpenSSL says of an answer that is plain HTTP; which, depends on its version.
_PLAIN = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG")
_EXPIRED, _TOO_NEW, _OTHER_NAME, _OTHER_IP = 10, 9, 62, 64
#: Self-signed, or signed by whom nobody here knows.
_UNKNOWN_AUTHORITY = (2, 18, 19, 20, 21, 27)


def open_client(
    address: str, *, ca_file: Path | None = None, token: str | None = None
) -> httpx.Client:
    """Return the client for a server's address, kept for the life of a gateway.

    Args:
        address: as the profile names it.
        ca_file: trust these authorities and no others; the usual ones where omitted.
        token: who is signed in.

    Raises:
        AddressInvalid, AddressWithPassword, AddressUnencrypted: see ``server_address``.
        AuthorityFileUnfit: ``ca_file`` holds no certificates.
        ProxyUnfit: the environment names a proxy that cannot be used.
    """
    address = server_address(address)
    host = host_of(address)
    proxy = None if is_loopback(host) else _proxy(address, host)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    transport = httpx.HTTPTransport(
        verify=_trusted(ca_file) if address.startswith("https:") else False,
        proxy=proxy,
        socket_options=None if proxy else _keepalive(),
    )
    return httpx.Client(
        base_url=address, headers=headers, transport=transport, timeout=timeout("query"),
        trust_env=False,
    )  # fmt: skip


def let_go(response: httpx.Response) -> None:
    """Have an answer that was read hold itself no longer.

    Its stream points back to it, so that its request, a chunk of some megabytes, would stay until
    Python looks for such circles: of a long import one body after the other.
    """
    response.stream = httpx.ByteStream(b"")


def timeout(action: str) -> httpx.Timeout:
    """Return the time-outs of a query or a command."""
    return httpx.Timeout(connect=_CONNECT_S, read=READ_S[action], write=_WRITE_S, pool=_POOL_S)


def _keepalive() -> list[tuple[int, int, int]]:
    # Not every system has all of them.
    return [
        (level, getattr(socket, name), value)
        for name, level, value in _KEEPALIVE
        if hasattr(socket, name)
    ]


def _trusted(ca_file: Path | None) -> ssl.SSLContext:
    if ca_file is None:
        return httpx.create_ssl_context()
    try:
        return ssl.create_default_context(cafile=str(ca_file))
    except (OSError, ssl.SSLError) as error:
        reason = getattr(error, "strerror", None) or getattr(error, "reason", None) or str(error)
        raise connections.AuthorityFileUnfit(file=str(ca_file), reason=str(reason)) from error


def _proxy(address: str, host: str) -> httpx.Proxy | None:
    """Return the proxy the environment names for an address, or None."""
    from urllib.request import getproxies, proxy_bypass

    named = getproxies()
    found = named.get(address.partition(":")[0]) or named.get("all")
    if not found or proxy_bypass(host):
        return None
    try:
        return httpx.Proxy(found if "://" in found else f"http://{found}")
    except (ValueError, httpx.InvalidURL) as error:
        raise connections.ProxyUnfit(reason=type(error).__name__, host=host) from error


def failure(error: httpx.RequestError, target: str) -> GridctlError:
    """Return why no whole answer came, in our words."""
    host = host_of(target)
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _certificate(cause, target, host)
        if isinstance(cause, ssl.SSLError):
            if cause.reason in _PLAIN:
                plain = target.replace("https:", "http:", 1) if is_loopback(host) else ""
                return connections.LineUnencrypted(target=target, plain=plain)
            reason = str(cause.reason or cause).replace("_", " ").lower()
            return connections.CertificateRefused(target=target, reason=reason)
        if isinstance(cause, socket.gaierror):
            return connections.HostUnknown(host=host)
    if isinstance(error, httpx.ProxyError):
        return connections.ProxyFailed(target=target, reason=str(error), host=host)
    if isinstance(error, httpx.ReadTimeout):
        read = (error.request.extensions.get("timeout") or {}).get("read") or 0
        return connections.AnswerLate(target=target, seconds=round(read))
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return connections.LineRefused(target=target)
    return connections.LineCut(target=target)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _certificate(error: ssl.SSLCertVerificationError, target: str, host: str) -> GridctlError:
    today = f"{SystemClock().now().astimezone(OFFICE_ZONE):%Y-%m-%d}"
    code = error.verify_code
    if code == _EXPIRED:
        return connections.CertificateExpired(target=target, today=today)
    if code == _TOO_NEW:
        return connections.CertificateTooNew(target=target, today=today)
    if code in (_OTHER_NAME, _OTHER_IP):
        return connections.CertificateOfAnother(target=target, host=host)
    if code in _UNKNOWN_AUTHORITY:
        return connections.CertificateUntrusted(target=target)
    return connections.CertificateRefused(target=target, reason=error.verify_message)
