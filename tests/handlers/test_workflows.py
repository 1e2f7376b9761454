"""The workflow in force, through the gateway; what it names is programmed."""

from __future__ import annotations

import pytest

from gridctl.domain.grids import PlaceNotFound
from gridctl.domain.workflow import load_workflow, shipped_text
from gridctl.domain.workflow.vocabulary import GUARDS, ROLE_NAMES
from gridctl.handlers.commands.flow.guards import GUARDS as PROGRAMMED
from gridctl.handlers.commands.flow.party import ROLES
from gridctl.operations.base import Gateway
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.queries.workflows import ShowWorkflow
from gridctl.operations.registry import all_operations
from gridctl.operations.steps import TicketStep


def test_an_office_begins_with_the_shipped_workflow(gateway: Gateway) -> None:
    shown = gateway.send(ShowWorkflow())
    assert (shown.workflow, shown.version, shown.origin) == ("standard", 1, "shipped")
    assert shown.digest == load_workflow().digest
    assert shown.text == shipped_text()
    assert [state.state for state in shown.states] == list(load_workflow().states)
    void = next(verb for verb in shown.verbs if verb.verb == "void")
    assert void.name == {"zh": "作废", "en": "void"}
    assert (void.opinion, void.approval) == (True, "shift_lead")
    assert void.moves == ("reported, filed -> rejected",)


def test_a_place_must_be_one(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    assert gateway.send(ShowWorkflow(place="江阴市")).origin == "shipped"
    with pytest.raises(PlaceNotFound):
        gateway.send(ShowWorkflow(place="不存在"))


def test_every_guard_and_role_a_workflow_may_name_is_programmed() -> None:
    assert set(GUARDS) == set(PROGRAMMED)
    assert set(ROLE_NAMES) == set(ROLES)


def test_every_step_is_taken_by_an_operation() -> None:
    taken = {
        kind.verb
        for kind in all_operations().values()
        if issubclass(kind, TicketStep) and kind.verb
    }
    assert taken == set(load_workflow().verbs)
