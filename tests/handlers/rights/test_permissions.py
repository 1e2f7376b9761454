"""What a role, a part of the office and a token allow."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gridctl.domain.grids import PlaceNotFound
from gridctl.domain.loop import PartyUnknown
from gridctl.domain.rights import IN_PART, PermissionMissing, Rights, TokenReadsOnly
from gridctl.domain.roles import Scope, shipped_roles
from gridctl.gateway import local
from gridctl.operations.base import Gateway
from gridctl.operations.commands.ticket_signals import CommentTicket
from gridctl.operations.commands.ticket_steps import TakeSteps
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.grids import ListGrids, ShowGrid
from gridctl.operations.queries.tickets import ListTickets
from gridctl.operations.registry import all_operations, all_permissions
from tests.gateways import RightsGateway
from tests.handlers.rights.desk import OTHER_TOWN, TOWN_UNIT, id_of_place, refused


@pytest.mark.parametrize("code", list(shipped_roles().roles))
def test_every_operation_is_refused_to_a_role_without_the_permission(
    code: str, office: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole matrix: the refusal comes before anything is looked up."""
    monkeypatch.setattr(local, "handler_of", lambda _kind: lambda *_: pytest.fail("looked up"))
    given = shipped_roles().one(code)
    rights = Rights("x", code, given.permissions, given.scope, 1, "town", 1)
    gateway = local.LocalGateway(office, actor="x", rights=rights, clock=clock)
    refused, allowed = set(), set()
    for name, operation in all_operations().items():
        if not operation.permission:
            continue
        (allowed if rights.may(operation.permission) else refused).add(name)
        if name in refused:
            with pytest.raises(PermissionMissing):
                gateway.send(operation.model_construct())
    gateway.close()
    assert refused
    assert allowed or code == "citizen_app"


@pytest.mark.parametrize("scope", ["place", "unit"])
def test_who_sees_a_part_has_no_right_over_the_whole(scope: Scope) -> None:
    nouns = {each.partition(".")[0] for each in all_permissions()}
    held = frozenset({*all_permissions(), *(f"{noun}.*" for noun in nouns)})
    narrow = Rights("x", "x", held, scope, 1, "town", 1)
    assert {each for each in all_permissions() if narrow.may(each)} == IN_PART
    assert not narrow.may("unit.something_new"), "what nobody thought of is the whole office's"


def test_a_step_on_many_tickets_needs_the_permission_of_the_step(department: Gateway) -> None:
    wish = TakeSteps(
        step="ticket_requests.DecideRequest", tickets=("C10",), facts={"grant": True}
    )  # fmt: skip
    assert refused(department, wish).params["permission"] == "ticket.decide"


def test_the_auditor_changes_nothing() -> None:
    auditor = Rights("x", "auditor", shipped_roles().one("auditor").permissions)
    for name, operation in all_operations().items():
        if operation.action == "command" and operation.journaled and operation.permission:
            assert not auditor.may(operation.permission), name


def test_a_token_for_reading_changes_nothing(gateway: Gateway) -> None:
    rights = Rights(
        "w", "county_office", shipped_roles().one("county_office").permissions, reads_only=True
    )
    reader = RightsGateway(gateway, rights)
    assert reader.send(ListTickets()).total
    with pytest.raises(TokenReadsOnly):
        reader.send(CreateUnit(name="档案馆"))


def test_rights_are_those_of_the_moment(gateway: Gateway, town: Gateway) -> None:
    """What one account was told is not kept for another, nor what it saw before a change."""
    assert town.send(ListGrids(text="月城")).total == 0
    assert gateway.send(ListGrids(text="月城")).total
    assert town.send(ListGrids(text="月城")).total == 0
    inner = town._rights  # type: ignore[attr-defined]
    other = RightsGateway(
        gateway, replace(inner, place_id=id_of_place(gateway, OTHER_TOWN)), TOWN_UNIT
    )
    with pytest.raises(PlaceNotFound):
        other.send(ShowGrid(place="文定社区"))
    with pytest.raises(PartyUnknown):
        RightsGateway(gateway, inner, "无此单位").send(CommentTicket(ticket="C10", opinion="甲"))
