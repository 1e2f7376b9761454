"""Work the clock asks for, done by exactly one process of all that serve an office."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from gridctl.domain.errors import GridctlError
from gridctl.foundation.clock import Clock, SystemClock, local_date, to_epoch
from gridctl.foundation.settings import load
from gridctl.gateway.courier import deliver
from gridctl.gateway.hosting import Host
from gridctl.operations.base import Gateway
from gridctl.operations.commands.clocks import SweepClock
from gridctl.operations.commands.contacts import ExpireContacts
from gridctl.server.metrics import Metrics

LOG = logging.getLogger("gridctl.periodic")
#: Who stands in the journal for what nobody asked for.
ACTOR = "clock"
#: Seconds between two looks: has the process before died, does somebody wait?
_LOOK_S = 15.0
#: The work is stuck when so many turns went by without it, but never before so many seconds.
_TURNS_MISSED, _LEAST_STUCK_S = 3, 900
#: Tickets a sweep looks at in one transaction: short ones, so that nobody waits long to write.
_AT_ONCE = 20_000

#: Does one job through a gateway; what it did comes back as counts for the log.
Job = Callable[[Gateway], Mapping[str, int]]


def sweep(gateway: Gateway) -> dict[str, int]:
    """Sweep all open tickets, some at a time; return what was done."""
    done: dict[str, int] = {}
    after: int | None = 0
    while after is not None:
        view = gateway.send(SweepClock(limit=_AT_ONCE, after=after))
        after = view.next
        for name, count in view.model_dump(exclude={"next", "remaining"}).items():
            done[name] = done.get(name, 0) + count
    return done


def expire(gateway: Gateway) -> dict[str, int]:
    """Delete contacts whose period is over; return what was done."""
    view = gateway.send(ExpireContacts(), dry_run=True)
    if not any(view.model_dump(exclude={"before", "remaining"}).values()):
        # Nothing is written down of nothing.
        return {}
    done: dict[str, int] = {}
    remaining = 1
    while remaining:
        view = gateway.send(ExpireContacts())
        remaining = view.remaining
        for name, count in view.model_dump(exclude={"before", "remaining"}).items():
            done[name] = done.get(name, 0) + count
    return done


class Daily:
    """A job that is done once a day, however often it is asked for."""

    def __init__(self, job: Job, clock: Clock | None = None) -> None:
        self._job = job
        self._clock = clock or SystemClock()
        self._day: date | None = None

    def __call__(self, gateway: Gateway) -> Mapping[str, int]:
        """Do the job unless it was done today."""
        today = local_date(self._clock.now())
        if today == self._day:
            return {}
        done = self._job(gateway)
        self._day = today
        return done


def tell(gateway: Gateway) -> dict[str, int]:
    """Tell webhooks what is due, where the machine's settings let it; return what was done."""
    return deliver(gateway, inside=load().text("webhooks_inside") == "yes")


#: In the order they are done.
JOBS: dict[str, Job] = {"sweep": sweep, "webhooks": tell, "retention": Daily(expire)}

#: Somebody waits for these: they are done at every look, not only at every turn; and each in a
#: thread of its own, for what is outside may keep them waiting, and nothing else with them.
PRESSING = frozenset({"webhooks"})


@dataclass
class Periodic:
    """A thread that holds the lease, or waits for it, and does the jobs in their time.

    Attributes:
        host: the office.
        metrics: what is counted.
        every_s: seconds between two runs.
        jobs: what is done.
    """

    host: Host
    metrics: Metrics
    every_s: float
    jobs: Mapping[str, Job]

    def __post_init__(self) -> None:
        self._clock = SystemClock()
        self._lease = self.host.lease()
        self._over = threading.Event()
        #: When all was done, or was another process's to do.
        self._well = time.monotonic()
        self._thread = threading.Thread(target=self._work, name="periodic", daemon=True)
        self._aside: dict[str, threading.Thread] = {}
        self._went_well: dict[str, bool] = {}

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stuck(self) -> bool:
        """Tell whether this process is to do the work and has not, for several turns."""
        return time.monotonic() - self._well > max(_LEAST_STUCK_S, _TURNS_MISSED * self.every_s)

    def stop(self, within_s: float) -> None:
        """End after the job at work, or leave it to the end of the process."""
        self._over.set()
        until = time.monotonic() + within_s
        for thread in (self._thread, *self._aside.values()):
            thread.join(max(0.0, until - time.monotonic()))

    def _work(self) -> None:
        """Do the jobs while this process has the lease: all of them at each turn."""
        holds, full, turn = False, False, 0.0
        while not self._over.is_set():
            if holds != (holds := self._has_lease()):
                self.metrics.holds(holds)
                LOG.info("periodic work is done here" if holds else "periodic work is lost")
            if holds:
                full = time.monotonic() >= turn
                turn = time.monotonic() + self.every_s if full else turn
                wished = [name for name in self.jobs if full or name in PRESSING]
                for name in wished:
                    self._begin(name)
            if not holds or (full and all(self._went_well.values())):
                self._well = time.monotonic()
            self._over.wait(min(_LOOK_S, self.every_s))
        self._lease.release()

    def _has_lease(self) -> bool:
        try:
            return self._lease.take()
        except Exception as error:
            LOG.warning("lease cannot be asked for", extra={"facts": {"code": _code(error)}})
            return False

    def _begin(self, name: str) -> None:
        """Do one job, or have it done beside the others unless it still is."""
        if name not in PRESSING:
            self._do(name)
            return
        if (last := self._aside.get(name)) is None or not last.is_alive():
            self._aside[name] = threading.Thread(
                target=self._do, args=(name,), name=name, daemon=True
            )
            self._aside[name].start()

    def _do(self, name: str) -> None:
        """Do one job, whatever becomes of the others, and keep whether it went well."""
        if self._over.is_set():
            return
        outcome, facts = "ok", {}
        try:
            gateway = self.host.gateway(actor=ACTOR)
            facts = {key: count for key, count in self.jobs[name](gateway).items() if count}
        except Exception as error:
            outcome = _code(error)
        self.metrics.job(name, outcome, to_epoch(self._clock.now()))
        level = logging.INFO if outcome == "ok" else logging.ERROR
        if name in PRESSING and outcome == "ok" and not facts:
            level = logging.DEBUG
        LOG.log(level, "job", extra={"facts": {"job": name, "outcome": outcome, **facts}})
        self._went_well[name] = outcome == "ok"


def _code(error: Exception) -> str:
    """Return what may be written down of an error: its code, or its kind, never its text."""
    return error.code if isinstance(error, GridctlError) else type(error).__name__
