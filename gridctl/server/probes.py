"""What machines ask a server: is it alive, can it work, which version is it, what does it count."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gridctl import __version__
from gridctl.gateway import hosting, wire
from gridctl.server.addresses import PROBES
from gridctl.server.metrics import MEDIA_TYPE, Metrics
from gridctl.server.observing import seen

_HEADERS = {wire.PROTOCOL_HEADER: str(wire.PROTOCOL)}


def add_probes(app: FastAPI, metrics: Metrics, ready: Callable[[], dict[str, str]]) -> None:
    """Add the four routes.

    Args:
        app: the application.
        metrics: what is counted.
        ready: returns each check with ``ok`` or the code of what is wrong.
    """

    async def alive(request: Request) -> Response:
        seen(request.scope).quiet = True
        return JSONResponse({"alive": True}, headers=_HEADERS)

    async def readiness(request: Request) -> Response:
        seen(request.scope).quiet = True
        checks = await run_in_threadpool(ready)
        well = all(found == "ok" for found in checks.values())
        return JSONResponse(
            {"ready": well, "checks": checks}, 200 if well else 503, headers=_HEADERS
        )

    async def figures(request: Request) -> Response:
        seen(request.scope).quiet = True
        page = await run_in_threadpool(metrics.page)
        return Response(page, media_type=MEDIA_TYPE, headers=_HEADERS)

    async def version(request: Request) -> Response:
        seen(request.scope).quiet = True
        return JSONResponse(versions(), headers=_HEADERS)

    for path, endpoint in zip(PROBES, (alive, readiness, figures, version), strict=True):
        app.router.add_route(path, endpoint, methods=["GET"], include_in_schema=False)


def versions() -> dict[str, str | int]:
    """Return what a client compares before its first operation."""
    return {
        "program": __version__,
        "protocol": wire.PROTOCOL,
        "format": hosting.storage_format(),
        "oldest_client": wire.OLDEST_CLIENT,
    }
