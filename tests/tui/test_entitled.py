"""What is left out for those the office would refuse it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from gridctl.cli.context.options import Options
from gridctl.cli.context.session import Session
from gridctl.cli.staging.verbs import CommandVerbs
from gridctl.domain.rights import Rights
from gridctl.domain.roles import shipped_roles
from gridctl.foundation.clock import Clock
from gridctl.foundation.settings import Target
from gridctl.operations.commands.accounts import CreateAccount
from gridctl.operations.queries.assessments import AssessmentView
from gridctl.operations.queries.objections import ObjectionPage, TownView
from gridctl.operations.registry import all_permissions, operation_class
from gridctl_tui.entitled import Entitlement
from gridctl_tui.keymap import sent_by
from gridctl_tui.keys import KEYS
from gridctl_tui.month_steps import STEPS, MonthState, next_line, step_lines
from gridctl_tui.tabs import TABS
from gridctl_tui.widgets.row_window import RowWindow
from tests.gateways import local_gateway

VERBS = CommandVerbs(Session(Options()))


def of(role: str, scope: str = "office") -> Entitlement:
    """Return what an account of a shipped role may do."""
    return Entitlement(Rights("li", role, shipped_roles().one(role).permissions, scope))  # type: ignore[arg-type]


def test_tabs_name_permissions_there_are() -> None:
    assert {tab.permission for tab in TABS} <= all_permissions()


def test_keys_name_operations_there_are_those_of_the_verb_they_take() -> None:
    for name, key in KEYS.items():
        assert not key.sends or operation_class(key.sends).permission, name
        verb = VERBS.find(key.verb.split()) if key.verb else None
        assert not (verb and key.sends) or key.sends in verb.sends, name


@pytest.mark.parametrize(
    ("role", "scope", "tabs"),
    [("department", "unit", "12345"), ("town_leader", "place", "123457"),
     ("auditor", "office", "1234567890"), ("county_office", "office", "1234567890")],
)  # fmt: skip
def test_a_tab_that_would_show_nothing_is_left_out(role: str, scope: str, tabs: str) -> None:
    entitlement = of(role, scope)
    assert "".join(tab.digit for tab in TABS if entitlement.may(tab.permission)) == tabs


@pytest.mark.parametrize(
    ("words", "offered"),
    [("ticket feedback", True), ("ticket dispatch", False), ("ticket create", False),
     ("ticket list", True), ("duty propose", True), ("duty admit", False),
     ("grid create", False), ("grid list", True), ("search", True), ("db verify", False),
     ("assess show", False), ("undo", True), ("audit list", False),
     ("password", True), ("whoami", True)],
)  # fmt: skip
def test_a_department_is_offered_verbs_it_may_take(words: str, offered: bool) -> None:
    verb = VERBS.find(words.split())
    assert verb is not None
    assert of("department", "unit").may_take(verb) == offered
    assert Entitlement().may_take(verb)


def test_every_verb_says_which_operations_it_is_for() -> None:
    for verb in VERBS.offered():
        assert verb.sends, verb.typed
        assert all(operation_class(each) for each in verb.sends), verb.typed


def test_a_token_that_only_reads_is_offered_no_change() -> None:
    held = shipped_roles().one("county_office").permissions
    reading = Entitlement(Rights("li", "county_office", held, "office", reads_only=True))
    offered = [verb for verb in VERBS.offered() if reading.may_take(verb)]
    assert {"ticket list", "grid show"} < {verb.typed for verb in offered}
    assert not any(
        operation_class(each).action == "command" for verb in offered for each in verb.sends
    )


def test_keys_follow_the_permission_of_what_they_do() -> None:
    department, centre = of("department", "unit"), of("county_office")
    for action, parameters in (("new", ()), ("act", ("object",)), ("run", ())):
        operation = sent_by(action, parameters)
        assert not department.may_send(operation)
        assert centre.may_send(operation)


def test_of_a_draft_each_is_told_what_is_for_him_to_do() -> None:
    head = AssessmentView.model_construct(assessment="A3", state="draft")
    town = TownView.model_construct(state="open")
    towns = ObjectionPage.model_construct(towns=(town,), undecided=0, upheld_since=0)
    state = MonthState("2026-10", (head,), head, missing=(), towns=towns)
    told = {role: next_line(state, of(role)) for role in ("county_office", "auditor")}
    told["town_office"] = next_line(state, of("town_office", "place"))
    assert "F9 compares and freezes it" in told["county_office"]
    assert told["town_office"].startswith("A3 is to be confirmed, F4; Ctrl-O objects")
    assert told["auditor"] == "A3 is a draft; it binds nobody."


@pytest.mark.parametrize(
    ("state", "step", "takers"),
    [("draft", "freeze", {"county_office"}),
     ("frozen", "verify", {"county_office", "auditor"})],
)  # fmt: skip
def test_a_step_is_marked_for_those_alone_who_may_take_it(
    state: Any, step: str, takers: set[str]
) -> None:
    head = AssessmentView.model_construct(assessment="A3", state=state, frozen_at=None)
    month = MonthState("2026-10", (head,), head, missing=(), waiting=0)
    assert month.now == step
    scopes = {"county_office": "office", "auditor": "office", "town_office": "place"}
    marked = {
        role: [each.name for each in step_lines(month, of(role, scope)) if each.now]
        for role, scope in scopes.items()
    }
    assert marked == {role: [step] if role in takers else [] for role in scopes}
    assert month.now in STEPS


def test_what_is_offered_follows_the_rights_once_a_step_is_refused(
    opened: Any, office: Path, clock: Clock
) -> None:
    local_gateway(office, clock).send(
        CreateAccount(login="li", name="李", role="county_office", sign_in=False)
    )
    made: list[Any] = []

    def hold(role: str) -> None:
        for each in made:
            each._rights = Rights("li", role, shipped_roles().one(role).permissions)

    def connect(_behalf: str | None) -> Any:
        made.append(local_gateway(office, clock))
        hold("county_office")
        return made[-1]

    async def scene() -> None:
        target = Target("url", "https://office.test", "office")
        async with opened(connect=connect, target=target) as seen:
            await seen.shows("占道经营", "8 Awards")
            rows = seen.app.screen.query_one(RowWindow)
            await seen.press("end", "up")
            await seen.until(lambda: rows.row is not None and rows.row.state == "filed")
            await seen.until(lambda: "F6 Dispatch" in seen.text)
            await seen.press("f6")
            await seen.shows("Give tickets to the unit")
            hold("department")
            await seen.press("ctrl+s")
            await seen.shows("it needs the permission")
            await seen.press("escape")
            await seen.until(lambda: "F6 Dispatch" not in seen.text and "8 Awards" not in seen.text)

    asyncio.run(scene())
