"""What one process of a server does: the application over an office, and its periodic work."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from fastapi import FastAPI

from gridctl.domain.errors import GridctlError
from gridctl.foundation.garbage import settled
from gridctl.foundation.settings import Target
from gridctl.gateway.hosting import Host, load_handlers
from gridctl.operations.base import Gateway
from gridctl.operations.queries.offices import ShowHealth
from gridctl.server.app import Site, create_app
from gridctl.server.auth import admitting
from gridctl.server.caller import Caller
from gridctl.server.limits import SIGNED_IN, Limits
from gridctl.server.metrics import Metrics
from gridctl.server.periodic import ACTOR, JOBS, Periodic

_STOP_S = 10.0


@dataclass(frozen=True)
class Plan:
    """What the processes of one server have in common; they are handed it when they begin.

    Attributes:
        target: the office.
        prefix: the path all addresses begin with; "" for none.
        every_s: seconds between two runs of the periodic work; None where others do it.
        figures: the folder where several processes keep their figures; None for one alone.
        signed_in: whether requests must say by a token who sends them.
    """

    target: Target
    prefix: str = ""
    every_s: float | None = None
    figures: Path | None = None
    signed_in: bool = True


def make_app(plan: Plan) -> FastAPI:
    """Return the application of one process."""
    load_handlers()
    host, metrics = Host(plan.target), Metrics(plan.figures)

    def open_to_all(caller: Caller) -> Gateway:
        return host.gateway(behalf=caller.behalf)

    periodic = None if plan.every_s is None else Periodic(host, metrics, plan.every_s, JOBS)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        if periodic is not None:
            periodic.start()
        yield
        if periodic is not None:
            periodic.stop(_STOP_S)
        host.close()

    site = Site(
        limits=SIGNED_IN if plan.signed_in else Limits(),
        prefix=plan.prefix,
        metrics=metrics,
        head=host.head,
        standing=host.standing,
        ready=partial(readiness, host, periodic),
        lifespan=lifespan,
    )
    made = create_app(admitting(host.door()) if plan.signed_in else open_to_all, site)
    settled()
    return made


def readiness(host: Host, periodic: Periodic | None) -> dict[str, str]:
    """Return each check of whether this process can work, ``ok`` or the code of what is wrong.

    ``database`` is whether it answers and has this program's format, ``periodic`` whether this
    process does the clock's work where that is its task.
    """
    try:
        host.gateway(actor=ACTOR).send(ShowHealth())
    except GridctlError as error:
        return {"database": error.code}
    if periodic is None:
        return {"database": "ok"}
    return {"database": "ok", "periodic": "stuck" if periodic.stuck() else "ok"}
