"""Periodic work that fails is noticed; what goes well is not taken for stuck."""

from __future__ import annotations

import threading
from typing import NoReturn

import pytest

from gridctl.gateway.hosting import Host
from gridctl.operations.base import Gateway
from gridctl.server import periodic
from gridctl.server.metrics import Metrics
from gridctl.server.periodic import Periodic
from tests.server.serving import until


def _fails(_gateway: Gateway) -> NoReturn:
    raise RuntimeError("王芳 13812345678")


@pytest.mark.parametrize("fails", [True, False])
def test_work_that_keeps_failing_is_stuck(
    host: Host, monkeypatch: pytest.MonkeyPatch, fails: bool, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(periodic, "_LEAST_STUCK_S", 0.0)
    metrics = Metrics()
    work = Periodic(host, metrics, 0.5, {"job": _fails if fails else lambda _gateway: {}})
    work.start()
    outcome = "RuntimeError" if fails else "ok"
    told = f'gridctl_periodic_runs_total{{job="job",outcome="{outcome}"}}'
    until(lambda: told in metrics.page().decode(), "a run")
    if fails:
        until(work.stuck, "being stuck")
        assert "13812345678" not in caplog.text
    else:
        assert not work.stuck()
    work.stop(10)


def test_a_receiver_that_hangs_keeps_no_other_work_waiting(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(periodic, "_LOOK_S", 0.01)
    hung, told, swept = threading.Event(), [], []

    def tell(_gateway: Gateway) -> dict[str, int]:
        told.append(1)
        hung.wait(30)
        return {}

    def sweep(_gateway: Gateway) -> dict[str, int]:
        swept.append(1)
        return {}

    work = Periodic(host, Metrics(), 0.01, {"webhooks": tell, "sweep": sweep})
    work.start()
    until(lambda: len(swept) > 2, "sweeps beside it")
    assert len(told) == 1
    hung.set()
    work.stop(10)
