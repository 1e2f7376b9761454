"""Every verb of the command line from the dashboard: offered, asked for, tried, taken, shown."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer

from gridctl.cli.app import program
from gridctl.cli.context import Options, Session
from gridctl.cli.staging.verbs import LEFT_OUT, CommandVerbs, Misused, NoInput
from gridctl.cli.whistle.columns import COLUMNS as WHISTLES
from gridctl.foundation.clock import Clock
from gridctl.operations.base import Command
from gridctl.operations.commands.accounts import BlockAccount, CreateAccount
from gridctl.operations.commands.categories import ConditionChange, EditCategory
from gridctl.operations.commands.routes import CreateRoute, EditRoute
from gridctl.operations.commands.units import EditUnit
from gridctl.operations.queries.staff import ShowStaff
from gridctl.operations.queries.units import ListUnits, ShowUnit
from gridctl.presentation.fitting import fits
from gridctl.presentation.verbs import VerbField
from gridctl_tui.screens.outcome import Outcome
from gridctl_tui.screens.verb_form import AskForm
from gridctl_tui.stage import ShownRow
from gridctl_tui.widgets.fields import FieldLine
from gridctl_tui.widgets.row_paint import GUTTER, laid_out
from gridctl_tui.widgets.verb_fields import field_line
from tests.gateways import local_gateway


def run(scene: Any) -> None:
    asyncio.run(scene)


VERBS = CommandVerbs(Session(Options()))


async def _nothing(_kind: str, _words: str) -> list[tuple[str, str]]:
    return []


def _typed(group: Any, before: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield every verb the command line has, as it is typed."""
    context = typer.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if hasattr(command, "list_commands"):
            yield from _typed(command, (*before, name))
        elif not command.hidden:
            yield " ".join((*before, name))


@pytest.mark.parametrize(
    ("typed", "enough"),
    [
        ("assess missing", {"period": "2026-10"}),
        ("assess show", {"assessment": "A3"}),
        ("calendar due", {"start": "2026-11-03 09:00", "limit": "4小时"}),
        ("duty check", {"item": "D0001"}),
    ],
)
def test_a_verb_that_needs_one_thing_or_another_asks_until_it_is_said(
    typed: str, enough: dict[str, str]
) -> None:
    form = VERBS.form(typed.split())
    assert form.asks({})
    assert not form.asks(enough)
    first = dict(list(enough.items())[:1])
    assert form.asks(first) == (first != enough)


def test_every_verb_of_the_command_line_is_offered_or_left_out_for_a_reason() -> None:
    everything = set(_typed(program()))
    offered = {verb.typed for verb in VERBS.offered()}
    left_out = {each for each in everything if {each, each.split()[0]} & set(LEFT_OUT)}
    assert offered | left_out == everything
    assert offered & left_out == set()
    nouns = {each.split()[0] for each in everything}
    assert set(LEFT_OUT) - everything - nouns == set()


def test_the_form_of_a_verb_asks_for_all_it_takes() -> None:
    for verb in VERBS.offered():
        form = VERBS.form(verb.words)
        assert verb.help.endswith("."), verb
        assert all(each.help for each in form.fields), verb
        names = [each.name for each in form.fields]
        assert len(set(names)) == len(names), verb
        assert all(each.flags for each in form.fields if each.kind in ("flag", "switch")), verb
        assert not {"output", "dry_run", "if_match", "key", "yes"} & set(names), verb


def test_words_stand_on_the_line_as_they_are_typed() -> None:
    create = VERBS.form(("grid", "create"))
    values = {"name": "第一网格", "alias": ["甲", "乙"], "households": -3}
    assert create.line(values) == [
        "grid", "create", "--name", "第一网格", "--households=-3", "--alias", "甲", "--alias", "乙",
    ]  # fmt: skip
    close = VERBS.form(("grid", "close"))
    assert close.line({"place": "-9", "end_posts": True}) == [
        "grid", "close", "--end-posts", "--", "-9",
    ]  # fmt: skip
    switch = VerbField("urgent", "Urgent.", "switch", flags=("--urgent", "--no-urgent"))
    assert (switch.said(True), switch.said(False)) == (["--urgent"], ["--no-urgent"])


def test_texts_in_which_a_comma_is_a_part_are_declared_so_and_stand_one_a_line() -> None:
    found = {
        each.name: type(field_line(each, _nothing)).__name__
        for words in ("bulletin", "publicity")
        for each in VERBS.form(("report", words)).fields
        if each.many
    }
    assert found == {
        "problem": "ParagraphsLine", "requirement": "ParagraphsLine", "letter": "ParagraphsLine",
        "phone": "ManyLine", "email": "ManyLine",
    }  # fmt: skip


