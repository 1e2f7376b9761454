"""The demonstration's whole month freezes to the same digest on the other engine, the other way.

It takes minutes, so only the continuous check does it, on the gateway that shares least with the
one in this process; the small month of ``test_parity`` runs on all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
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

pytestmark = [
    pytest.mark.lengthy,
    pytest.mark.skipif(not CHECKED, reason="takes minutes: in the continuous check"),
]


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


@pytest.fixture
def other(request: pytest.FixtureRequest, drawn: Drawn) -> Iterator[Gateway]:
    """Yield an office in PostgreSQL, reached through a real port."""
    server = request.getfixturevalue("postgresql")
    with ExitStack() as opened:
        name = opened.enter_context(server.database())
        behind = opened.enter_context(closing(PostgresGateway(server, name, drawn.clock)))
        yield opened.enter_context(through_port(behind))


@pytest.mark.needs_program
def test_the_month_freezes_to_the_same_digest(
    other: Gateway, local: list[str], drawn: Drawn
) -> None:
    assert all(" applied " in line for line in local[: len(drawn.files)])
    frozen = local[len(drawn.files) :]
    assert [line.split()[:2] for line in frozen] == [[scheme, "frozen"] for scheme in SCHEMES]
    assert _lived(other, drawn) == local
