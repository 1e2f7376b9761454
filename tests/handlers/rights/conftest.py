"""Gateways with the rights of a town and of a department."""

from __future__ import annotations

import pytest

from gridctl.domain.rights import Rights
from gridctl.domain.roles import shipped_roles
from gridctl.operations.base import Gateway
from gridctl.operations.commands import ticket_intake as intake
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.commands.whistles import CallWhistle
from tests import assessed_office
from tests.beginnings import Beginning
from tests.gateways import RightsGateway
from tests.handlers.rights.desk import OTHER_TOWN, TOWN, TOWN_UNIT, id_of_place, id_of_unit


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


@pytest.fixture
def town(gateway: Gateway) -> Gateway:
    """A clerk of the town 澄江街道, acting for its centre."""
    held = shipped_roles().one("town_office").permissions
    place, unit = id_of_place(gateway, TOWN), id_of_unit(gateway, TOWN_UNIT)
    rights = Rights("li", "town_office", held, "place", place, "town", unit)
    return RightsGateway(gateway, rights, TOWN_UNIT)


@pytest.fixture
def department(gateway: Gateway) -> Gateway:
    """A clerk of 城市管理局."""
    unit = id_of_unit(gateway, "城市管理局")
    rights = Rights(
        "zhou", "department", shipped_roles().one("department").permissions, "unit", unit_id=unit
    )
    return RightsGateway(gateway, rights, "城市管理局")
