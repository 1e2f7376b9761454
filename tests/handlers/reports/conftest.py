"""A month that was scored, and the leader who decides on its awards."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from gridctl.foundation.clock import FixedClock
from gridctl.gateway.local import LocalGateway
from gridctl.operations.base import Command, Gateway
from gridctl.operations.commands.assessments import FreezeAssessment, RunAssessment
from gridctl.operations.commands.awards import NominateAwards
from tests.assessed_office import begin
from tests.beginnings import Beginning
from tests.conftest import NOW
from tests.handlers.reports.desk import MONTH, Step


@pytest.fixture
def beginning(request: pytest.FixtureRequest) -> Beginning | None:
    return begin if "month" in request.fixturenames else None


@pytest.fixture
def month(gateway: Gateway) -> Gateway:
    return gateway


@pytest.fixture
def step(office: Path) -> Step:
    def take(operation: Command[Any], now: datetime = NOW) -> Any:
        leader = LocalGateway(office, actor="test", behalf="王主任", clock=FixedClock(now))
        result = leader.send(operation)
        leader.close()
        return result

    return take


@pytest.fixture
def nominated(month: Gateway) -> Gateway:
    month.send(RunAssessment(period=MONTH))
    month.send(FreezeAssessment(assessment="A1"))
    month.send(NominateAwards(assessment="A1"))
    return month
