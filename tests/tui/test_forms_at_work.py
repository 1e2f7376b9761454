"""Forms: what is under way is said, the field at fault is gone to, nothing of them is cut."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

from gridctl.domain.whistles.words import CALLER_HEADS, UNIT_HEADS
from gridctl.foundation.clock import Clock
from gridctl.operations.base import Operation
from gridctl.operations.commands.accounts import CreateAccount
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.units import ListUnits
from gridctl_tui.screens.outcome import Outcome
from gridctl_tui.screens.verb_form import AskForm
from gridctl_tui.verbing import take_verb
from gridctl_tui.widgets.fields import FieldLine
from tests.gateways import local_gateway
from tests.tui.conftest import SMALL, Watched


def run(scene: Any) -> None:
    asyncio.run(scene)


async def _open(seen: Any, words: str, **values: str) -> None:
    """Open the form of a verb with what is known."""
    await seen.shows("占道经营")
    taken = take_verb(seen.app, words.split(), values)
    seen.app.run_worker(taken, exit_on_error=False)
    await seen.until(lambda: isinstance(seen.app.screen, AskForm))


def _at(seen: Any) -> str:
    """Return the field that has the keyboard."""
    fields = seen.app.screen.query(FieldLine)
    return next((each.field for each in fields if each.has_focus_within), "")


def test_what_is_under_way_is_said_and_neither_sent_twice_nor_left_unasked(
    opened: Any, office: Path, clock: Clock
) -> None:
    go, tried = threading.Event(), list[str]()

    def hold(operation: Operation[Any]) -> None:
        if isinstance(operation, CreateUnit):
            tried.append(operation.name)
            go.wait(20)

    async def scene() -> None:
        connect = lambda _behalf: Watched(local_gateway(office, clock), hold)  # noqa: E731
        async with opened(connect=connect) as seen:
            await _open(seen, "unit create", name="水利局")
            await seen.press("ctrl+s")
            await seen.shows("Being carried out, 1 s so far")
            await seen.press("ctrl+s", "f9")
            await seen.press("escape")
            await seen.shows("Leave the form?", "leaving does not stop it")
            await seen.press("n")
            go.set()
            await seen.shows("unit create: U0002 水利局")
            assert tried == ["水利局"]
            assert len((await seen.app.desk.send(ListUnits())).items) == 2

    run(scene())


def test_what_was_tried_is_seen_though_one_was_about_to_leave(
    opened: Any, office: Path, clock: Clock
) -> None:
    go = threading.Event()

    def hold(operation: Operation[Any]) -> None:
        if isinstance(operation, CreateUnit):
            go.wait(20)

    async def scene() -> None:
        connect = lambda _behalf: Watched(local_gateway(office, clock), hold)  # noqa: E731
        async with opened(connect=connect) as seen:
            await _open(seen, "unit create", name="水利局")
            await seen.press("f9")
            await seen.shows("Being carried out, 1 s so far")
            await seen.press("escape")
            await seen.shows("Leave the form?")
            go.set()
            await seen.shows("Only tried", "U0002")
            await seen.press("escape")
            await seen.shows("unit create --name 水利局")
            assert "Leave the form?" not in seen.text

    run(scene())


def test_the_field_at_fault_is_gone_to(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind, size=SMALL) as seen:
            await _open(seen, "evidence draw", share="200", checkers="张三")
            assert _at(seen) != "share"
            await seen.press("ctrl+s")
            await seen.shows("must be at most 100")
            await seen.until(lambda: _at(seen) == "share")
            await seen.press("escape", "y")
            await seen.until(lambda: not isinstance(seen.app.screen, AskForm))
            await _open(seen, "staff post", person="张三")
            await seen.press("tab", "tab", "ctrl+s")
            await seen.shows("The place: this is needed.")
            await seen.until(lambda: _at(seen) == "place")

    run(scene())


def test_no_label_and_no_key_of_a_long_form_is_cut_on_a_small_terminal(opened: Any) -> None:
    async def scene() -> None:
        async with opened(size=SMALL) as seen:
            await _open(seen, "evidence draw", terms="closed:2026-10")
            await seen.shows("Only what this filter", "Ctrl-S")
            for field in seen.app.screen.query(FieldLine):
                field.begin()
                await seen.shows(field.label[:20], "Ctrl-S")

    run(scene())


def test_the_most_points_of_a_whistle_call_stand_above_the_fields(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind) as seen:
            await _open(seen, "whistle score")
            await seen.shows("Most points: ", *(f"{each} 25" for each in UNIT_HEADS.values()))
            await seen.shows(*(f"{each} 25" for each in CALLER_HEADS.values()))

    run(scene())


def test_a_role_is_called_by_its_name_beside_its_code(
    opened: Any, office: Path, clock: Clock, kind: str
) -> None:
    wish = CreateAccount(
        login="li", name="李明", role="town_office", place="澄江街道", unit="城管局"
    )
    local_gateway(office, clock).send(wish)

    async def scene() -> None:
        async with opened(kind, lang="zh_CN") as seen:
            await seen.shows("占道经营")
            taken = take_verb(seen.app, ("user", "edit"), records=["li"])
            seen.app.run_worker(taken, exit_on_error=False)
            await seen.shows("town_office", "镇街分中心工作人员")

    run(scene())


def test_an_older_password_is_no_longer_told_and_a_revoked_token_no_longer_valid(
    opened: Any, kind: str
) -> None:
    async def scene() -> None:
        async with opened(kind) as seen:
            await _open(seen, "user create", login="li", name="李明", role="county_office")
            await seen.press("ctrl+s")
            await seen.until(lambda: isinstance(seen.app.screen, Outcome))
            older = await _secret(seen, "Password  ")
            seen.app.run_worker(
                take_verb(seen.app, ("user", "reset-password"), records=["li"]),
                exit_on_error=False,
            )
            await seen.shows("user reset-password li")
            await seen.press("ctrl+s")
            await seen.until(lambda: "user reset-password li" not in seen.text)
            newer = await _secret(seen, "Password  ")
            assert newer != older
            await seen.press("escape")
            await seen.shows("Make an account")
            assert older not in await seen.still()
            await seen.press("escape")
            await _open(seen, "token create", account="li", label="大屏")
            await seen.press("ctrl+s")
            await seen.until(lambda: isinstance(seen.app.screen, Outcome))
            await seen.shows("valid")
            number = seen.app.screen.records()
            taken = take_verb(seen.app, ("token", "revoke"), records=number)
            seen.app.run_worker(taken, exit_on_error=False)
            await seen.shows("token revoke")
            await seen.press("ctrl+s")
            await seen.shows("Revoke token")
            await seen.press("y")
            await seen.until(lambda: isinstance(seen.app.screen, Outcome))
            await seen.shows("Make a token", "revoked")

    run(scene())


async def _secret(seen: Any, head: str) -> str:
    """Return what is told once."""
    await seen.shows(head)
    return next(line.split()[1] for line in seen.text.splitlines() if head in line)
