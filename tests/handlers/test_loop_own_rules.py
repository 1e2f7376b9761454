"""A workflow of the office's own: what it may change, and what no workflow lets through."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from gridctl.domain import loop as refused
from gridctl.domain.tickets import StateUnknown
from gridctl.domain.workflow import shipped_text
from gridctl.domain.workflow.errors import StepHasCommand
from gridctl.operations.base import Gateway
from gridctl.operations.commands import ticket_closing as closing
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_intake as intake
from gridctl.operations.commands.changes import UndoEntry
from gridctl.operations.commands.policies import AdoptWorkflow
from gridctl.operations.commands.ticket_own import TakeOwnStep
from gridctl.operations.commands.ticket_steps import TakeSteps
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.queries import open311
from gridctl.operations.queries.audits import RenderJournal, VerifyRows
from gridctl.operations.queries.own_names import ShowOwnNames
from gridctl.operations.queries.reports import Document
from gridctl.operations.queries.tickets import ListTickets, ShowTicket
from gridctl.operations.steps import TicketStep
from tests.beginnings import Beginning
from tests.handlers.loop_desk import As, at, filed, fill, handled, returned


@pytest.fixture
def beginning() -> Beginning:
    return fill


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    return gateway


@pytest.fixture
def ticket(county: Gateway) -> str:
    return filed(county)


def _own(verb: str, *changes: tuple[str, str]) -> str:
    """Return the shipped workflow with a step as a county of its own mind has it."""
    head, mark, rest = shipped_text().partition(f'code = "{verb}"')
    for before, after in changes:
        assert before in rest
        rest = rest.replace(before, after, 1)
    return f"{head}{mark}{rest}"


def test_a_ticket_is_signed_for_once_whatever_the_workflow_says(
    county: Gateway, acting: As, ticket: str
) -> None:
    text = _own("sign", ("dispatched -> handling", "dispatched, handling -> handling"))
    county.send(AdoptWorkflow(text=text))
    handled(county, acting, ticket)
    with pytest.raises(refused.FactNeeded) as again:
        acting("城管局").send(handling.SignTicket(ticket=ticket, at=at(9, 12)))
    assert again.value.params["field"] == "dispatch"
    signed = [
        event for event in county.send(ShowTicket(ticket=ticket)).events if event.verb == "sign"
    ]
    assert len(signed) == 1


@pytest.mark.parametrize(
    ("verb", "before", "role", "step"),
    [
        ("close", "fed_back, checking", "acceptor", closing.CloseTicket),
        ("feedback", "handling, rework", "unit", handling.FeedbackTicket),
    ],
)
def test_what_was_returned_does_not_go_on_whatever_the_workflow_says(
    county: Gateway,
    acting: As,
    ticket: str,
    verb: str,
    before: str,
    role: str,
    step: type[TicketStep],
) -> None:
    own = _own(verb, (before, f"returned, {before}"), (f'["{role}"]', '["anyone"]'))
    county.send(AdoptWorkflow(text=own))
    returned(county, acting, ticket)
    words = {"reply": "已处理"} if verb == "feedback" else {}
    with pytest.raises(refused.FactNeeded) as forward:
        county.send(step.model_validate({"ticket": ticket, "at": at(9, 11), **words}))
    assert forward.value.params["field"] == "dispatch"
    # Given out anew it goes its way.
    county.send(
        handling.DispatchTicket(ticket=ticket, unit="住建局", limit="2工作日", at=at(9, 12))
    )
    acting("住建局").send(handling.SignTicket(ticket=ticket, at=at(9, 13)))
    acting("住建局").send(handling.FeedbackTicket(ticket=ticket, reply="已清运", at=at(9, 14)))
    assert county.send(closing.CloseTicket(ticket=ticket, at=at(9, 15))).state == "closed"


_PRE_FILING = """
[[verbs]]
code = "pre_review"
name = { zh = "预审", en = "review first" }
moves = ["reported -> pre_filed if pass", "reported -> reported if fail"]
roles = ["acceptor"]
outcomes = ["pass", "fail"]
opinion = true
"""


def test_a_step_of_the_offices_own_is_taken_like_any_other(county: Gateway, acting: As) -> None:
    new = CreateTicket(title="垃圾未清", place="文定社区", category="市容环境")
    ticket = county.send(new).serial_no
    state = 'pre_filed = { kind = "open", clock = "accept", zh = "已预审", en = "reviewed" }\n'
    text = _own("file", ('"reported -> filed"', '"pre_filed -> filed"'))
    text = text.replace("filed       =", f"{state}filed       =", 1) + _PRE_FILING
    county.send(AdoptWorkflow(text=text))
    said = {"step": "pre_review", "outcome": "pass", "opinion": "材料齐全"}
    with pytest.raises(refused.RoleMissing):
        acting("城管局").send(TakeOwnStep.model_validate({"ticket": ticket, **said}))
    with pytest.raises(refused.OutcomeMissing):
        county.send(TakeOwnStep(ticket=ticket, step="pre_review", opinion="好"))
    with pytest.raises(StepHasCommand):
        county.send(TakeOwnStep(ticket=ticket, step="file"))
    many = TakeSteps(step="ticket_own.TakeOwnStep", tickets=(ticket,), facts=said)
    done = county.send(many)
    assert (done.verb, [row.after for row in done.items]) == ("pre_review", ["pre_filed"])
    county.send(UndoEntry())
    assert county.send(ShowTicket(ticket=ticket)).state == "reported"
    county.send(many)
    assert county.send(intake.FileTicket(ticket=ticket)).state == "filed"
    assert county.send(VerifyRows()).items == ()


def _workbook_words(document: Document) -> set[object]:
    with BytesIO(document.content) as content:
        book = openpyxl.load_workbook(content, read_only=True)
        rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
    return {cell for row in rows for cell in row}


def test_what_an_office_calls_a_state_is_what_it_filters_by(county: Gateway, ticket: str) -> None:
    assert county.send(ShowOwnNames()).states == {}
    county.send(AdoptWorkflow(text=shipped_text().replace('zh = "已立案"', 'zh = "已分拨"')))
    assert county.send(ShowOwnNames()).states["filed"]["zh"] == "已分拨"
    assert "已分拨" in _workbook_words(county.send(RenderJournal(format="xlsx")))
    assert county.send(open311.ListRequests()).items[0].state_name == "已分拨"
    found = county.send(ListTickets(filter="state:已分拨")).items
    assert found == county.send(ListTickets(state=("已分拨",))).items
    assert [row.serial_no for row in found] == [ticket]
    with pytest.raises(StateUnknown):
        county.send(ListTickets(state=("没有",)))
