"""The demonstration's whole month freezes to the same digest on every gateway.

It takes minutes, so only the continuous check does it; the small month of ``test_parity`` runs
everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple

import pytest

from gridctl.cli.demo.months import Month
from gridctl.cli.demo.recipe import load_recipe
from gridctl.cli.demo.workbooks import WorkbookFile, write_world
from gridctl.cli.demo.world import draw_world
from gridctl.foundation.clock import Clock, FixedClock
from gridctl.gateway.connect import create_office
from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.base import Gateway
from gridctl.operations.commands.assessments import FreezeAssessment, RunAssessment
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.queries.assessments import ShowAssessment
from tests.conftest import CHECKED
from tests.gateways import local_gateway, through_port
from tests.postgresql import PostgresGateway

SCHEMES = ("county_top10_v1", "unit_on_time")

pytestmark = pytest.mark.skipif(not CHECKED, reason="takes minutes: in the continuous check")


class Drawn(NamedTuple):
    """A month that was drawn: its files, its name, and when the office looks back on it."""

    files: list[WorkbookFile]
    period: str
    county: str
    clock: Clock


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    recipe = load_recipe("jiangyin")
    month = Month.parse(recipe.month)
    files = write_world(draw_world(recipe, month, recipe.seed), tmp_path_factory.mktemp("input"))
    return Drawn(files, str(month), recipe.county[:6], FixedClock(recipe.clock_at(month)))


def _lived(gateway: Gateway, drawn: Drawn) -> list[str]:
    """Import the month, freeze it; return what must be the same everywhere."""
    gateway.send(SetUpOffice(name="演示", county_code=drawn.county, operator="test"))
    told = []
    for file in drawn.files:
        batch = send_file(gateway, inspect(file.path, load_kind(file.kind)), Wish())
        told.append(f"{file.path.name} {batch.state} {batch.counts.model_dump()}")
    for scheme in SCHEMES:
        run = gateway.send(RunAssessment(period=drawn.period, scheme=scheme))
        gateway.send(FreezeAssessment(assessment=run.assessment))
        frozen = gateway.send(ShowAssessment(assessment=run.assessment, limit=1)).assessment
        told.append(f"{scheme} {frozen.state} {frozen.input_digest} {frozen.result_digest}")
    return told


@pytest.fixture(scope="module")
def local(drawn: Drawn, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    path = tmp_path_factory.mktemp("local") / "office.db"
    create_office(path)
    with closing(local_gateway(path, drawn.clock)) as gateway:
        return _lived(gateway, drawn)


_OTHERS = [
    "remote",
    pytest.param("postgresql", marks=pytest.mark.needs_program),
    pytest.param("remote-postgresql", marks=pytest.mark.needs_program),
]


@pytest.fixture
def other(request: pytest.FixtureRequest, drawn: Drawn, tmp_path: Path) -> Iterator[Gateway]:
    way, _, engine = request.param.rpartition("-")
    with ExitStack() as opened:
        if engine == "postgresql":
            server = request.getfixturevalue("postgresql")
            behind = PostgresGateway(server, opened.enter_context(server.database()), drawn.clock)
        else:
            create_office(tmp_path / "office.db")
            behind = local_gateway(tmp_path / "office.db", drawn.clock)
        opened.callback(behind.close)
        remote = "remote" in (way, engine)
        yield opened.enter_context(through_port(behind)) if remote else behind


@pytest.mark.parametrize("other", _OTHERS, indirect=True)
def test_the_month_freezes_to_the_same_digest(
    other: Gateway, local: list[str], drawn: Drawn
) -> None:
    assert all(" applied " in line for line in local[: len(drawn.files)])
    frozen = local[len(drawn.files) :]
    assert [line.split()[:2] for line in frozen] == [[scheme, "frozen"] for scheme in SCHEMES]
    assert _lived(other, drawn) == local
