"""What an account may do, and what it sees of the office (domain.md section 12)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gridctl.domain.changes import EntryNotFound
from gridctl.domain.errors import GridctlError
from gridctl.domain.grids import PlaceNotFound
from gridctl.domain.loop import PartyMissing, PartyUnknown
from gridctl.domain.rights import (
    IN_PART,
    PermissionMissing,
    PlaceNotYours,
    Rights,
    TokenReadsOnly,
)
from gridctl.domain.roles import Scope, shipped_roles
from gridctl.domain.staff import StaffNotFound
from gridctl.domain.tickets import TicketNotFound, TicketNumberTaken
from gridctl.domain.workflow.policy import shipped_policy_text
from gridctl.foundation.clock import Clock
from gridctl.gateway import local, wire
from gridctl.operations.base import Gateway, Operation
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_intake as intake
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.changes import RedoEntry, UndoEntry
from gridctl.operations.commands.contacts import ShowTicketContact
from gridctl.operations.commands.staff import CreateStaff, PostStaff
from gridctl.operations.commands.ticket_signals import CommentTicket, NotifyTicket
from gridctl.operations.commands.ticket_steps import TakeSteps
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.commands.whistles import CallWhistle
from gridctl.operations.queries.audits import VerifyRows
from gridctl.operations.queries.changes import ListChanges
from gridctl.operations.queries.grids import ListGrids, ShowGrid
from gridctl.operations.queries.offices import ShowHead
from gridctl.operations.queries.search import SearchAll
from gridctl.operations.queries.staff import ListStaff, ShowStaff
from gridctl.operations.queries.tickets import ListTickets, ShowStats, ShowTicket
from gridctl.operations.queries.today import ShowToday
from gridctl.operations.queries.whistles import ListWhistles
from gridctl.operations.registry import all_operations, all_permissions, operation_name
from gridctl.storage.queries.compose import Statement
from gridctl.storage.queries.scope import HIDDEN
from tests import assessed_office
from tests.beginnings import Beginning
from tests.gateways import RightsGateway, local_gateway
from tests.statements import statements

TOWN, OTHER_TOWN = "澄江街道", "月城镇"
TOWN_UNIT = "澄江街道网格中心"


def _two_towns(gateway: Gateway) -> None:
    assessed_office.begin(gateway)
    gateway.send(CreateUnit(name=TOWN_UNIT, level="town", place=TOWN))
    gateway.send(CreateUnit(name="月城镇网格中心", level="town", place=OTHER_TOWN))
    gateway.send(CreateCategory(name="供水"))
    for number, place in (("C1", "文定社区"), ("Y1", "月城村")):
        gateway.send(
            CreateTicket(
                title=f"{place}水管破裂", description="电话里说清了楼号", place=place,
                category="供水", external_no=number, confidential=True, lead_unit="城市管理局",
            )
        )  # fmt: skip
        gateway.send(
            CreateTicket(title=f"{place}井盖缺失", place=place, category="供水",
                         external_no=f"{number}0", contact_name="钱先生",
                         contact_phone="13912345678")
        )  # fmt: skip
        gateway.send(intake.FileTicket(ticket=f"{number}0"))
        gateway.send(
            CallWhistle(kind="emergency", title=f"{place}塌陷", facts="路面塌陷", proposal="会商",
                        place=place)
        )  # fmt: skip


@pytest.fixture
def beginning() -> Beginning:
    return _two_towns


_PLACE_ID = Statement(
    "tests.place_id", "SELECT grid_id FROM grid_version WHERE name = :name", whole=True
)
_UNIT_ID = Statement("tests.unit_id", "SELECT id FROM unit WHERE name = :name", whole=True)


def _asked(gateway: Gateway, statement: Statement, name: str) -> int:
    """Return an id, which no view shows."""
    behind: Any = getattr(gateway, "behind", gateway)
    with behind._store.reading() as reader:
        return int(reader.value(statement, {"name": name}))


def _id(gateway: Gateway, place: str) -> int:
    return _asked(gateway, _PLACE_ID, place)


def _unit_id(gateway: Gateway, unit: str) -> int:
    return _asked(gateway, _UNIT_ID, unit)


@pytest.fixture
def town(gateway: Gateway) -> Gateway:
    """A clerk of the town 澄江街道, acting for its centre."""
    held = shipped_roles().one("town_office").permissions
    rights = Rights(
        "li", "town_office", held, "place", _id(gateway, TOWN), "town", _unit_id(gateway, TOWN_UNIT)
    )
    return RightsGateway(gateway, rights, TOWN_UNIT)


@pytest.fixture
def department(gateway: Gateway) -> Gateway:
    """A clerk of 城市管理局."""
    unit = _unit_id(gateway, "城市管理局")
    rights = Rights(
        "zhou", "department", shipped_roles().one("department").permissions, "unit", unit_id=unit
    )
    return RightsGateway(gateway, rights, "城市管理局")


def _office(gateway: Gateway, code: str) -> Gateway:
    return RightsGateway(gateway, Rights("wang", code, shipped_roles().one(code).permissions))


def _error(gateway: Gateway, wish: Operation[Any]) -> GridctlError:
    with pytest.raises(GridctlError) as caught:
        gateway.send(wish)
    return caught.value


# --- what a role allows


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
    assert _error(department, wish).params["permission"] == "ticket.decide"


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


# --- what a town sees


def test_a_town_sees_its_own_tickets_and_no_others(gateway: Gateway, town: Gateway) -> None:
    seen = town.send(ListTickets(limit=1_000))
    assert {row.town for row in seen.items} == {TOWN}
    everything = gateway.send(ListTickets(limit=1_000)).items
    assert seen.total == len([row for row in everything if row.town == TOWN])
    assert [row.name for row in town.send(ShowStats(by="town")).items] == [TOWN]


def test_a_town_sees_its_own_staff_and_places_with_those_above(town: Gateway) -> None:
    assert {row.name for row in town.send(ListStaff()).items} == {"张三", "王五"}
    codes = {row.code for row in town.send(ListGrids(limit=1_000)).items}
    assert codes >= {"320281000000", "320281001000", "320281001001"}
    assert not [code for code in codes if code.startswith("320281102")]
    assert {row.place for row in town.send(ListWhistles()).items} == {"文定社区居委会"}


def test_search_finds_nothing_outside(town: Gateway) -> None:
    for words in ("月城村", "李四", "井盖", "Y10", "lisi", "yccw"):
        found = town.send(SearchAll(words=words)).model_dump_json()
        assert "月城村" not in found
        assert "李四" not in found


#: Operations that name one record of the office, by the field that names it.
_NAMING = ("ticket", "whistle", "staff", "place", "under")


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
        "x", code, role.permissions, role.scope, _id(gateway, place) if place else None,
        "town" if place == TOWN else "village", _unit_id(gateway, unit),
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


# --- what a town may leave behind


def test_a_town_enters_tickets_in_its_own_places_only(gateway: Gateway, town: Gateway) -> None:
    made = town.send(CreateTicket(title="路灯不亮", place="君山社区", category="供水"))
    assert gateway.send(ShowTicket(ticket=made.serial_no)).town == TOWN
    with pytest.raises(PlaceNotFound):
        town.send(CreateTicket(title="路灯不亮", place="月城村"))
    before = gateway.send(ListTickets()).total
    with pytest.raises(PlaceNotYours):
        town.send(CreateTicket(title="路灯不亮", place="江阴市"))
    with pytest.raises(PlaceNotYours):
        town.send(EditTicket(ticket=made.serial_no, place="江阴市"))
    assert gateway.send(ListTickets()).total == before
    assert gateway.send(ShowTicket(ticket=made.serial_no)).community == "君山社区居委会"


def test_a_number_that_is_taken_elsewhere_tells_nothing_of_its_ticket(town: Gateway) -> None:
    error = _error(town, CreateTicket(title="水", place="文定社区", external_no="Y10"))
    assert isinstance(error, TicketNumberTaken)
    assert dict(error.params) == {"number": "Y10"}


def test_serial_numbers_run_on_past_what_is_out_of_sight(gateway: Gateway, town: Gateway) -> None:
    first = gateway.send(CreateTicket(title="甲", place="月城村"))
    second = town.send(CreateTicket(title="乙", place="文定社区"))
    assert int(second.serial_no) == int(first.serial_no) + 1


def _unattached(gateway: Gateway, role: str, place: str, level: str) -> Gateway:
    """Return the gateway of an account that belongs to no unit and no member of staff."""
    held = shipped_roles().one(role).permissions
    return RightsGateway(gateway, Rights("li", role, held, "place", _id(gateway, place), level))


def test_an_account_of_a_place_acts_for_the_centre_of_the_place(gateway: Gateway) -> None:
    clerk = _unattached(gateway, "town_office", TOWN, "town")
    assert clerk.send(ShowToday()).party == TOWN_UNIT
    assert clerk.send(ShowHead()).entry == gateway.send(ShowHead()).entry
    station = _unattached(gateway, "village_station", "文定社区居委会", "village")
    assert station.send(ShowToday()).party == "文定社区居委会"


def test_nobody_acts_for_a_unit_out_of_nowhere(gateway: Gateway) -> None:
    nobody = _unattached(gateway, "gridworker", "文定社区居委会", "grid")
    with pytest.raises(PartyMissing):
        nobody.send(ShowToday())
    assert nobody.send(ShowHead()).day


def test_a_town_takes_back_what_it_did_itself_and_nothing_else(
    gateway: Gateway, town: Gateway
) -> None:
    made = town.send(CreateTicket(title="路灯不亮", place="君山社区", category="供水"))
    town.send(UndoEntry())
    with pytest.raises(TicketNotFound):
        town.send(ShowTicket(ticket=made.serial_no))
    own = town.send(RedoEntry()).entry
    assert town.send(ShowTicket(ticket=made.serial_no)).title == "路灯不亮"
    assert {row.actor for row in town.send(ListChanges(limit=1_000)).items} == {"li"}
    # Another's entry answers like one that is not there, though it is about a ticket in sight.
    gateway.send(EditTicket(ticket="C10", title="井盖缺失两处"))
    others = gateway.send(ListChanges(limit=1)).items[0].entry
    for entry in (others, others + 1_000):
        assert isinstance(_error(town, UndoEntry(entry=entry)), EntryNotFound)
    # With the right to do such a thing, and the sight of it, goes the right to take it back.
    rights: Rights = town._rights  # type: ignore[attr-defined]
    less = replace(rights, permissions=rights.permissions - {"ticket.create"})
    error = _error(RightsGateway(gateway, less, TOWN_UNIT), UndoEntry(entry=own))
    assert error.params["permission"] == "ticket.create"
    elsewhere = replace(rights, place_id=_id(gateway, OTHER_TOWN))
    error = _error(RightsGateway(gateway, elsewhere, TOWN_UNIT), UndoEntry(entry=own))
    assert isinstance(error, EntryNotFound)
    # One step on many tickets is taken back with the right to that step.
    town.send(TakeSteps(step="ticket_intake.FileTicket", tickets=(made.serial_no,)))
    less = replace(rights, permissions=rights.permissions - {"ticket.accept"})
    clerk = RightsGateway(gateway, less, TOWN_UNIT)
    assert not clerk.send(ListChanges(limit=1)).items[0].reversible
    assert _error(clerk, UndoEntry()).params["permission"] == "ticket.accept"
    town.send(UndoEntry())
    assert town.send(UndoEntry(entry=own)).undone


# --- departments


def test_a_department_sees_what_it_leads_helps_with_or_was_told_of(
    gateway: Gateway, department: Gateway
) -> None:
    led = {row.lead_unit for row in department.send(ListTickets(limit=1_000)).items}
    assert led == {"城市管理局"}
    with pytest.raises(TicketNotFound):
        department.send(ShowTicket(ticket="Y10"))
    gateway.send(NotifyTicket(ticket="Y10", units=("城市管理局",)))
    assert department.send(ShowTicket(ticket="Y10")).title == "月城村井盖缺失"
    with pytest.raises(TicketNotFound):
        department.send(ShowTicket(ticket="C10"))
    gateway.send(handling.DispatchTicket(ticket="C10", unit="住房和城乡建设局"))
    gateway.send(handling.AssistTicket(ticket="C10", unit="城市管理局"))
    assert department.send(ShowTicket(ticket="C10")).assist_units == ("城市管理局",)


def test_a_department_works_on_its_tickets(gateway: Gateway, department: Gateway) -> None:
    gateway.send(handling.DispatchTicket(ticket="Y10", unit="城市管理局"))
    department.send(handling.SignTicket(ticket="Y10"))
    told = department.send(CommentTicket(ticket="Y10", opinion="已派人"))
    assert told.state == "handling"
    serial = told.serial_no
    gateway.send(NotifyTicket(ticket="Y10", units=("城市管理局",)))
    assert serial in {row.serial_no for row in department.send(ShowToday()).items}
    back = department.send(
        handling.ReturnTicket(ticket="Y10", ground="not_competent", opinion="不归我们管")
    )
    assert back.state == "returned"
    # What it has had in hand it may still look up.
    assert department.send(ShowTicket(ticket="Y10")).events[-1].verb == "return"


def test_a_department_knows_no_staff_of_the_towns(department: Gateway) -> None:
    assert department.send(ListStaff()).total == 0
    with pytest.raises(StaffNotFound):
        department.send(ShowStaff(staff="G001"))
    assert department.send(ShowGrid(place="文定社区")).posts == ()


# --- what is confidential


def test_confidential_words_reach_only_the_unit_that_leads(
    gateway: Gateway, town: Gateway, department: Gateway
) -> None:
    assert department.send(ShowTicket(ticket="C1")).title == "文定社区水管破裂"
    hidden = town.send(ShowTicket(ticket="C1"))
    assert (hidden.title, hidden.description, hidden.contact_phone) == (HIDDEN, HIDDEN, None)
    administrator = _office(gateway, "administrator").send(ShowTicket(ticket="C1"))
    assert administrator.title == HIDDEN
    assert _office(gateway, "county_office").send(ShowTicket(ticket="C1")).title != HIDDEN
    for words in ("破裂", "楼号"):
        assert town.send(ListTickets(text=words)).total == 0
        assert not town.send(SearchAll(words=words)).items
    counted = {row.serial_no for row in town.send(ListTickets(text="文定")).items}
    assert hidden.serial_no not in counted
    assert hidden.serial_no in {row.serial_no for row in town.send(ListTickets(limit=500)).items}


@pytest.mark.parametrize("code", ["administrator", "auditor", "county_office"])
def test_words_kept_from_whoever_checks_the_rows_are_not_taken_for_altered(
    gateway: Gateway, code: str
) -> None:
    found = _office(gateway, code).send(VerifyRows())
    assert (found.items, found.tickets) == ((), gateway.send(VerifyRows()).tickets)


def test_the_reporter_of_a_confidential_ticket_is_told_like_one_that_is_absent(
    gateway: Gateway, town: Gateway, department: Gateway
) -> None:
    """Masked or not, by whatever way: only to the unit that leads, or with the right to read."""
    gateway.send(EditTicket(ticket="C1", contact_name="钱先生", contact_phone="13912345678"))
    reading = {"contact.unmask", "ticket.read"}
    sighted = _office(gateway, "county_office")
    blind = RightsGateway(gateway, Rights("wang", "own", frozenset(reading)))
    for outside in (town, blind):
        seen = outside.send(ShowTicket(ticket="C1"))
        assert (seen.contact_name, seen.contact_phone) == (None, None)
        told = outside.send(ShowTicketContact(ticket="C1", purpose="回访核实"))
        assert (told.name, told.phone) == ("", "")
        known = outside.send(ShowTicketContact(ticket="C10", purpose="回访核实"))
        assert known.phone == "13912345678"
    assert department.send(ShowTicket(ticket="C1")).contact_phone == "139****5678"
    told = sighted.send(ShowTicketContact(ticket="C1", purpose="回访核实"))
    assert told.phone == "13912345678"


def test_rights_are_those_of_the_moment(gateway: Gateway, town: Gateway) -> None:
    """What one account was told is not kept for another, nor what it saw before a change."""
    assert town.send(ListGrids(text="月城")).total == 0
    assert gateway.send(ListGrids(text="月城")).total
    assert town.send(ListGrids(text="月城")).total == 0
    inner = town._rights  # type: ignore[attr-defined]
    other = RightsGateway(gateway, replace(inner, place_id=_id(gateway, OTHER_TOWN)), TOWN_UNIT)
    with pytest.raises(PlaceNotFound):
        other.send(ShowGrid(place="文定社区"))
    with pytest.raises(PartyUnknown):
        RightsGateway(gateway, inner, "无此单位").send(CommentTicket(ticket="C10", opinion="甲"))
