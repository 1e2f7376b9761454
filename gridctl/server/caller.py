"""Who sends a request, as far as the request says."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from starlette.datastructures import Headers

from gridctl.gateway import wire


@dataclass(frozen=True)
class Caller:
    """What a request says of who sent it; nothing of it is believed yet.

    Attributes:
        token: the token of a ``Bearer`` authorization; "" without one. Never shown.
        behalf: the member of staff or unit acted for; "" for oneself.
        request_id: the request's own number, which logs and answers name.
        source: the address it came from.
        operation: the name of what is asked for; "" where that is several things.
    """

    token: str
    behalf: str
    request_id: str
    source: str = ""
    operation: str = ""

    def __repr__(self) -> str:
        return f"Caller(request_id={self.request_id!r})"


def caller_of(headers: Headers, request_id: str, source: str, operation: str = "") -> Caller:
    """Return the caller a request's headers name."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return Caller(
        token=token.strip() if scheme.lower() == "bearer" else "",
        behalf=unquote(headers.get(wire.BEHALF_HEADER, "")),
        request_id=request_id,
        source=source,
        operation=operation,
    )
