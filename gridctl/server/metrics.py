"""Figures for Prometheus: per operation, never per record or person.

With several worker processes each keeps its figures in a folder they share, and whichever is
asked adds them up.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector

MEDIA_TYPE = CONTENT_TYPE_PLAIN_0_0_4
#: Seconds; a read takes milliseconds, an application of a large file minutes.
_BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)


class Metrics:
    """What one process counts.

    Args:
        folder: where the processes of one server keep their figures; None for one process alone.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._registry = own = CollectorRegistry()
        self._requests = Counter(
            "gridctl_requests", "Requests answered.", ["operation", "code"], registry=own
        )
        self._seconds = Histogram(
            "gridctl_request_seconds", "Time to answer.", ["operation"], registry=own,
            buckets=_BUCKETS,
        )  # fmt: skip
        self._in_flight = Gauge(
            "gridctl_requests_in_flight", "Requests being answered.", registry=own,
            multiprocess_mode="livesum",
        )  # fmt: skip
        self._runs = Counter(
            "gridctl_periodic_runs", "Runs of periodic work.", ["job", "outcome"], registry=own
        )
        self._done = Gauge(
            "gridctl_periodic_last_success_timestamp_seconds", "When a job last went well.",
            ["job"], registry=own, multiprocess_mode="max",
        )  # fmt: skip
        self._holds = Gauge(
            "gridctl_periodic_holder", "1 where the periodic work is done.", registry=own,
            multiprocess_mode="livesum",
        )  # fmt: skip

    @contextmanager
    def in_flight(self) -> Iterator[None]:
        """Count a request as being answered while the block runs."""
        self._in_flight.inc()
        try:
            yield
        finally:
            self._in_flight.dec()

    def request(self, operation: str, code: str, took_s: float) -> None:
        """Count a request: ``code`` is the error's, or the status where there was none."""
        self._requests.labels(operation, code).inc()
        self._seconds.labels(operation).observe(took_s)

    def job(self, name: str, outcome: str, at: int) -> None:
        """Count a run of periodic work; ``outcome`` is ``ok`` or the error's code."""
        self._runs.labels(name, outcome).inc()
        if outcome == "ok":
            self._done.labels(name).set(at)

    def holds(self, held: bool) -> None:
        """Note whether this process does the periodic work."""
        self._holds.set(int(held))

    def page(self) -> bytes:
        """Return all figures in Prometheus' text form."""
        if self._folder is None:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        MultiProcessCollector(together, path=str(self._folder))  # type: ignore[no-untyped-call]
        return generate_latest(together)
