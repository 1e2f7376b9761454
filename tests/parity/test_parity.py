"""The same month of work gives the same answers: in this process, over HTTP, on PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from gridctl.domain.errors import GridctlError
from gridctl.foundation.clock import FixedClock
from gridctl.gateway import wire
from gridctl.gateway.connect import create_office
from gridctl.operations.base import Gateway, Operation
from gridctl.operations.commands.assessments import FreezeAssessment, RunAssessment
from gridctl.operations.commands.categories import EditCategory
from gridctl.operations.commands.grids import CloseGrid, EditGrid
from gridctl.operations.commands.imports import UndoBatch
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries import assessments as assess
from gridctl.operations.queries.categories import ListCategories, ShowCategory
from gridctl.operations.queries.comparisons import CompareAssessment, ShowSensitivity
from gridctl.operations.queries.evidence import ListEvidence, ShowEvidence
from gridctl.operations.queries.grids import ListGrids, ShowGrid, ShowTree
from gridctl.operations.queries.imports import ListBatches, ListRejected, ShowBatch
from gridctl.operations.queries.offices import CheckOffice, ShowOffice
from gridctl.operations.queries.staff import ListStaff, ShowStaff
from gridctl.operations.queries.tickets import ListTickets, ShowStats, ShowTicket
from gridctl.operations.queries.units import ListUnits, ShowUnit
from gridctl.operations.registry import operation_name
from tests import assessed_office
from tests.conftest import NOW
from tests.gateways import in_process, local_gateway, through_port
from tests.postgresql import PostgresGateway

Answers = dict[str, Any]

#: What is asked, and what is wished in vain; each answer is compared word for word.
QUESTIONS: tuple[Operation[Any], ...] = (
    ShowOffice(),
    CheckOffice(),
    ListGrids(),
    ListGrids(limit=2, after="320281001000", level="village", text="村"),
    ShowGrid(place="文定社区"),
    ShowTree(),
    ListStaff(),
    ListStaff(role="gridworker", under="澄江街道", text="张"),
    ShowStaff(staff="张三"),
    ListUnits(),
    ListUnits(text="管理"),
    ShowUnit(unit="城市管理局"),
    ListCategories(),
    ShowCategory(category="暴露垃圾"),
    ListTickets(),
    ListTickets(order="oldest", limit=3),
    ListTickets(under="月城镇", verdict="on_time", basis="computed"),
    ListTickets(text="九月", state=("handling",), reporter="G004"),
    ListTickets(category="市容环境", unit="城市管理局", period="2026-10"),
    ShowTicket(ticket="A1"),
    ShowTicket(ticket="3202812026100100001"),
    *(
        ShowStats(by=by, period="2026-10")
        for by in ("town", "community", "grid", "unit", "category", "class", "source", "month")
    ),
    ListEvidence(),
    ListEvidence(kind="duty", period="2026-10", limit=2),
    ShowEvidence(evidence_id=1),
    ListBatches(),
    ShowBatch(batch="B1"),
    ListRejected(batch="B1"),
    assess.ListAssessments(),
    assess.ShowAssessment(assessment="A1"),
    assess.ListMissing(assessment="2026-10"),
    CompareAssessment(assessment="2026-10", other="county_top10_v1"),
    ShowSensitivity(assessment="2026-10", by="-100%", top=1),
    assess.ExplainScore(assessment="A1", key="张三"),
    assess.VerifyAssessment(assessment="A1"),
    assess.ListSchemes(),
    assess.LintScheme(scheme="county_top10_v1"),
    # In vain:
    ShowGrid(place="无此地"),
    ShowTicket(ticket="nobody"),
    ShowStaff(staff="张"),
    ShowBatch(batch="B9"),
    ListTickets(unit="城管", after="1.1"),
    CreateUnit(name="档案局"),
    CreateTicket(title="甲", place="澄江"),
    EditTicket(ticket="A1", title="乙", if_match=9),
    CloseGrid(code="320281001000", as_of=NOW.date()),
    UndoBatch(batch="B7"),
)


def _lived(gateway: Gateway, folder: Path) -> Answers:
    """Let an office work for a month, then ask it everything."""
    assessed_office.build(gateway, folder)
    gateway.send(EditGrid(code="320281001002", name="君山路社区居委会", as_of=NOW.date()))
    gateway.send(EditTicket(ticket="A2", title="路灯又不亮", tags=("路灯",), opinion="核实"))
    gateway.send(EditCategory(category="路灯", code="0302"))
    gateway.send(CreateUnit(name="试运行"), dry_run=True)
    gateway.send(RunAssessment(period="2026-10"))
    gateway.send(FreezeAssessment(assessment="A1"))
    return {f"{number} {_label(wish)}": _answer(gateway, wish) for number, wish in _numbered()}


def _numbered() -> list[tuple[int, Operation[Any]]]:
    return list(enumerate(QUESTIONS))


def _label(wish: Operation[Any]) -> str:
    return f"{operation_name(type(wish))} {wire.encode(wish)}"


def _answer(gateway: Gateway, wish: Operation[Any]) -> Any:
    try:
        return json.loads(wire.encode_result(type(wish), gateway.send(wish)))
    except GridctlError as error:
        return wire.encode_error(error)


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    folder = tmp_path_factory.mktemp("local")
    create_office(folder / "office.db")
    gateway = local_gateway(folder / "office.db", FixedClock(NOW))
    answers = _lived(gateway, folder)
    gateway.close()
    return answers


_OTHERS = [
    "remote",
    "port",
    pytest.param("postgresql", marks=pytest.mark.needs_program),
    pytest.param("port-postgresql", marks=pytest.mark.needs_program),
]


@pytest.fixture(scope="module", params=_OTHERS)
def other(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Answers]:
    folder = tmp_path_factory.mktemp("other")
    with ExitStack() as opened:
        gateway: Gateway
        if "postgresql" in request.param:
            server = request.getfixturevalue("postgresql")
            name = opened.enter_context(server.database())
            gateway = behind = PostgresGateway(server, name, FixedClock(NOW))
        else:
            create_office(folder / "office.db")
            gateway = behind = local_gateway(folder / "office.db", FixedClock(NOW))
        opened.callback(behind.close)
        if request.param == "remote":
            gateway = opened.enter_context(closing(in_process(behind)))
        elif "port" in request.param.split("-"):
            gateway = opened.enter_context(through_port(behind))
        yield _lived(gateway, folder)


@pytest.mark.parametrize(("number", "wish"), _numbered(), ids=lambda each: "")
def test_the_answer_is_the_same(
    number: int, wish: Operation[Any], local: Answers, other: Answers
) -> None:
    key = f"{number} {_label(wish)}"
    assert other[key] == local[key]


def test_the_questions_are_answered_and_the_vain_wishes_refused(local: Answers) -> None:
    refused = [number for number, key in enumerate(local) if "error" in local[key]]
    assert refused == list(range(len(QUESTIONS) - 10, len(QUESTIONS)))
