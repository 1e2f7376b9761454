"""Looking at the line to a server: its certificate, and whether both clocks agree."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple

import httpx

from gridctl.foundation.clock import Clock
from gridctl.foundation.settings import Target
from gridctl.gateway.address import server_address
from gridctl.gateway.greeting import PATH
from gridctl.gateway.line import failure, open_client

_DAY_S = 86_400


class Line(NamedTuple):
    """What a line to a server showed.

    Attributes:
        days_left: full days the certificate is still valid; None without encryption.
        ahead_s: seconds the server's clock is ahead of ours; None where it does not say.
    """

    days_left: int | None
    ahead_s: int | None


def look_at(target: Target, clock: Clock) -> Line:
    """Connect to a server once.

    Raises:
        GridctlError: the address is unfit, or there is no line; told apart in words.
    """
    ca_file = Path(target.ca_file) if target.ca_file else None
    with open_client(target.address, ca_file=ca_file) as client:
        try:
            with client.stream("GET", PATH) as response:
                now = clock.now()
                return Line(_days_left(response, now), _ahead(response, now))
        except httpx.RequestError as error:
            raise failure(error, server_address(target.address)) from error


def _days_left(response: httpx.Response, now: datetime) -> int | None:
    stream = response.extensions.get("network_stream")
    encrypted = stream.get_extra_info("ssl_object") if stream else None
    until = (encrypted.getpeercert() or {}).get("notAfter") if encrypted else None
    if not isinstance(until, str):
        return None
    return int((ssl.cert_time_to_seconds(until) - now.timestamp()) // _DAY_S)


def _ahead(response: httpx.Response, now: datetime) -> int | None:
    try:
        theirs = parsedate_to_datetime(response.headers.get("Date", ""))
    except ValueError:
        return None
    return round((theirs.astimezone(UTC) - now).total_seconds())
