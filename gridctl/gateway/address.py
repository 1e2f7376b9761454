"""Addresses of servers: what may stand in a profile."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from gridctl.domain.connections import (
    AddressInvalid,
    AddressOfDatabase,
    AddressOfFile,
    AddressUnencrypted,
    AddressWithPassword,
)

#: How paths of files begin, and how ours end.
_PATH = re.compile(
    r"(?:file:|sqlite:|[./~\\]|[A-Za-z]:\\).*|[^?#]*\.(?:db|sqlite3?)", re.IGNORECASE
)
#: What the schemes of databases are made of; gridctl knows one spelling of one.
_DATABASE = re.compile(r"[\w+:]*(?:postgres|pgsql|psql|mysql|jdbc)[\w+:]*:/", re.IGNORECASE)
#: A name may be Chinese; the line turns it into what the network knows.
_LABEL = re.compile(r"\w(?:[\w-]*\w)?")


def server_address(text: str) -> str:
    """Return an address in its one form: no slash at the end, the scheme in front.

    Raises:
        AddressInvalid: it is none.
        AddressOfFile, AddressOfDatabase: it was meant for something else; the latter is not quoted.
        AddressWithPassword: it holds a name or a password; it is not quoted.
        AddressUnencrypted: plain http to another machine.
    """
    text = text.strip()
    if _DATABASE.match(text):
        raise AddressOfDatabase
    if _PATH.fullmatch(text) and not text.startswith(("http://", "https://")):
        raise AddressOfFile(address=text)
    parts = _parts(text)
    if "@" in parts.netloc:
        raise AddressWithPassword
    if parts.scheme not in ("http", "https") or not _is_place(text, parts):
        raise AddressInvalid(address=text)
    address = f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise AddressUnencrypted(address=address)
    return address


def _parts(text: str) -> SplitResult:
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        # Asking for the port is what finds one out of range.
        usable = parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        # What cannot be read may hold a password all the same.
        raise AddressWithPassword if "@" in text else AddressInvalid(address=text)
    return parts


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


def _is_place(text: str, parts: SplitResult) -> bool:
    """Tell whether an address names a host, and at most a port and a path there."""
    more = parts.query or parts.fragment or any(sign.isspace() for sign in text)
    # "http:/x" and "https//x" lack a sign each, and would be read as a host of that name.
    misspelled = parts.netloc.endswith(":") or parts.path.startswith("//")
    return not (more or misspelled) and _is_host(parts.hostname or "")


def _is_host(name: str) -> bool:
    if ":" in name:
        # Between brackets; taken apart already.
        return True
    return all(_LABEL.fullmatch(label) for label in name.removesuffix(".").split("."))
