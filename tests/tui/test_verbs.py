"""Every verb of the command line from the dashboard: offered, asked for, tried, taken, shown."""

from __future__ import annotations

from typing import Any

import pytest

from gridctl.foundation.settings import Origin, Target
from gridctl.operations.queries.units import ListUnits
from gridctl_tui.screens.verb_form import AskForm
from gridctl_tui.stage import DeskStage, in_thread
from tests.tui.verb_desk import field, fill, open_verb, run


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
            await fill(seen, name="水利局")
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
            await open_verb(seen, "unit create")
            await fill(seen, name="水利局")
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
            await open_verb(seen, "staff post")
            await fill(seen, person="张三")
            await seen.press("ctrl+s")
            await seen.shows("The place: this is needed.")
            await fill(seen, place="澄江街道", as_of="someday")
            field(seen, "role").query_one("Input").value = "Grid leader"
            await seen.pilot.pause()
            await seen.press("ctrl+s")
            await seen.shows("First day of the post: someday is not a day")
            await seen.press("escape", "y")
            await open_verb(seen, "award show")
            await fill(seen, award_list="someday")
            await seen.press("ctrl+s")
            await seen.shows("Number such as L1, or its period: someday is not a period")

    run(scene())


def test_a_field_the_office_calls_otherwise_is_called_as_the_form_calls_it(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await open_verb(seen, "staff edit")
            await fill(seen, person="G" * 300, name="张三")
            await seen.press("ctrl+s")
            await seen.shows("must have at most")
            assert "Staff number or name: must have at most" in seen.text

    run(scene())


def test_closing_asks_first_and_a_no_leaves_the_form_as_it_was(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind) as seen:
            await seen.shows("占道经营")
            await open_verb(seen, "grid close")
            await fill(seen, place="澄江街道", as_of="2026-12-01")
            await seen.press("ctrl+s")
            await seen.shows("Close 澄江街道 as of 2026-12-01?")
            await seen.press("n")
            await seen.shows("Nothing was changed.", "grid close 澄江街道")
            await seen.press("ctrl+s")
            await seen.shows("Close 澄江街道 as of 2026-12-01?")
            await seen.press("y")
            await seen.shows("grid close: 320281001000")

    run(scene())


def test_the_preview_of_other_hours_stands_above_the_question(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind) as seen:
            await seen.shows("占道经营")
            await open_verb(seen, "calendar set-hours")
            await fill(seen, slots="10:00-11:00", from_day="2026-11-03")
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
                asked.append(DeskStage(seen.app, "k").confirm("Freeze it?", "2026-10"))

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
    target = Target("sqlite", "office.db", "office", readonly=True, origin=Origin("flag", "--db"))

    async def scene() -> None:
        async with opened(target=target) as seen:
            await seen.shows("占道经营")
            await open_verb(seen, "unit create")
            await seen.shows("is read-only")
            assert not isinstance(seen.app.screen, AskForm)

    run(scene())


def test_drawings_and_records_are_shown_as_they_are(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await open_verb(seen, "workflow show")
            await seen.shows("workflow show", "v  sign for")
            await seen.press("escape")
            await open_verb(seen, "db show")
            await seen.shows("江阴中心", "Tickets")

    run(scene())


def test_a_list_is_asked_for_again_with_other_words(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await open_verb(seen, "grid list")
            await seen.shows("江阴市", "澄江街道", "1 of 2")
            await seen.press("f3")
            await fill(seen, text="澄江")
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
            await open_verb(seen, "grid list")
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
            await open_verb(seen, "user create")
            await fill(seen, login="liming", name="李明")
            field(seen, "role").begin()
            await seen.press("down")
            await seen.shows("administrator")
            await seen.press("enter")
            await seen.until(lambda: bool(field(seen, "role").text))
            await seen.press("ctrl+s")
            await seen.shows("user create", "liming", "Password")

    run(scene())


def test_permissions_of_a_token_are_offered(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await open_verb(seen, "token create")
            await fill(seen, label="大屏")
            field(seen, "permission").begin()
            await seen.until(lambda: field(seen, "permission").has_focus_within)
            await seen.type("ticket.r")
            await seen.shows("ticket.read", "ticket.report")
            await seen.press("down", "enter")
            await seen.until(lambda: "ticket.report" in str(field(seen, "permission").value))

    run(scene())
