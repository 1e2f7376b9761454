"""What one process of a server does: the application over an office, and its periodic work."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI

from gridctl.domain.errors import GridctlError
from gridctl.foundation.clock import Clock, SystemClock
from gridctl.foundation.settings import Target
from gridctl.gateway.hosting import Host
from gridctl.operations.base import Gateway
from gridctl.operations.queries.offices import HealthView, ShowHealth
from gridctl.server.app import Site, create_app
from gridctl.server.auth import admitting
from gridctl.server.caller import Caller
from gridctl.server.metrics import Metrics
from gridctl.server.periodic import ACTOR, JOBS, Periodic

#: A sweep is stuck when so many turns went by without one, but never before so many seconds.
_TURNS_MISSED, _LEAST_STUCK_S = 3, 900
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
    host, metrics = Host(plan.target), Metrics(plan.figures)

    def open_to_all(caller: Caller) -> Gateway:
        return host.gateway(behalf=caller.behalf)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        periodic = None
        if plan.every_s is not None:
            periodic = Periodic(host, metrics, plan.every_s, JOBS)
            periodic.start()
        yield
        if periodic is not None:
            periodic.stop(_STOP_S)
        host.close()

    site = Site(
        prefix=plan.prefix,
        metrics=metrics,
        head=host.head,
        ready=Readiness(host, plan.every_s).checks,
        lifespan=lifespan,
    )
    return create_app(admitting(host.door()) if plan.signed_in else open_to_all, site)


class Readiness:
    """Whether this process can do its work."""

    def __init__(self, host: Host, every_s: float | None, clock: Clock | None = None) -> None:
        self._host = host
        self._clock = clock or SystemClock()
        self._stuck_s = None if every_s is None else max(_LEAST_STUCK_S, _TURNS_MISSED * every_s)
        self._since = self._clock.now()

    def checks(self) -> dict[str, str]:
        """Return each check with ``ok`` or the code of what is wrong.

        ``database`` is whether it answers and has this program's format, ``periodic`` whether
        the clock's work is done by any process at all.
        """
        try:
            health = self._host.gateway(actor=ACTOR).send(ShowHealth())
        except GridctlError as error:
            return {"database": error.code}
        return {"database": "ok"} | self._periodic(health)

    def _periodic(self, health: HealthView) -> dict[str, str]:
        if self._stuck_s is None:
            return {}
        latest = max(filter(None, (health.swept_at, self._since)))
        silent_s = (self._clock.now() - latest).total_seconds()
        return {"periodic": "stuck" if silent_s > self._stuck_s else "ok"}
