"""The FastAPI application: one route per operation, derived from the registry."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.types import ASGIApp

from gridctl.operations.registry import all_operations
from gridctl.server import description, failures, pages
from gridctl.server.limits import Limited, Limits
from gridctl.server.metrics import Metrics
from gridctl.server.observing import Observed
from gridctl.server.open311 import add_open311
from gridctl.server.probes import add_probes
from gridctl.server.progress import add_progress
from gridctl.server.routes import Endpoint, GatewayFor, Workbench
from gridctl.server.switchboard import Switchboard, add_refusals

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


#: What is noted of a request stands in the log and the figures, and nowhere else.
_NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}


class Application(FastAPI):
    """The application; what it says of itself has headers and examples.

    Args:
        front: puts what sees a request first before the framework, as most go no further.
        settings: of the framework.
    """

    def __init__(self, front: Callable[[ASGIApp], ASGIApp], **settings: Any) -> None:
        super().__init__(telemetry=_NO_TELEMETRY, **settings)
        self._front = front

    def build_middleware_stack(self) -> ASGIApp:
        """Return all that a request passes."""
        return self._front(super().build_middleware_stack())

    def openapi(self) -> dict[str, Any]:
        """Return the description of all operations, made when it is first asked for."""
        return description.page()


@dataclass(frozen=True)
class Site:
    """What a server adds to the operations.

    Attributes:
        limits: what a request may cost.
        prefix: the path all addresses begin with, such as ``/grid``; "" for none.
        metrics: what is counted.
        head: names the newest entry of the journal; without it no answer can be asked for
            conditionally.
        standing: has the questions of one request asked of the same moment.
        ready: tells what keeps the server from working (see :mod:`gridctl.server.probes`).
        lifespan: what runs as long as the application.
    """

    limits: Limits = field(default_factory=Limits)
    prefix: str = ""
    metrics: Metrics = field(default_factory=Metrics)
    head: Callable[[], str] | None = None
    standing: Callable[[], AbstractContextManager[None]] = nullcontext
    ready: Callable[[], dict[str, str]] = dict
    lifespan: Lifespan | None = None


def create_app(gateway_for: GatewayFor, site: Site | None = None) -> FastAPI:
    """Return the application that carries every operation out through ``gateway_for``."""
    site = site or Site()
    bench = Workbench(gateway_for, site.head, site.limits, site.standing)
    endpoints = {
        operation.route: Endpoint(operation, bench) for operation in all_operations().values()
    }

    def front(framework: ASGIApp) -> ASGIApp:
        connected = Switchboard(framework, endpoints)
        return Observed(Limited(connected, site.limits), site.metrics)

    app = Application(
        front,
        root_path=site.prefix,
        lifespan=site.lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    add_refusals(app, endpoints)
    add_probes(app, site.metrics, site.ready)
    add_open311(app, bench)
    add_progress(app, bench)
    pages.add_page(app)
    failures.add_handlers(app)
    return app
