"""Addresses of servers: what may stand in a profile."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit

from gridctl.domain.connections import AddressInvalid, AddressUnencrypted, AddressWithPassword


def server_address(text: str) -> str:
    """Return an address in its one form: no slash at the end, the scheme in front.

    Raises:
        AddressInvalid: it is none.
        AddressWithPassword: it holds a name or a password; it is not quoted.
        AddressUnencrypted: plain http to another machine.
    """
    text = text.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressInvalid(address=text) from error
    if "@" in parts.netloc:
        raise AddressWithPassword
    if not host or parts.scheme not in ("http", "https") or _more_than_a_place(text, parts):
        raise AddressInvalid(address=text)
    address = f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"
    if parts.scheme == "http" and not is_loopback(host):
        raise AddressUnencrypted(address=address)
    return address


def is_loopback(host: str) -> bool:
    """Tell whether what is sent to a host stays on this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_of(address: str) -> str:
    """Return the host of an address."""
    return urlsplit(address).hostname or ""


def _more_than_a_place(text: str, parts: SplitResult) -> bool:
    return bool(parts.query or parts.fragment) or any(sign.isspace() for sign in text)
