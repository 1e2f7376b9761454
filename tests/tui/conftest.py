"""A dashboard on an office with some tickets, at an instant that stands still."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from gridctl.cli.context import Options, Session
from gridctl.cli.staging.verbs import CommandVerbs
from gridctl.foundation import i18n
from gridctl.foundation.clock import Clock
from gridctl.foundation.settings import Origin, Target
from gridctl.operations.base import Gateway, Operation
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.commands.staff import CreateStaff
from gridctl.operations.commands.ticket_handling import DispatchTicket
from gridctl.operations.commands.ticket_intake import FileTicket
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl_tui.app import Dashboard
from gridctl_tui.opening import Opening
from tests.beginnings import Beginning
from tests.conftest import CHECKED
from tests.gateways import local_gateway, remote_gateway

CHINA = timezone(timedelta(hours=8))
#: The terminals of pictures: many columns, and the fewest the dashboard works on.
LARGE, SMALL = (160, 45), (80, 24)
#: Guards against what never comes: a machine that does much else, or a slow disk, takes its time.
PATIENCE_S = 60.0
TITLES = ("井盖缺失", "垃圾未清", "路灯不亮", "噪音扰民", "占道经营")


def fill(gateway: Gateway) -> None:
    """Enter a county, a unit and a few tickets in different states."""
    gateway.send(SetUpOffice(name="江阴中心", county_code="320281", operator="王芳"))
    for name, code in (("江阴市", "320281000000"), ("澄江街道", "320281001000")):
        gateway.send(CreateGrid(name=name, code=code))
    gateway.send(CreateUnit(name="城管局"))
    gateway.send(CreateCategory(name="市容环境"))
    gateway.send(CreateStaff(name="张三", staff_no="G001", employment="full"))
    for number, title in enumerate(TITLES):
        at = datetime(2026, 11, 2, 8 + number, tzinfo=CHINA)
        _ticket(gateway, title, at, steps=number)


def _ticket(gateway: Gateway, title: str, at: datetime, steps: int) -> None:
    number = gateway.send(
        CreateTicket(title=title, place="澄江街道", category="市容环境", reported_at=at)
    ).serial_no
    if steps > 0:
        gateway.send(FileTicket(ticket=number))
    if steps > 1:
        gateway.send(DispatchTicket(ticket=number, unit="城管局", limit="4小时"))


@pytest.fixture
def beginning() -> Beginning:
    """Return what fills the office."""
    return fill


@pytest.fixture(params=["local", "remote"] if CHECKED else ["local"])
def kind(request: pytest.FixtureRequest) -> str:
    """Return how the office is reached: in the continuous check through the web application too."""
    return str(request.param)


Open = Callable[..., Any]


class Watched:
    """A gateway beside which a test stands: it may hold an operation back, or lose its answer."""

    def __init__(self, inner: Any, before: Callable[[Operation[Any]], None]) -> None:
        self._inner, self._before = inner, before

    def send(self, operation: Any, **options: Any) -> Any:
        self._before(operation)
        return self._inner.send(operation, **options)

    def close(self) -> None:
        self._inner.close()


def watching(
    office: Path, clock: Clock, before: Callable[[Operation[Any]], None]
) -> Callable[[str], Watched]:
    """Return what connects to an office through :class:`Watched`."""
    return lambda _behalf: Watched(local_gateway(office, clock), before)


class Seen:
    """A running dashboard and what stands on its screen."""

    def __init__(self, app: Dashboard, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    def _at_it(self) -> AbstractContextManager[None]:
        """Return what makes this the dashboard at hand: the pilot runs some of its code itself.

        Beside a second dashboard it would be the one opened last, whose screen is another; a
        screen's timer made then would find that screen not shown, and never draw it again.
        """
        return self.app._context()

    @property
    def text(self) -> str:
        """Return the screen's characters, line by line."""
        screens = self.app.screen._compositor.render_strips()
        return "\n".join("".join(part.text for part in strip).rstrip() for strip in screens)

    async def until(self, check: Callable[[], bool]) -> None:
        """Wait until something holds; fail where it does not come about."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            with self._at_it():
                await self.pilot.pause(0.01)
            if check():
                return
        raise AssertionError(f"it did not come about; the screen is\n{self.text}")

    async def shows(self, *words: str) -> None:
        """Wait until words stand on the screen."""

        def stands() -> bool:
            text = self.text
            return all(word in text for word in words)

        await self.until(stands)

    async def press(self, *keys: str) -> None:
        """Press keys."""
        with self._at_it():
            await self.pilot.press(*keys)

    @property
    def busy(self) -> bool:
        """Return whether something is under way that may yet change the screen.

        An action that waits for an answer to its question (group ``default``) is not.
        """
        working = any(each.is_running for each in self.app.workers if each.group != "default")
        return working or self.app.facts.busy or self.app.desk.waiting_since is not None

    async def still(self) -> str:
        """Wait until nothing is under way and the screen stays as it is; return it."""
        before, same = "", 0
        while same < 3:
            with self._at_it():
                await self.pilot.pause(0.02)
            text = "" if self.busy else self.text
            same = same + 1 if text and text == before else 0
            before = text
        return before

    async def drawn(self) -> dict[tuple[int, int], str]:
        """Return the screen as it stands on a large terminal, and on a small one after it."""
        found = {}
        for size in (LARGE, SMALL):
            if self.app.size != size:
                with self._at_it():
                    await self.pilot.resize_terminal(*size)
            found[size] = await self.still()
        return found

    async def type(self, text: str) -> None:
        """Type a text."""
        for sign in text:
            target = self.app.screen.focused or self.app.screen
            target.post_message(events.Key("space" if sign == " " else sign, sign))
        with self._at_it():
            await self.pilot.pause()


@pytest.fixture
def opened(office: Path, clock: Clock) -> Open:
    """Return what opens a dashboard on the office."""

    @asynccontextmanager
    async def open_one(
        kind: str = "local", size: tuple[int, int] = (120, 40), lang: str = "en", **wish: Any
    ) -> AsyncIterator[Seen]:
        i18n.use_language(lang)
        if kind == "remote":
            # The web application is made once, before threads ask for it.
            remote_gateway(office, clock).close()
        make = {"local": local_gateway, "remote": remote_gateway}[kind]
        connect = wish.pop("connect", None) or (lambda behalf: acting(make(office, clock), behalf))
        target = wish.pop("target", None) or Target(
            "sqlite", "office.db", "office", origin=Origin("flag", "--db")
        )
        wish = {"poll_seconds": 0, "animations": False, "tab": "tickets", **wish}
        verbs = CommandVerbs(Session(Options(db=str(office))))
        app = Dashboard(Opening(target=target, connect=connect, verbs=verbs, **wish))
        async with app.run_test(size=size, notifications=True) as pilot:
            yield Seen(app, pilot)

    return open_one


def acting(gateway: Any, behalf: str | None) -> Any:
    """Return a gateway on which somebody is acted for."""
    getattr(gateway, "behind", gateway)._wish = ("王芳", behalf)
    return gateway
