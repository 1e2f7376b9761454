"""Finding the operation a request is for.

A router tries one pattern after the other, which for some hundred and fifty operations took as
long as all the rest of a small answer. Here only those are looked at that begin alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from gridctl.server.addresses import path_of
from gridctl.server.routes import Endpoint


class _Pattern(NamedTuple):
    """A route's path in parts; a part in braces takes any text."""

    parts: tuple[str, ...]
    endpoint: Endpoint

    def taken(self, parts: list[str]) -> dict[str, str] | None:
        """Return the fields a path of as many parts holds, None where it is another path."""
        fields = {}
        for mine, given in zip(self.parts, parts, strict=True):
            if mine[:1] == "{":
                if not given:
                    return None
                fields[mine[1:-1]] = given
            elif mine != given:
                return None
        return fields


class Switchboard:
    """Connects requests with the endpoints of operations; what is for none of them goes on.

    Args:
        app: takes what is for no operation.
        endpoints: by route, such as ``GET /grids/{place}``.
    """

    def __init__(self, app: ASGIApp, endpoints: Mapping[str, Endpoint]) -> None:
        self._app = app
        self._patterns: dict[tuple[str, str, int], list[_Pattern]] = defaultdict(list)
        for route, endpoint in endpoints.items():
            method, path = route.split(" ")
            parts = tuple(path.split("/"))
            self._patterns[method, parts[1], len(parts)].append(_Pattern(parts, endpoint))
        for patterns in self._patterns.values():
            # Words come before places for any text: /tickets/stats is no ticket's number.
            patterns.sort(key=lambda each: [part[:1] == "{" for part in each.parts])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for an operation, pass others on."""
        if scope["type"] == "http" and (found := self._find(scope)) is not None:
            endpoint, scope["path_params"] = found
            response = await endpoint.respond(Request(scope, receive))
            await response(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _find(self, scope: Scope) -> tuple[Endpoint, dict[str, str]] | None:
        parts = path_of(scope).split("/")
        if len(parts) < 2:
            return None
        for pattern in self._patterns.get((scope["method"], parts[1], len(parts)), ()):
            if (fields := pattern.taken(parts)) is not None:
                return pattern.endpoint, fields
        return None


class _Refusal:
    """Answers at a path of operations what comes by a method none of them takes."""

    def __init__(self, methods: Iterable[str]) -> None:
        self._allowed = {"Allow": ", ".join(sorted(methods))}

    async def __call__(self, _scope: Scope, _receive: Receive, _send: Send) -> None:
        raise HTTPException(405, headers=self._allowed)


def add_refusals(app: FastAPI, routes: Iterable[str]) -> None:
    """Have the application tell which methods a path takes where it is asked by another.

    Args:
        app: what the switchboard passes on to.
        routes: those of the operations, such as ``GET /grids/{place}``.
    """
    methods: dict[str, set[str]] = defaultdict(set)
    for route in routes:
        method, path = route.split(" ")
        methods[path].add(method)
    for path, taken in methods.items():
        app.router.routes.append(Route(path, _Refusal(taken), include_in_schema=False))
