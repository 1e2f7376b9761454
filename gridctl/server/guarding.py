"""What every answer says to browsers and proxies, whoever made it."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import Scope

#: Where an answer says nothing of its own: it is kept nowhere, shown in no frame, runs nothing.
_USUAL: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
#: A year; whoever once came encrypted comes no other way.
_STRICT = ("Strict-Transport-Security", "max-age=31536000")


def guard(scope: Scope, headers: MutableHeaders) -> None:
    """Add what is missing to the headers of an answer.

    Args:
        scope: of the request; its scheme is ``https`` with a certificate of one's own, or where a
            trusted proxy says so.
        headers: of the answer.
    """
    for name, value in _USUAL.items():
        headers.setdefault(name, value)
    if scope.get("scheme") == "https":
        headers.setdefault(*_STRICT)