def test_a_field_shows_what_such_a_value_looks_like() -> None:
    hours = [
        field_line(each, _nothing).hint for each in VERBS.form(("calendar", "set-hours")).fields
    ]
    assert hours[0].startswith("such as 09:00-12:00 13:00-17:30")
    assert hours[1] == "such as 06-01..09-30"


def test_stdin_is_not_read_and_words_that_make_no_line_are_told() -> None:
    with pytest.raises(NoInput):
        VERBS.carry_out(["unit", "show", "-"], Silent())
    with pytest.raises(Misused, match="--name"):
        VERBS.carry_out(["unit", "create"], Silent())


class Silent:
    """A stage nothing comes to."""

    cells = 80

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(name)


# -- on the screen


async def _open(seen: Any, words: str) -> None:
    from gridctl_tui.verbing import take_verb

    seen.app.run_worker(take_verb(seen.app, words.split()), exit_on_error=False)
    await seen.pilot.pause()


def _field(seen: Any, name: str) -> FieldLine:
    found = [each for each in seen.app.screen.query(FieldLine) if each.field == name]
    assert found, [each.field for each in seen.app.screen.query(FieldLine)]
    return found[0]


async def _fill(seen: Any, **texts: str) -> None:
    await seen.until(lambda: isinstance(seen.app.screen, AskForm))
    await seen.until(lambda: bool(list(seen.app.screen.query(FieldLine))))
    for name, text in texts.items():
        _field(seen, name).query_one("Input").value = text
    await seen.pilot.pause()


@pytest.mark.parametrize(("lang", "words"), [("en", "List units"), ("zh_CN", "列出单位")])
def test_a_list_is_asked_for_in_the_palette_and_its_records_take_verbs(
    opened: Any, kind: str, lang: str, words: str
) -> None:
    async def scene() -> None:
        async with opened(kind, lang=lang) as seen:
            await seen.shows("占道经营")
            await seen.press("f2")
            await seen.type("unit list")
            await seen.shows("unit list", words)
            await seen.press("enter")
            await seen.shows("U0001", "城管局")
            await seen.press("insert")
            await _fill(seen, name="水利局")
            await seen.shows("unit create --name 水利局")
            await seen.press("ctrl+s")
            await seen.shows("U0002  水利局")
            await seen.press("enter")
            await seen.shows("unit show")

    run(scene())


def test_a_change_is_tried_first_and_leaves_nothing(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind) as seen:
            await seen.shows("占道经营")
            await _open(seen, "unit create")
            await _fill(seen, name="水利局")
            await seen.press("f9")
            await seen.shows("Only tried", "U0002")
            assert len((await seen.app.desk.send(ListUnits())).items) == 1
            # The unit is not there: nothing can be done with it, and it cannot be opened.
            keys = (await seen.still()).splitlines()[-1]
            assert not [each for each in ("Act", "New", "Open", "Edit") if each in keys]
            await seen.press("enter", "f9", "insert")
            assert "Only tried" in await seen.still()
            await seen.press("escape")
            await seen.shows("unit create --name 水利局")

    run(scene())


