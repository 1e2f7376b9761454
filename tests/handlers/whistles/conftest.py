"""A county where a call is at each of its turns."""

from __future__ import annotations

import pytest

from gridctl.operations.base import Gateway
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.commands.whistles import ArriveAtWhistle, ResolveWhistle
from tests.beginnings import Beginning
from tests.handlers.whistles.desk import TOWN, VILLAGE, accept, at, call


def _county(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    for name, code in (("澄江街道", "320281001000"), ("周庄镇", "320281102000")):
        gateway.send(CreateGrid(name=name, code=code))
    gateway.send(CreateGrid(name="文定社区居委会", code="320281001001"))
    gateway.send(CreateUnit(name="江阴市网格中心", level="county", place="江阴市"))
    gateway.send(CreateUnit(name=TOWN, level="town", place="澄江街道"))
    gateway.send(CreateUnit(name=VILLAGE, level="village", place="文定社区"))
    gateway.send(CreateUnit(name="周庄镇网格中心", level="town", place="周庄镇"))
    for name in ("城管局", "公安局", "住建局"):
        gateway.send(CreateUnit(name=name))


@pytest.fixture
def beginning() -> Beginning:
    return _county


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    return gateway


@pytest.fixture
def accepted(county: Gateway) -> str:
    """A call of Friday 9 October 2026, accepted at 10:00; Saturday 10 October is worked."""
    return accept(county, call(county).whistle_no).whistle_no


@pytest.fixture
def resolved(county: Gateway, accepted: str) -> str:
    """The same with the lead unit in time and the other late, resolved on the 13th."""
    for unit, when in (("城管局", at(10, 16)), ("公安局", at(12, 9))):
        county.send(ArriveAtWhistle(whistle=accepted, unit=unit, person="王强", at=when))
    return county.send(ResolveWhistle(whistle=accepted, at=at(13))).whistle_no
