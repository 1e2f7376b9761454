"""What lies out of sight answers like what is not there, and changes no answer."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gridctl.domain.errors import GridctlError
from gridctl.domain.rights import Rights
from gridctl.domain.roles import shipped_roles
from gridctl.domain.workflow.policy import shipped_policy_text
from gridctl.foundation.clock import Clock
from gridctl.gateway import wire
from gridctl.operations.base import Gateway, Operation
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_intake as intake
from gridctl.operations.commands.staff import CreateStaff, PostStaff
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.whistles import CallWhistle
from gridctl.operations.queries.search import SearchAll
from gridctl.operations.queries.tickets import ListTickets, ShowStats
from gridctl.operations.queries.whistles import ListWhistles
from gridctl.operations.registry import all_operations, operation_name
from tests.gateways import RightsGateway, local_gateway
from tests.handlers.rights.desk import TOWN, TOWN_UNIT, id_of_place, id_of_unit
from tests.statements import statements


@pytest.mark.parametrize(
    ("field", "outside", "absent"),
    [("ticket", "Y10", "Y99"), ("whistle", "S0002", "S0099"), ("staff", "G002", "G099"),
     ("place", "月城村", "月月村"), ("under", "月城镇", "月月镇"), ("parent", "Y10", "Y99"),
     ("tickets", "Y10", "Y99"), ("reporter", "G002", "G099"),
     ("key", "G002", "G099"), ("entry", "2", "9999")],
)  # fmt: skip
def test_what_is_out_of_sight_answers_like_what_is_not_there(
    field: str, outside: str, absent: str, gateway: Gateway, town: Gateway
) -> None:
    if field == "whistle":
        listed = {row.place: row.whistle_no for row in gateway.send(ListWhistles()).items}
        outside = listed["月城村委会"]
        absent = outside[:-4] + "9999"
    tried = 0
    for operation in all_operations().values():
        if field not in operation.model_fields or not _may(operation):
            continue
        # What is remembered of the office is read by whoever asks first.
        _answer(town, operation, field, absent)
        answers, ways = [], []
        for key in (outside, absent):
            with statements() as asked:
                answers.append(_answer(town, operation, field, key))
            ways.append(asked)
        assert _anonymous(answers[0], outside) == _anonymous(answers[1], absent), operation
        # The same statements take the same time.
        assert ways[0] == ways[1], operation
        tried += bool(ways[0])
    assert tried


@pytest.mark.parametrize("code", ["town_leader", "village_station", "gridworker", "department"])
def test_what_is_out_of_sight_answers_so_to_every_role_of_a_part(
    code: str, office: Path, clock: Clock
) -> None:
    """How each is asked makes no difference to what is narrowed: one way is enough."""
    gateway, role = local_gateway(office, clock), shipped_roles().one(code)
    unit = "城市管理局" if code == "department" else TOWN_UNIT
    place = {"town_leader": TOWN, "department": ""}.get(code, "文定社区居委会")
    rights = Rights(
        "x", code, role.permissions, role.scope, id_of_place(gateway, place) if place else None,
        "town" if place == TOWN else "village", id_of_unit(gateway, unit),
    )  # fmt: skip
    asked = RightsGateway(gateway, rights, unit)
    fields = {"ticket": ("Y10", "Y99"), "staff": ("G002", "G099")}
    if place:
        fields["place"] = ("月城村", "月月村")
    for field, (outside, absent) in fields.items():
        tried = [each for each in all_operations().values()
                 if field in each.model_fields and rights.may(each.permission)]  # fmt: skip
        assert tried, field
        for operation in tried:
            told, nothing = (_answer(asked, operation, field, key) for key in (outside, absent))
            assert _anonymous(told, outside) == _anonymous(nothing, absent), operation
    gateway.close()


def _anonymous(answer: Any, key: str) -> str:
    """Return an answer without the number or name that was asked for."""
    if "error" in answer:
        # What is nearest to a number depends on the number.
        answer["error"]["params"].pop("nearest", None)
    return json.dumps(answer, ensure_ascii=False).replace(key, "?")


def _may(operation: type[Operation[Any]]) -> bool:
    rights = Rights(
        "x", "town_office", shipped_roles().one("town_office").permissions, "place", 1, "town"
    )
    return rights.may(operation.permission)


#: Values of required fields, for operations that are tried.
_REQUIRED: dict[str, Any] = {
    "title": "试", "outcome": "pass", "unit": "城市管理局", "limit": "1个工作日", "ground": "甲",
    "until": date(2026, 11, 20), "parent": "C10", "grant": True, "kind": "check",
    "units": ("城市管理局",), "facts": "甲", "proposal": "乙", "name": "甲", "words": "井盖",
    "step": "nudge", "tickets": ("C10",), "item": "D1", "opinion": "甲",
    "purpose": "核实", "category": "供水", "route_no": "R1", "ticket": "C10", "staff": "G001",
    "rules": ({"kind": "policy", "body": shipped_policy_text()},), "assessment": "2026-10",
    "key": "G001",
}  # fmt: skip


def _wish(operation: type[Operation[Any]], **given: Any) -> Operation[Any]:
    """Return an operation with something in every field it needs."""
    fields = dict(given)
    for name, each in operation.model_fields.items():
        if each.is_required() and name not in fields:
            fields[name] = _REQUIRED[name]
    for options in ({}, {"outcome": "exist"}, {"outcome": "satisfied"}, {"kind": "emergency"}):
        try:
            return operation.model_validate(fields | options)
        except ValueError as error:
            last = error
    raise last


def _answer(gateway: Gateway, operation: type[Operation[Any]], field: str, key: str) -> Any:
    given: dict[str, Any] = {field: key}
    if field == "tickets":
        given = {field: (key,), "step": "ticket_intake.FileTicket"}
    wish = _wish(operation, **given)
    try:
        return json.loads(wire.encode_result(operation, gateway.send(wish)))
    except GridctlError as error:
        return wire.encode_error(error)


def _questions() -> list[Operation[Any]]:
    """Return a question of each kind a town may ask, and some with more in them."""
    own = {"ticket": "C10", "whistle": "", "staff": "G001", "place": "文定社区"}
    asked: list[Operation[Any]] = []
    for operation in all_operations().values():
        if operation.action == "query" and operation.permission and _may(operation):
            named = {
                name: own[name]
                for name, each in operation.model_fields.items()
                if each.is_required() and own.get(name)
            }
            if all(n in named or n in _REQUIRED or not f.is_required()
                   for n, f in operation.model_fields.items()):  # fmt: skip
                asked.append(_wish(operation, **named))
    more = [ShowStats(by=by) for by in ("town", "community", "unit", "category", "source")]
    return [*asked, *more, SearchAll(words="水"), ListTickets(text="水")]


def test_work_elsewhere_changes_no_answer_and_no_figure(gateway: Gateway, town: Gateway) -> None:
    """What a town is told depends on nothing outside: counts, search, neighbours, errors."""
    asked = _questions()
    assert len(asked) > 40

    def answers() -> list[str]:
        told = []
        for wish in asked:
            try:
                told.append(wire.encode_result(type(wish), town.send(wish)))
            except GridctlError as error:
                told.append(json.dumps(wire.encode_error(error), ensure_ascii=False))
        return told

    before = answers()
    gateway.send(
        CreateTicket(title="月城村井盖缺失", place="月城村", category="供水", external_no="Y2",
                     reporter="G002", source="12345热线")
    )  # fmt: skip
    gateway.send(intake.FileTicket(ticket="Y2"))
    gateway.send(handling.DispatchTicket(ticket="Y2", unit="住房和城乡建设局"))
    gateway.send(CreateStaff(name="孙水", staff_no="G009", employment="full"))
    gateway.send(PostStaff(staff_no="G009", place="月城村", role="gridworker"))
    gateway.send(
        CallWhistle(kind="emergency", title="又塌了", facts="甲", proposal="乙", place="月城村")
    )
    for wish, told, now in zip(asked, before, answers(), strict=True):
        assert now == told, operation_name(type(wish))
