"""What the verbs of the command line ask for, and how it stands on their line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import typer

from gridctl.cli.app import program
from gridctl.cli.context import Options, Session
from gridctl.cli.staging.verbs import LEFT_OUT, CommandVerbs, Misused, NoInput
from gridctl.cli.whistle.columns import COLUMNS as WHISTLES
from gridctl.presentation.fitting import fits
from gridctl.presentation.verbs import VerbField
from gridctl_tui.stage import ShownRow
from gridctl_tui.widgets.row_paint import GUTTER, laid_out
from gridctl_tui.widgets.verb_fields import field_line

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


def test_how_a_whistle_call_stands_is_told_on_a_small_terminal() -> None:
    words = {"whistle_no": "W32028120261122001", "title": "电动车飞线充电联合整治",
             "called_at": datetime(2026, 11, 22, 9, tzinfo=UTC), "state": "resolved",
             "caller": "澄江街道网格化服务管理分中心"}  # fmt: skip
    shown = laid_out(WHISTLES, [ShownRow(0, words)], 80 - GUTTER)
    assert "state" in [column.key for column, _cells in shown]
