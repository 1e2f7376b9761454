"""A story that stands on the page of the interface: from an empty office to a ticket closed.

Each operation finds what those before it have made, so that a reader can send one after the other
and see the same; a test does.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from gridctl.gateway import wire
from gridctl.operations.base import Operation
from gridctl.operations.commands.assessments import RunAssessment
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.evidence import CreateEvidence
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.imports import ApplyBatch, OpenBatch, PutChunk, RowIn
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.commands.reply_templates import CreateTemplate
from gridctl.operations.commands.routes import CreateRoute
from gridctl.operations.commands.staff import CreateStaff, PostStaff
from gridctl.operations.commands.ticket_closing import CloseTicket, RevisitTicket
from gridctl.operations.commands.ticket_handling import (
    DispatchTicket,
    ExtendTicket,
    FeedbackTicket,
    SignTicket,
)
from gridctl.operations.commands.ticket_intake import FileTicket
from gridctl.operations.commands.ticket_signals import CommentTicket
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.audits import ListJournal
from gridctl.operations.queries.changes import ListChanges
from gridctl.operations.queries.grids import ListGrids, ShowGrid
from gridctl.operations.queries.search import SearchAll
from gridctl.operations.queries.staff import ListStaff
from gridctl.operations.queries.tickets import ListTickets, ShowStats, ShowTicket
from gridctl.operations.queries.today import ShowToday
from gridctl.operations.registry import operation_name

_DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_UNIT = "城市管理局"
_TICKET = "12345-20261103-0007"


class Example(NamedTuple):
    """An operation as it may be sent, and whom it is sent on behalf of; "" for oneself."""

    operation: Operation[Any]
    behalf: str = ""


#: In the order in which they can be sent to a new office.
STORY: tuple[Example, ...] = (
    Example(SetUpOffice(name="江阴市社会治理中心", county_code="320281", operator="王芳")),
    Example(CreateGrid(name="江阴市", code="320281000000")),
    Example(CreateGrid(name="澄江街道", code="320281001000")),
    Example(CreateGrid(name="文定社区居委会", code="320281001001")),
    Example(CreateUnit(name="城市管理局", aliases=("城管局",))),
    Example(CreateCategory(name="暴露垃圾")),
    Example(CreateRoute(category="暴露垃圾", unit="城市管理局")),
    Example(CreateStaff(name="张三", staff_no="G001", employment="full")),
    Example(
        PostStaff(staff_no="G001", place="文定社区", role="gridworker", as_of=date(2026, 1, 1))
    ),
    Example(CreateTemplate(name="已清理", body="您反映的垃圾已清理。")),
    Example(
        CreateEvidence(
            kind="duty",
            on=date(2026, 10, 31),
            staff="G001",
            quantity=Decimal("21.5"),
            expected=Decimal(22),
        )
    ),
    Example(
        CreateTicket(
            title="楼下垃圾三天没清",
            description="文定社区人民路12号楼下",
            place="文定社区",
            category="暴露垃圾",
            source="12345热线",
            external_no=_TICKET,
            external_system="12345",
            contact_name="钱先生",
            contact_phone="13800001234",
        )
    ),
    Example(EditTicket(ticket=_TICKET, urgent=True, opinion="三天未清，按急件办")),
    Example(FileTicket(ticket=_TICKET)),
    Example(DispatchTicket(ticket=_TICKET, unit="城市管理局", limit="2工作日")),
    Example(SignTicket(ticket=_TICKET), _UNIT),
    Example(CommentTicket(ticket=_TICKET, opinion="已联系社区物业"), _UNIT),
    Example(ExtendTicket(ticket=_TICKET, limit="1工作日", opinion="清运车辆检修"), _UNIT),
    Example(FeedbackTicket(ticket=_TICKET, reply="垃圾已清理，并增设一处投放点。"), _UNIT),
    Example(RevisitTicket(ticket=_TICKET, outcome="satisfied", resolved=True)),
    Example(CloseTicket(ticket=_TICKET)),
    Example(OpenBatch(kind="unit", file_name="承办单位.csv", file_digest=_DIGEST)),
    Example(
        PutChunk(
            batch="B1",
            number=1,
            last=True,
            rows=(RowIn(sheet="", number=2, values={"name": "住房和城乡建设局"}),),
        )
    ),
    Example(ApplyBatch(batch="B1")),
    Example(RunAssessment(scheme="county_top10_v1", period="2026-10")),
    Example(ListTickets(filter="town:澄江 reported:2026-11", limit=50)),
    Example(ShowTicket(ticket=_TICKET)),
    Example(ShowStats(period="2026-10", by="unit")),
    Example(SearchAll(words="垃圾", limit=10)),
    Example(ShowToday()),
    Example(ListGrids(under="澄江街道", limit=100)),
    Example(ShowGrid(place="文定社区")),
    Example(ListStaff(limit=100)),
    Example(ListChanges(limit=1)),
    Example(ListJournal(limit=100)),
)


def add_examples(page: dict[str, Any]) -> None:
    """Put the examples into what ``/openapi.json`` says, each where its operation is described."""
    for examples in _by_operation().values():
        described = _described(page, type(examples[0].operation))
        given = [example.operation.model_dump(mode="json", exclude_unset=True)
                 for example in examples]  # fmt: skip
        for parameter in described.get("parameters", ()):
            if parameter["name"] in given[0]:
                parameter["example"] = given[0].pop(parameter["name"])
        if body := described.get("requestBody"):
            body["content"]["application/json"]["examples"] = {
                str(number): {"value": value} for number, value in enumerate(given, 1)
            }
        if behalf := examples[0].behalf:
            told = f"In the example it is done for {behalf} (header `{wire.BEHALF_HEADER}`)."
            if told not in described["description"]:
                described["description"] += f"\n\n{told}"


def _described(page: dict[str, Any], operation: type[Operation[Any]]) -> dict[str, Any]:
    method, path, _ = wire.split_route(operation)
    found: dict[str, Any] = page["paths"][path][method.lower()]
    return found


def _by_operation() -> Mapping[str, list[Example]]:
    found: dict[str, list[Example]] = {}
    for example in STORY:
        found.setdefault(operation_name(type(example.operation)), []).append(example)
    return found
