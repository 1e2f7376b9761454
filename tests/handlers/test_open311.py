"""The Open311 face's operations, through every gateway."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from gridctl.domain.open311 import (
    AttributeInvalid,
    AttributeMissing,
    AttributeUnknown,
    JurisdictionUnknown,
    LocationMissing,
    PersonalField,
    RequestUnknown,
    ServiceUnknown,
    SpanTooLong,
)
from gridctl.domain.rights import PermissionMissing, Rights
from gridctl.domain.roles import shipped_roles
from gridctl.operations.base import Gateway
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.commands.open311 import FileRequest
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.queries.open311 import (
    ListRequests,
    ListServices,
    ShowEndpoint,
    ShowService,
)
from gridctl.operations.queries.tickets import ListTickets, ShowTicket
from tests.beginnings import Beginning
from tests.gateways import RightsGateway

CHINA = timezone(timedelta(hours=8))


def at(day: int, month: int = 10) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=CHINA)


def _county(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))
    gateway.send(CreateGrid(name="文定社区居委会", code="320281001001"))
    gateway.send(SetUpOffice(name="江阴中心", county_code="320281", operator="王芳"))
    gateway.send(CreateCategory(name="市容环境", code="01"))
    gateway.send(CreateCategory(name="暴露垃圾", code="0101", parent="市容环境"))
    gateway.send(CreateCategory(name="施工管理", code="03"))
    gateway.send(CreateCategory(name="施工扬尘", code="0301", parent="施工管理"))
    gateway.send(CreateCategory(name="矛盾劝解", code="09"))
    gateway.send(CreateCategory(name="家事", code="0901", parent="矛盾劝解"))


@pytest.fixture
def beginning() -> Beginning:
    return _county


def test_services_are_the_lowest_categories_and_alerts(gateway: Gateway) -> None:
    offered = gateway.send(ListServices()).items
    assert [each.code for each in offered] == [
        "0101", "0301", "alert-dust", "alert-water", "alert-fire",
    ]  # fmt: skip
    assert {each.name: each.group for each in offered}["暴露垃圾"] == "市容环境"
    in_english = gateway.send(ListServices(language="en")).items
    assert in_english[2].name == "Dust alert"


def test_the_office_answers_for_its_own_county_only(gateway: Gateway) -> None:
    assert gateway.send(ShowEndpoint(jurisdiction="320281")).name == "江阴中心"
    with pytest.raises(JurisdictionUnknown) as refused:
        gateway.send(ListServices(jurisdiction="500112"))
    assert refused.value.params == {"jurisdiction": "500112", "own": "320281"}


def test_a_request_becomes_a_ticket_that_waits(gateway: Gateway) -> None:
    filed = gateway.send(
        FileRequest(
            service="0101", description="楼下垃圾三天没清\n味道很大", address="文定社区人民路12号",
            lat=Decimal("31.9109752"), lon=Decimal("120.2852369"), contact_name="王小明",
            contact_phone="13800001234", media_url="https://photo.example/1.jpg",
        )
    )  # fmt: skip
    ticket = gateway.send(ShowTicket(ticket=filed.serial_no))
    assert (ticket.title, ticket.state, ticket.source) == (
        "楼下垃圾三天没清",
        "reported",
        "微信/APP",
    )
    assert (ticket.category, ticket.community) == ("暴露垃圾", "文定社区居委会")
    assert (ticket.lat, ticket.lon) == (Decimal("31.9109752"), Decimal("120.2852369"))
    assert (ticket.contact_name, ticket.contact_phone) == ("王**", "138****1234")
    assert ticket.description.endswith("https://photo.example/1.jpg")


def test_nothing_personal_comes_out(gateway: Gateway) -> None:
    filed = gateway.send(
        FileRequest(
            service="0101", description="我是3栋王小明 13800001234", address="文定社区人民路12号",
            lat=Decimal("31.9109752"), lon=Decimal("120.2852369"), contact_name="王小明",
            contact_phone="13800001234",
        )
    )  # fmt: skip
    gateway.send(EditTicket(ticket=filed.serial_no, public_reply="已清运，请致电13800001234核对。"))
    (shown,) = gateway.send(ListRequests()).items
    said = shown.model_dump_json()
    assert "王小明" not in said
    assert "1234" not in said
    assert "12号" not in said
    assert shown.address == "澄江街道文定社区居委会"
    assert (shown.lat, shown.lon) == (Decimal("31.91"), Decimal("120.29"))
    assert shown.reply == "已清运，请致电***核对。"


def test_confidential_matters_and_those_about_people_are_absent(gateway: Gateway) -> None:
    common = {"place": "文定社区", "reported_at": at(20)}
    secret = gateway.send(
        CreateTicket(title="保密", category="暴露垃圾", confidential=True, **common)  # type: ignore[arg-type]
    )
    family = gateway.send(CreateTicket(title="家事", category="家事", **common))  # type: ignore[arg-type]
    bare = gateway.send(CreateTicket(title="未分类", **common))  # type: ignore[arg-type]
    assert gateway.send(ListRequests()).items == ()
    for ticket in (secret, family, bare):
        with pytest.raises(RequestUnknown):
            gateway.send(ListRequests(requests=(ticket.serial_no,)))
    with pytest.raises(ServiceUnknown):
        gateway.send(ListRequests(services=("0901",)))


def test_lists_are_bounded_by_days_status_service_and_last_change(gateway: Gateway) -> None:
    old, late, done = (
        gateway.send(CreateTicket(title=name, category=category, place="文定社区", **facts))
        for name, category, facts in (
            ("旧", "暴露垃圾", {"reported_at": at(1, month=7)}),
            ("新", "施工扬尘", {"reported_at": at(20)}),
            ("结", "暴露垃圾", {"reported_at": at(21), "state": "closed", "closed_at": at(22)}),
        )
    )

    def found(**wish: object) -> list[str]:
        return [r.serial_no for r in gateway.send(ListRequests.model_validate(wish)).items]

    assert found() == [done.serial_no, late.serial_no]
    assert found(since=at(1, month=6)) == [old.serial_no]
    assert found(until=at(2, month=7)) == [old.serial_no]
    assert found(status=("closed",)) == [done.serial_no]
    assert found(services=("0301",)) == [late.serial_no]
    gateway.send(EditTicket(ticket=old.serial_no, title="旧事"))
    assert found(changed_since=at(2, month=11)) == [old.serial_no]
    assert found(changed_since=at(21)) == [done.serial_no, old.serial_no]
    assert found(changed_until=at(20)) == [late.serial_no]
    with pytest.raises(SpanTooLong):
        found(since=at(1, month=1), until=at(1))


def test_pages_follow_each_other(gateway: Gateway) -> None:
    made = [
        gateway.send(
            CreateTicket(title="垃圾", category="暴露垃圾", place="文定社区", reported_at=at(20))
        ).serial_no
        for _ in range(3)
    ]
    first = gateway.send(ListRequests(limit=2))
    rest = gateway.send(ListRequests(limit=2, after=first.next))
    assert [r.serial_no for r in (*first.items, *rest.items)] == made[::-1]
    assert rest.next is None


def test_an_alert_is_about_a_place_and_nobody(gateway: Gateway) -> None:
    reading = {"reading": ("180",), "measured_at": ("2026-11-03T09:30:00+08:00",)}
    alert = {"service": "alert-dust", "address_id": "320281001001", "attributes": reading}
    filed = gateway.send(FileRequest.model_validate(alert))
    ticket = gateway.send(ShowTicket(ticket=filed.serial_no))
    assert (ticket.source, ticket.category, ticket.community) == (
        "物联感知", "施工扬尘", "文定社区居委会",
    )  # fmt: skip
    assert "读数（µg/m³）：180" in ticket.description
    (shown,) = gateway.send(ListRequests(services=("alert-dust",))).items
    assert shown.service_code == "alert-dust"
    assert gateway.send(ListRequests(services=("0301",))).items == ()
    for refused, wrong in (
        (PersonalField, {"contact_phone": "13800001234"}),
        (PersonalField, {"attributes": {**reading, "plate_number": ("苏B12345",)}}),
        (PersonalField, {"attributes": {**reading, "人脸": ("x",)}}),
        (AttributeMissing, {"attributes": {}}),
        (AttributeInvalid, {"attributes": {"reading": ("high",)}}),
        (AttributeUnknown, {"attributes": {**reading, "colour": ("red",)}}),
        (LocationMissing, {"address_id": None}),
    ):
        with pytest.raises(refused):
            gateway.send(FileRequest.model_validate({**alert, **wrong}))
    assert gateway.send(ListTickets()).total == 1


def test_a_definition_names_what_an_alert_asks_for(gateway: Gateway) -> None:
    shown = gateway.send(ShowService(code="alert-fire", language="en"))
    assert [(each.code, each.required) for each in shown.attributes] == [
        ("kind", True), ("measured_at", False),
    ]  # fmt: skip
    assert [each.name for each in shown.attributes[0].values] == ["smoke", "heat"]


def test_an_apps_account_files_and_follows_and_does_nothing_else(gateway: Gateway) -> None:
    rights = Rights("app", "citizen_app", shipped_roles().one("citizen_app").permissions)
    app = RightsGateway(gateway, rights)
    filed = app.send(FileRequest(service="0101", description="垃圾", address="文定社区"))
    assert app.send(ListRequests()).items[0].serial_no == filed.serial_no
    with pytest.raises(PermissionMissing):
        app.send(ShowTicket(ticket=filed.serial_no))


def test_numbers_of_persons_in_the_words_go_into_the_contact_or_are_masked(
    gateway: Gateway,
) -> None:
    wish = FileRequest(
        service="0101", address="火星基地", description="李四13912345678 320281199001011234"
    )
    filed = gateway.send(wish)
    assert not filed.placed
    shown = gateway.send(ShowTicket(ticket=filed.serial_no))
    assert shown.title == "李四139****5678 320281********1234"
    assert shown.description == shown.title
    assert shown.contact_phone == "139****5678"
