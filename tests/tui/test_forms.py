"""Forms: which field has the keyboard, what is taken on leaving one, what fits a small terminal."""

from __future__ import annotations

import asyncio
from typing import Any

from textual.widgets import Input, Static

from gridctl_tui.widgets.fields import FieldLine
from gridctl_tui.widgets.record_fields import RecordField


def run(scene: Any) -> None:
    asyncio.run(scene)


def _field(seen: Any, name: str) -> FieldLine:
    return next(each for each in seen.app.screen.query(FieldLine) if each.field == name)


async def _new_ticket(seen: Any) -> None:
    await seen.shows("占道经营")
    await seen.press("insert")
    await seen.shows("New ticket")


def test_the_label_of_the_field_with_the_keyboard_stands_out_and_no_other(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await _new_ticket(seen)
            for name in ("title", "place", "category"):
                labels = {
                    each.field: each.query_one(".label", Static).styles.text_style
                    for each in seen.app.screen.query(FieldLine)
                }
                assert [field for field, style in labels.items() if style.bold] == [name]
                await seen.press("tab")

    run(scene())


def test_a_field_is_told_from_its_card_by_its_ground(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await _new_ticket(seen)
            card = seen.app.screen.query_one(".card")
            for theme in ("dark", "light", "contrast"):
                seen.app.theme = theme
                await seen.still()
                entry = _field(seen, "address").query_one(Input)
                assert entry.styles.background.a == 1, theme
                assert entry.styles.background != card.styles.background, theme

    run(scene())


def test_a_new_ticket_is_entered_on_a_small_terminal_without_scrolling(opened: Any) -> None:
    async def scene() -> None:
        async with opened(size=(80, 24)) as seen:
            await _new_ticket(seen)
            labels = ("Title (needed)", "Grid", "Category", "Description", "Address", "Source")
            more = ("Reported by", "Contact", "Telephone", "Urgent", "Confidential", "Ctrl-S")
            await seen.shows(*labels, *more)

    run(scene())


def test_what_was_spelled_is_taken_where_it_fits_one_record_and_the_field_is_left(
    opened: Any, kind: str
) -> None:
    async def scene() -> None:
        async with opened(kind) as seen:
            await _new_ticket(seen)
            await seen.press("tab")
            await seen.type("cjjd")
            await seen.press("tab")
            await seen.until(lambda: _field(seen, "place").text == "澄江街道")
            await seen.type("市容")
            await seen.press("tab")
            await seen.still()
            category = _field(seen, "category")
            assert category.text == "市容"
            assert isinstance(category, RecordField)
            assert not category.query_one("OptionList").display

    run(scene())


def test_a_line_that_is_asked_for_names_its_keys_and_takes_those_of_forms(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await seen.press("ctrl+g")
            await seen.shows("Number of the ticket", "Ctrl-S Do it", "Esc Leave")
            await seen.type("110200005")
            await seen.press("ctrl+s")
            await seen.shows("Clock", "Log")

    run(scene())


def test_help_finds_a_key_by_its_name_in_either_language_and_says_when_it_does_not(
    opened: Any,
) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await seen.press("f1")
            for words in ("undo", "撤回", "ch"):
                await seen.press("ctrl+u")
                await seen.type(words)
                await seen.shows("Undo", "Ctrl-Z")
            await seen.type("qq")
            await seen.shows("Nothing fits what was typed.")

    run(scene())


def test_what_a_label_says_beside_its_name_stands_in_the_empty_field() -> None:
    masked = FieldLine("contact", "Contact (masked; what you type replaces it)")
    assert (masked.told, masked.looks) == ("Contact", "masked; what you type replaces it")
    day = FieldLine("day", "First day without it; today if left out", needed=True)
    day.hint = "such as 2026-06-05"
    assert day.told == "First day without it (needed)"
    assert day.looks == "today if left out; such as 2026-06-05"
    plain = FieldLine("points", "Points (yuan) of a mark")
    assert (plain.told, plain.looks) == ("Points (yuan) of a mark", "")
