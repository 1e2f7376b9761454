"""The FastAPI application: one route per operation, derived from the registry."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI

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


class Application(FastAPI):
    """The application; what it says of itself has headers and examples."""

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
    app = Application(
        root_path=site.prefix,
        lifespan=site.lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    bench = Workbench(gateway_for, site.head, site.limits, site.standing)
    endpoints = {
        operation.route: Endpoint(operation, bench) for operation in all_operations().values()
    }
    add_refusals(app, endpoints)
    add_probes(app, site.metrics, site.ready)
    add_open311(app, bench)
    add_progress(app, bench)
    pages.add_page(app)
    failures.add_handlers(app)
    # The last one added sees a request first.
    app.add_middleware(Switchboard, endpoints=endpoints)
    app.add_middleware(Limited, limits=site.limits)
    app.add_middleware(Observed, metrics=site.metrics)
    return app