def test_what_a_verb_needs_and_what_it_refuses_is_told_in_its_form(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await _open(seen, "staff post")
            await _fill(seen, person="张三")
            await seen.press("ctrl+s")
            await seen.shows("The place: this is needed.")
            await _fill(seen, place="澄江街道", as_of="someday")
            _field(seen, "role").query_one("Input").value = "Grid leader"
            await seen.pilot.pause()
            await seen.press("ctrl+s")
            await seen.shows("First day of the post: someday is not a day")
            await seen.press("escape", "y")
            await _open(seen, "award show")
            await _fill(seen, award_list="someday")
            await seen.press("ctrl+s")
            await seen.shows("Number such as L1, or its period: someday is not a period")

    run(scene())


def test_a_field_the_office_calls_otherwise_is_called_as_the_form_calls_it(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await _open(seen, "staff edit")
            await _fill(seen, person="G" * 300, name="张三")
            await seen.press("ctrl+s")
            await seen.shows("must have at most")
            assert "Staff number or name: must have at most" in seen.text

    run(scene())


def test_a_record_is_edited_from_what_it_says(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await _open(seen, "unit list")
            await seen.shows("U0001")
            await seen.press("e")
            await _fill(seen, add_alias="城管")
            assert _field(seen, "name").text == "城管局"
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
            await _open(seen, "user list")
            await seen.shows("liming")
            await seen.press("e")
            await _fill(seen, name="李小明")
            assert _field(seen, "unit").text == "城管局"
            await seen.shows("user edit liming --name 李小明")
            assert "--unit" not in seen.text

    run(scene())


#: Noun -> what the form says, what another clerk says meanwhile, how theirs reads.
MET: dict[str, tuple[dict[str, str], Command[Any], str]] = {
    "unit": ({"name": "城管执法局"}, EditUnit(unit="U0001", name="城市管理局"), "城市管理局"),
    "category": (
        {"condition": "1", "limit_text": "2工作日"},
        EditCategory(category="市容环境", conditions=(ConditionChange(seq=1, limit_text="4小时"),)),
        "4小时",
    ),
    "route": ({"time_limit": "2工作日"}, EditRoute(route_no="R1", limit_text="4小时"), "4小时"),
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
            await _open(seen, f"{noun} list")
            await seen.until(lambda: isinstance(seen.app.screen, Outcome))
            await seen.until(lambda: bool(seen.app.screen.records()))
            await seen.press("e")
            await _fill(seen, **said)
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
            await _fill(seen, opinion="结案归档")
            await seen.shows(f"ticket archive {number} --opinion 结案归档")

    run(scene())


def test_a_new_place_stands_in_the_tree_under_the_one_it_belongs_to(opened: Any) -> None:
    async def scene() -> None:
        async with opened(tab="grids") as seen:
            await seen.shows("澄江街道")
            await seen.press("insert")
            await _fill(seen, name="璜土镇", code="320281110000")
            await seen.press("ctrl+s")
            await seen.until(lambda: "璜土镇" in seen.text and "grid create:" in seen.text)
            await seen.shows("    璜土镇")

    run(scene())


def test_closing_asks_first_and_a_no_leaves_the_form_as_it_was(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind) as seen:
            await seen.shows("占道经营")
            await _open(seen, "grid close")
            await _fill(seen, place="澄江街道", as_of="2026-12-01")
            await seen.press("ctrl+s")
            await seen.shows("Close 澄江街道 as of 2026-12-01?")
            await seen.press("n")
            await seen.shows("Nothing was changed.", "grid close 澄江街道")
            await seen.press("ctrl+s")
            await seen.shows("Close 澄江街道 as of 2026-12-01?")
            await seen.press("y")
            await seen.shows("grid close: 320281001000")

    run(scene())


def test_people_are_posted_from_the_list_of_staff(opened: Any) -> None:
    async def scene() -> None:
        async with opened(tab="staff") as seen:
            await seen.shows("张三")
            await seen.press("f9")
            await seen.shows("staff post", "staff unpost")
            await seen.type("staff post")
            await seen.press("enter")
            await _fill(seen, place="澄江街道")
            assert _field(seen, "person").text == "G001"
            _field(seen, "role").query_one("Input").value = "Grid leader"
            await seen.pilot.pause()
            command = "staff post G001 --place 澄江街道 --role grid_leader"
            await seen.until(lambda: command in " ".join(seen.text.split()))
            await seen.press("ctrl+s")
            await seen.shows("staff post: G001 张三")
            view = await seen.app.desk.send(ShowStaff(staff="G001"))
            assert [post.role for post in view.posts] == ["grid_leader"]

    run(scene())


def test_the_preview_of_other_hours_stands_above_the_question(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind) as seen:
            await seen.shows("占道经营")
            await _open(seen, "calendar set-hours")
            await _fill(seen, slots="10:00-11:00", from_day="2026-11-03")
            await seen.press("ctrl+s")
            await seen.shows("open tickets:", "deadlines would move", "Adopt this")
            await seen.press("y")
            await seen.shows("calendar set-hours")

    run(scene())


def test_a_severe_verb_wants_its_name_typed(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            asked: list[bool] = []

            def ask() -> None:
                from gridctl_tui.stage import DeskStage

                asked.append(DeskStage(seen.app, "k").confirm("Freeze it?", "2026-10"))

            from gridctl_tui.stage import in_thread

            seen.app.run_worker(in_thread(ask), exit_on_error=False)
            await seen.shows("Freeze it?", "Type 2026-10")
            await seen.type("2026-1")
            await seen.press("enter")
            await seen.shows("Freeze it?")
            await seen.type("0")
            await seen.press("enter")
            await seen.until(lambda: asked == [True])

    run(scene())


def test_a_read_only_profile_offers_no_change(opened: Any) -> None:
    from gridctl.foundation.settings import Origin, Target

    target = Target("sqlite", "office.db", "office", readonly=True, origin=Origin("flag", "--db"))

    async def scene() -> None:
        async with opened(target=target) as seen:
            await seen.shows("占道经营")
            await _open(seen, "unit create")
            await seen.shows("is read-only")
            assert not isinstance(seen.app.screen, AskForm)

    run(scene())


def test_drawings_and_records_are_shown_as_they_are(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await _open(seen, "workflow show")
            await seen.shows("workflow show", "v  sign for")
            await seen.press("escape")
            await _open(seen, "db show")
            await seen.shows("江阴中心", "Tickets")

    run(scene())


def test_a_list_is_asked_for_again_with_other_words(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await _open(seen, "grid list")
            await seen.shows("江阴市", "澄江街道", "1 of 2")
            await seen.press("f3")
            await _fill(seen, text="澄江")
            await seen.press("ctrl+s")
            await seen.shows("1 of 1")
            await seen.press("y")
            assert seen.app.clipboard.endswith("grid list --text 澄江")
            await seen.press("escape")
            await seen.shows("占道经营")

    run(scene())


def test_rules_of_deadlines_are_changed_where_deadlines_are_seen(opened: Any) -> None:
    async def scene() -> None:
        async with opened(tab="deadlines") as seen:
            await seen.shows("open tickets fall due")
            await seen.press("f9")
            await seen.shows("calendar set-hours", "clock set-policy")
            await seen.type("calendar hours")
            await seen.press("enter")
            await seen.shows("calendar hours", "08:00-12:00")

    run(scene())


def test_what_a_verb_shows_is_saved_to_a_file(opened: Any, tmp_path: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await _open(seen, "grid list")
            await seen.shows("1 of 2")
            await seen.press("ctrl+s")
            await seen.shows("grid-list.xlsx")
            seen.app.screen.query_one("Input").value = str(tmp_path / "places.csv")
            await seen.press("enter")
            await seen.shows("Rows saved: 2")
            assert "澄江街道" in (tmp_path / "places.csv").read_text(encoding="utf-8")

    run(scene())


def test_records_of_a_short_list_are_offered_and_what_is_told_once_is_shown(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await _open(seen, "user create")
            await _fill(seen, login="liming", name="李明")
            _field(seen, "role").begin()
            await seen.press("down")
            await seen.shows("administrator")
            await seen.press("enter")
            await seen.until(lambda: bool(_field(seen, "role").text))
            await seen.press("ctrl+s")
            await seen.shows("user create", "liming", "Password")

    run(scene())


def test_an_account_made_here_says_what_became_of_it_and_takes_what_fits(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await _open(seen, "user create")
            await _fill(seen, login="liming", name="李明", role="county_office")
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
            await _open(seen, "user list")
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


@pytest.mark.parametrize(
    ("verb", "records", "offered"),
    [("user unblock", [{"state": "active"}], False), ("user unblock", [{"state": "blocked"}], True),
     ("user unblock", [{"state": "active"}, {"state": "blocked"}], True),
     ("user unblock", [], True), ("user unblock", [{"login": "li"}], True),
     ("user edit", [{"state": "blocked"}], True), ("whistle score", [{"state": "called"}], False),
     ("whistle review", [{"state": "called"}], True), ("duty end", [{"standing": "open"}], True),
     ("duty refuse", [{"standing": "open"}], False)],
)  # fmt: skip
def test_a_verb_fits_where_a_record_leaves_it_something_to_do(
    verb: str, records: list[dict[str, Any]], offered: bool
) -> None:
    assert fits(tuple(verb.split()), records) == offered


def test_permissions_of_a_token_are_offered(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await _open(seen, "token create")
            await _fill(seen, label="大屏")
            _field(seen, "permission").begin()
            await seen.until(lambda: _field(seen, "permission").has_focus_within)
            await seen.type("ticket.r")
            await seen.shows("ticket.read", "ticket.report")
            await seen.press("down", "enter")
            await seen.until(lambda: "ticket.report" in str(_field(seen, "permission").value))

    run(scene())


def test_how_a_whistle_call_stands_is_told_on_a_small_terminal() -> None:
    words = {"whistle_no": "W32028120261122001", "title": "电动车飞线充电联合整治",
             "called_at": datetime(2026, 11, 22, 9, tzinfo=UTC), "state": "resolved",
             "caller": "澄江街道网格化服务管理分中心"}  # fmt: skip
    shown = laid_out(WHISTLES, [ShownRow(0, words)], 80 - GUTTER)
    assert "state" in [column.key for column, _cells in shown]
