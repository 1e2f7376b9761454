"""What every answer says to browsers and proxies, whoever made it."""

from __future__ import annotations

from collections.abc import Collection

from starlette.types import Scope

#: Where an answer says nothing of its own: it is kept nowhere, shown in no frame, runs nothing.
_USUAL = (
    (b"cache-control", b"no-store"),
    (
        b"content-security-policy",
        b"default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
#: A year; whoever once came encrypted comes no other way.
_STRICT = (b"strict-transport-security", b"max-age=31536000")


def guarded(scope: Scope, headers: Collection[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer with what was missing.

    Args:
        scope: of the request; its scheme is ``https`` with a certificate of one's own, or where a
            trusted proxy says so.
        headers: of the answer, their names small.
    """
    said = dict(headers)
    usual = (*_USUAL, _STRICT) if scope.get("scheme") == "https" else _USUAL
    return [*headers, *(each for each in usual if each[0] not in said)]
