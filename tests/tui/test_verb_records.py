"""Verbs on a record: changed from what it says, decided where somebody else changed it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from gridctl.foundation.clock import Clock
from gridctl.operations.base import Command
from gridctl.operations.commands.accounts import BlockAccount, CreateAccount
from gridctl.operations.commands.categories import ConditionChange, EditCategory
from gridctl.operations.commands.routes import CreateRoute, EditRoute
from gridctl.operations.commands.units import EditUnit
from gridctl.operations.queries.staff import ShowStaff
from gridctl.operations.queries.units import ShowUnit
from gridctl_tui.screens.outcome import Outcome
from tests.gateways import local_gateway
from tests.tui.verb_desk import field, fill, open_verb, run


def test_a_record_is_edited_from_what_it_says(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await open_verb(seen, "unit list")
            await seen.shows("U0001")
            await seen.press("e")
            await fill(seen, add_alias="城管")
            assert field(seen, "name").text == "城管局"
            await seen.shows("unit edit U0001 --add-alias 城管")
            assert "--name" not in seen.text
            await seen.press("ctrl+s")
            await seen.shows("unit edit: U0001 城管局")
            view = await seen.app.desk.send(ShowUnit(unit="U0001"))
            assert view.aliases == ("城管",)

    run(scene())


def test_what_a_record_points_to_stands_in_its_form_by_name(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            wanted = CreateAccount(login="liming", name="李明", role="department", unit="城管局")
            await seen.app.desk.send(wanted)
            await open_verb(seen, "user list")
            await seen.shows("liming")
            await seen.press("e")
            await fill(seen, name="李小明")
            assert field(seen, "unit").text == "城管局"
            await seen.shows("user edit liming --name 李小明")
            assert "--unit" not in seen.text

    run(scene())


#: Noun -> what the form says, what another clerk says meanwhile, how theirs reads.
MET: dict[str, tuple[dict[str, str], Command[Any], str]] = {
    "unit": ({"name": "城管执法局"}, EditUnit(unit="U0001", name="城市管理局"), "城市管理局"),
    "category": (
        {"condition": "1", "limit": "2工作日"},
        EditCategory(category="市容环境", conditions=(ConditionChange(seq=1, limit_text="4小时"),)),
        "4小时",
    ),
    "route": ({"limit": "2工作日"}, EditRoute(route_no="R1", limit_text="4小时"), "4小时"),
}


@pytest.mark.parametrize("noun", MET)
@pytest.mark.parametrize("mine", [True, False], ids=["mine", "theirs"])
def test_of_an_edit_somebody_else_met_each_field_is_decided(
    opened: Any, office: Any, clock: Any, noun: str, mine: bool
) -> None:
    said, meanwhile, theirs = MET[noun]
    elsewhere = local_gateway(office, clock)
    condition = ConditionChange(limit_text="3工作日")
    elsewhere.send(EditCategory(category="市容环境", conditions=(condition,)))
    elsewhere.send(CreateRoute(category="市容环境", unit="U0001", limit_text="3工作日"))

    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await open_verb(seen, f"{noun} list")
            await seen.until(lambda: isinstance(seen.app.screen, Outcome))
            await seen.until(lambda: bool(seen.app.screen.records()))
            await seen.press("e")
            await fill(seen, **said)
            elsewhere.send(meanwhile)
            await seen.press("ctrl+s")
            await seen.shows("You saw", "[", *said.values(), f" {theirs}")
            await seen.press("ctrl+s" if mine else "space")
            if not mine:
                await seen.shows(f"{theirs}]")
                await seen.press("ctrl+s")
            await seen.shows(f"{noun} edit: " if mine else "What is there now stays.")

    run(scene())
    elsewhere.close()


def test_a_step_not_offered_as_one_is_asked_for_as_a_verb_on_the_ticket_at_hand(
    opened: Any,
) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            number = seen.app.screen.held()["ticket"][0]
            await seen.press("f2")
            await seen.type("ticket archive")
            await seen.shows("ticket archive")
            await seen.press("enter")
            await fill(seen, opinion="结案归档")
            await seen.shows(f"ticket archive {number} --opinion 结案归档")

    run(scene())


def test_a_new_place_stands_in_the_tree_under_the_one_it_belongs_to(opened: Any) -> None:
    async def scene() -> None:
        async with opened(tab="grids") as seen:
            await seen.shows("澄江街道")
            await seen.press("insert")
            await fill(seen, name="璜土镇", code="320281110000")
            await seen.press("ctrl+s")
            await seen.until(lambda: "璜土镇" in seen.text and "grid create:" in seen.text)
            await seen.shows("    璜土镇")

    run(scene())


def test_people_are_posted_from_the_list_of_staff(opened: Any) -> None:
    async def scene() -> None:
        async with opened(tab="staff") as seen:
            await seen.shows("张三")
            await seen.press("f9")
            await seen.shows("staff post", "staff unpost")
            await seen.type("staff post")
            await seen.press("enter")
            await fill(seen, place="澄江街道")
            assert field(seen, "person").text == "G001"
            field(seen, "role").query_one("Input").value = "Grid leader"
            await seen.pilot.pause()
            command = "staff post G001 --place 澄江街道 --role grid_leader"
            await seen.until(lambda: command in " ".join(seen.text.split()))
            await seen.press("ctrl+s")
            await seen.shows("staff post: G001 张三")
            view = await seen.app.desk.send(ShowStaff(staff="G001"))
            assert [post.role for post in view.posts] == ["grid_leader"]

    run(scene())


def test_an_account_made_here_says_what_became_of_it_and_takes_what_fits(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await open_verb(seen, "user create")
            await fill(seen, login="liming", name="李明", role="county_office")
            await seen.press("ctrl+s")
            await seen.shows("liming", "active", "Password")
            told = next(each for each in seen.text.splitlines() if "Password  " in each)
            await seen.press("f9")
            await seen.shows("user block")
            assert "user unblock" not in seen.text
            await seen.type("user block")
            await seen.press("enter")
            await seen.shows("user block liming")
            await seen.press("ctrl+s")
            await seen.shows("revoke its tokens?")
            await seen.press("y")
            await seen.shows("Make an account", "blocked")
            assert told in seen.text
            await seen.press("f9")
            await seen.shows("user unblock")
            # What was done is still told: "user block: liming".
            assert not any(each.endswith("user block") for each in seen.text.splitlines())

    run(scene())


def test_an_account_in_a_list_is_called_by_its_owner_and_not_made_anew(
    opened: Any, office: Path, clock: Clock
) -> None:
    gateway = local_gateway(office, clock)
    gateway.send(
        CreateAccount(login="li", name="李明", role="department", unit="城管局", sign_in=False)
    )

    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await open_verb(seen, "user list")
            await seen.shows("城管局", "li  ")
            await seen.press("f9")
            await seen.shows("Act  李明", "user edit")
            assert "user create" not in seen.text
            await seen.press("escape")
            gateway.send(BlockAccount(login="li"))
            await seen.press("f5")
            await seen.until(lambda: bool(re.search("城管局 +blocked", seen.text)))
            await seen.press("f4")
            await seen.shows("Change an account  李明")

    run(scene())
