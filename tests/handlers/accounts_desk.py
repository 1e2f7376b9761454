"""An office with places and units, and the way in to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gridctl.gateway.identity import FrontDoor
from gridctl.gateway.local import LocalGateway
from gridctl.handlers.queries.context import Visit
from gridctl.operations.base import Gateway
from gridctl.operations.commands.accounts import CreateAccount
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.sign_ins import SignedIn, SignIn
from gridctl.operations.commands.staff import CreateStaff, PostStaff
from gridctl.operations.commands.units import CreateUnit
from tests.gateways import RightsGateway

PASSWORD = "三号楼前的银杏树黄了"


def begin(gateway: Gateway) -> None:
    """Enter two towns with their centres, a department, two members of staff, two accounts."""
    for name, code in (
        ("江阴市", "320281000000"), ("澄江街道", "320281001000"), ("月城镇", "320281102000"),
        ("文定社区居委会", "320281001001"),
    ):  # fmt: skip
        gateway.send(CreateGrid(name=name, code=code))
    gateway.send(CreateUnit(name="澄江街道网格中心", level="town", place="澄江街道"))
    gateway.send(CreateUnit(name="月城镇网格中心", level="town", place="月城镇"))
    gateway.send(CreateUnit(name="城市管理局", level="county"))
    gateway.send(
        CreateStaff(name="李敏", staff_no="S1", employment="full", unit="澄江街道网格中心")
    )
    gateway.send(CreateStaff(name="王海", staff_no="S2", employment="full", unit="月城镇网格中心"))
    gateway.send(PostStaff(staff_no="S1", role="gridworker", place="文定社区"))
    gateway.send(CreateAccount(login="chen", name="陈洁", role="administrator", password=PASSWORD))
    gateway.send(
        CreateAccount(
            login="limin", name="李敏", role="town_office", place="澄江街道",
            unit="澄江街道网格中心", password=PASSWORD,
        )
    )  # fmt: skip


def behind(gateway: Any) -> LocalGateway:
    """Return the gateway in this process behind any."""
    found: LocalGateway = getattr(gateway, "behind", gateway)
    return found


class Visiting:
    """A gateway on which requests come from an address and with a token, as a door lets them in."""

    def __init__(self, gateway: Gateway, who: dict[str, Any]) -> None:
        self._gateway, self._who = gateway, who

    def _do(self, work: Callable[[], Any]) -> Any:
        local: Any = behind(self._gateway)
        before = local._wish, local._rights, local._visit
        local._wish = (self._who.get("actor", "test"), self._who.get("behalf", ""))
        local._rights = self._who.get("rights")
        local._visit = self._who.get("visit", Visit())
        try:
            return work()
        finally:
            local._wish, local._rights, local._visit = before

    def send(self, operation: Any, **options: Any) -> Any:
        return self._do(lambda: self._gateway.send(operation, **options))

    def ask(self, work: Any) -> Any:
        return self._do(lambda: behind(self._gateway).ask(work))

    def keep(self, work: Any, **options: Any) -> Any:
        return self._do(lambda: behind(self._gateway).keep(work, **options))

    def close(self) -> None:
        """Leave the gateway to its owner."""


def door(gateway: Gateway) -> FrontDoor:
    """Return the way in to the office behind a gateway."""
    opening: Any = lambda **who: Visiting(gateway, who)  # noqa: E731
    return FrontDoor(opening)


def sign_in(gateway: Gateway, login: str, password: str = PASSWORD, source: str = "") -> SignedIn:
    """Sign in through the door."""
    stranger = door(gateway).admit("", source=source)
    return stranger.send(SignIn(login=login, password=password))


def signed_in(gateway: Gateway, login: str, password: str = PASSWORD) -> Gateway:
    """Return the gateway of somebody who has signed in."""
    return door(gateway).admit(sign_in(gateway, login, password).token or "")


__all__ = ["PASSWORD", "RightsGateway", "begin", "behind", "door", "sign_in", "signed_in"]
