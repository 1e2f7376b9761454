"""Routes: where a ticket goes by itself, and who a new route would hit."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from gridctl.domain import routes as refused
from gridctl.operations.base import Gateway
from gridctl.operations.commands.categories import ConditionChange, CreateCategory
from gridctl.operations.commands.changes import UndoEntry
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.routes import CreateRoute, EditRoute, EndRoute
from gridctl.operations.commands.ticket_handling import DispatchTicket
from gridctl.operations.commands.ticket_intake import FileTicket
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.routes import ListRoutes, PreviewRoute, ShowRoute
from gridctl.operations.queries.tickets import TicketView
from tests.beginnings import Beginning

CHINA = timezone(timedelta(hours=8))


def _county(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))
    gateway.send(CreateGrid(name="文定社区居委会", code="320281001001"))
    gateway.send(CreateGrid(name="月城镇", code="320281101000"))
    for unit in ("城市管理局", "澄江街道综合执法局", "环卫处"):
        gateway.send(CreateUnit(name=unit))
    gateway.send(CreateCategory(name="市容环境"))
    condition = ConditionChange(filing_condition="有", limit_text="2工作日", lead_unit="环卫处")
    gateway.send(CreateCategory(name="暴露垃圾", parent="市容环境", conditions=(condition,)))


@pytest.fixture
def beginning() -> Beginning:
    return _county


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    return gateway


def _dispatched(
    county: Gateway, place: str, category: str = "暴露垃圾", **facts: str
) -> TicketView:
    made = county.send(
        CreateTicket.model_validate(
            {"title": "垃圾", "place": place, "category": category, **facts}
        )
    )
    county.send(FileTicket(ticket=made.serial_no))
    return county.send(DispatchTicket(ticket=made.serial_no))


def _routed(ticket: TicketView) -> tuple[str | None, str, str]:
    return ticket.lead_unit, ticket.limit_text, ticket.events[-1].routed_by


def test_the_nearest_category_decides_and_then_the_nearest_place(county: Gateway) -> None:
    assert _routed(_dispatched(county, "文定社区")) == ("环卫处", "2工作日", "condition")
    county.send(CreateRoute(category="市容环境", place="文定社区", unit="澄江街道综合执法局"))
    county.send(CreateRoute(category="暴露垃圾", unit="城市管理局", limit_text="1工作日"))
    # The subclass is nearer than its class, wherever the class's route holds.
    assert _routed(_dispatched(county, "文定社区")) == ("城市管理局", "1工作日", "R2")
    county.send(CreateRoute(category="暴露垃圾", place="澄江街道", unit="澄江街道综合执法局"))
    assert _routed(_dispatched(county, "文定社区")) == ("澄江街道综合执法局", "2工作日", "R3")
    assert _routed(_dispatched(county, "月城镇")) == ("城市管理局", "1工作日", "R2")


def test_what_a_person_says_goes_before_a_route(county: Gateway) -> None:
    county.send(CreateRoute(category="暴露垃圾", unit="城市管理局"))
    assert _routed(_dispatched(county, "月城镇", lead_unit="环卫处"))[::2] == ("环卫处", "ticket")
    made = county.send(CreateTicket(title="垃圾", place="月城镇", category="暴露垃圾"))
    assert made.lead_unit is None
    county.send(FileTicket(ticket=made.serial_no))
    told = county.send(DispatchTicket(ticket=made.serial_no, unit="环卫处"))
    assert _routed(told) == ("环卫处", "2工作日", "order")


def test_a_route_holds_on_its_days_only(county: Gateway) -> None:
    route = county.send(CreateRoute(place="月城镇", unit="城市管理局", valid_to=date(2026, 11, 3)))
    assert (route.route, route.valid_from, route.valid_to) == ("R1", None, date(2026, 11, 3))
    assert _dispatched(county, "月城镇").lead_unit == "环卫处"
    county.send(EndRoute(route_no="R1", as_of=date(2026, 11, 4)))
    assert _dispatched(county, "月城镇").lead_unit == "城市管理局"
    county.send(UndoEntry(entry=None))
    with pytest.raises(refused.RouteEndsEarly):
        county.send(CreateRoute(place="月城镇", unit="环卫处", valid_from=date(2026, 11, 3),
                                valid_to=date(2026, 11, 3)))  # fmt: skip


def test_two_routes_for_the_same_do_not_hold_at_once(county: Gateway) -> None:
    county.send(CreateRoute(category="暴露垃圾", unit="城市管理局", valid_to=date(2026, 12, 1)))
    with pytest.raises(refused.RouteExists) as caught:
        county.send(CreateRoute(category="暴露垃圾", unit="环卫处", valid_from=date(2026, 11, 1)))
    assert caught.value.params == {"route": "R1", "unit": "城市管理局"}
    county.send(CreateRoute(category="暴露垃圾", unit="环卫处", valid_from=date(2026, 12, 1)))
    with pytest.raises(refused.RouteExists):
        county.send(EndRoute(route_no="R1", as_of=date(2026, 12, 2)))
    with pytest.raises(refused.RouteUnbound):
        county.send(CreateRoute(unit="环卫处"))
    with pytest.raises(refused.RouteNotFound):
        county.send(ShowRoute(route_no="R9"))
    changed = county.send(EditRoute(route_no="2", unit="城市管理局", limit_text="4小时"))
    assert (changed.unit, changed.limit_text, changed.revision) == ("城市管理局", "4小时", 2)
    assert [row.route for row in county.send(ListRoutes(as_of=date(2026, 11, 3))).items] == ["R1"]
    assert county.send(ListRoutes(limit=1)).next == "1"


def test_the_preview_tells_who_would_be_hit(county: Gateway) -> None:
    for place in ("文定社区", "文定社区", "月城镇"):
        _dispatched(county, place)
    county.send(CreateTicket(title="未派", place="文定社区", category="暴露垃圾"))
    old = datetime(2026, 7, 1, 9, tzinfo=CHINA)
    for reported in (old, datetime(2026, 10, 1, 9, tzinfo=CHINA)):
        county.send(
            CreateTicket(title="已结", place="文定社区", category="暴露垃圾", lead_unit="环卫处",
                         state="closed", reported_at=reported, closed_at=reported)
        )  # fmt: skip
    asked = PreviewRoute(category="市容环境", place="澄江街道", unit="城市管理局", limit=2)
    told = county.send(asked)
    assert (told.open, told.closed, told.total, told.since) == (3, 1, 4, date(2026, 8, 5))
    moved = [(row.unit, row.to_unit, row.open, row.closed) for row in told.units]
    assert moved == [("环卫处", "城市管理局", 2, 1), (None, "城市管理局", 1, 0)]
    rest = county.send(asked.model_copy(update={"after": told.next}))
    assert [row.unit for page in (told, rest) for row in page.items] == [
        None,
        "环卫处",
        "环卫处",
        "环卫处",
    ]
    assert (len(told.items), rest.next) == (2, None)
    # A nearer route already decides at the one place; there the new one would change nothing.
    county.send(CreateRoute(category="暴露垃圾", place="文定社区", unit="环卫处"))
    assert county.send(asked).total == 0
    # Without a unit: where the routes there are send other than the tickets are.
    now = county.send(PreviewRoute(category="暴露垃圾"))
    assert [(row.unit, row.to_unit, row.open) for row in now.units] == [(None, "环卫处", 1)]
