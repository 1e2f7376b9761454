"""What is offered while a filter is typed, and what stands there once it is taken."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import OptionList

from gridctl.domain.filters.vocabulary import load_vocabulary
from gridctl.foundation.clock import Clock
from gridctl.operations.base import Operation
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.tickets import ListTickets
from gridctl.presentation.edits import EDITS
from gridctl.presentation.ticket_steps import STEPS
from gridctl_tui.completion import candidates, named, record_kind
from gridctl_tui.offers import Offer, Offers, rest_of
from gridctl_tui.widgets.facts import field_of
from gridctl_tui.widgets.fields import ChoiceField, FieldLine
from gridctl_tui.widgets.record_fields import RecordField
from gridctl_tui.widgets.row_window import RowWindow
from gridctl_tui.widgets.verb_fields import PickField, choice_field
from tests.tui.conftest import PATIENCE_S, watching

TICKETS = load_vocabulary("ticket")


def test_records_are_looked_for_at_the_level_of_the_field() -> None:
    assert record_kind(TICKETS, "urgent town:华") == ("place", "华", "town")
    assert record_kind(TICKETS, "unit:城管") == ("unit", "城管", "")
    assert record_kind(TICKETS, "state:han") is None


@pytest.mark.parametrize("name", ["文定社区居委会/第四网格", "A B", "江阴,B"])
def test_what_is_taken_is_one_value_of_the_filter(name: str) -> None:
    taken = named("urgent grid:第四", Offer(name, "第四网格"))
    assert taken.shown == "第四网格"
    (_urgent, grid) = TICKETS.read(taken.text)
    assert grid.values == (name,)


def test_days_are_offered_from_the_language_and_the_month_it_is() -> None:
    shown = [each.shown for each in candidates(TICKETS, "due:", "2027-02")]
    assert {"last-month", "2027-02"} <= set(shown)
    assert not any(each.startswith("2026") for each in shown)


def test_more_offers_than_stand_there_are_told() -> None:
    assert rest_of(6, 6, more=False) == ""
    assert rest_of(7, 6, more=False).startswith("7 fit")
    assert rest_of(30, 6, more=True).startswith("more than 30 fit")


def test_a_name_as_typed_that_is_not_one_record_offers_what_may_be_meant(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            for name in ("综合行政执法局", "市政管理所"):
                await seen.app.desk.send(CreateUnit(name=name, aliases=("城管",)))
            await seen.shows("占道经营")
            rows = seen.app.screen.query_one(RowWindow)
            await seen.press("end", "up")
            await seen.until(lambda: rows.row is not None and rows.row.state == "filed")
            await seen.until(lambda: bool(seen.app.screen.steps()))
            await seen.press("f6")
            await seen.shows("Give tickets to the unit")
            form = seen.app.screen
            unit = next(each for each in form.query(RecordField) if each.field == "unit")
            unit.begin()
            unit.write("城管")
            await seen.press("ctrl+s")
            await seen.shows("Several units are called 城管", "Choose the one that is meant")
            await seen.press("enter")
            await seen.until(lambda: unit.text not in ("", "城管"))
            unit.write("执法")
            await seen.press("ctrl+s")
            await seen.shows("执法 is taken as 综合行政执法局")
            await seen.press("ctrl+s")
            await seen.until(lambda: rows.row is not None and rows.row.state == "dispatched")

    asyncio.run(scene())


def test_the_list_stays_while_a_term_is_unfinished(opened: Any, kind: str) -> None:
    unfinished = "Not complete yet: the list stays as it was."

    async def scene() -> None:
        async with opened(kind) as seen:
            await seen.shows("1 of 5")
            await seen.press("f3")
            # A field without a value, the beginning of a name, the beginning of a word.
            for text in ("unit:", "unit:cg", "overdu"):
                await seen.type(text)
                await seen.shows(text, unfinished)
                assert "井盖缺失" in await seen.still()
                await seen.press("ctrl+u")
                await seen.until(lambda: unfinished not in seen.text)
            await seen.type("unit:城管局")
            await seen.shows("1 of 3")
            assert unfinished not in seen.text
            # What is no beginning of anything finds nothing, and says so.
            await seen.press("ctrl+u")
            await seen.type("水管")
            await seen.shows("Nothing found.")
            assert unfinished not in seen.text

    asyncio.run(scene())


def test_an_answer_that_comes_after_more_was_typed_changes_nothing(
    opened: Any, office: Path, clock: Clock
) -> None:
    asked, go = list[str](), threading.Event()

    def hold(operation: Operation[Any]) -> None:
        if isinstance(operation, ListTickets) and "水管" in (operation.filter or ""):
            asked.append("水管")
            go.wait(PATIENCE_S)

    async def scene() -> None:
        async with opened(connect=watching(office, clock, hold)) as seen:
            await seen.shows("1 of 5")
            await seen.press("f3")
            await seen.type("水管")
            await seen.until(lambda: bool(asked))
            await seen.type(" unit:")
            await seen.shows("水管 unit:", "Not complete yet: the list stays as it was.")
            go.set()
            shown = await seen.still()
            assert "Nothing found." not in shown
            assert "井盖缺失" in shown

    asyncio.run(scene())


def test_what_is_typed_and_at_once_taken_back_is_not_asked(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("1 of 5")
            await seen.press("f3")
            await seen.type("unit:城管局")
            await seen.shows("1 of 3")
            for more in ("管", " unit:"):
                await seen.type(more)
                await seen.press(*["backspace"] * len(more))
                shown = await seen.still()
                assert "1 of 3" in shown
                assert "Not complete yet" not in shown
            await seen.type(" unit:")
            await seen.shows("Not complete yet")
            await seen.press(*["backspace"] * 6)
            await seen.until(lambda: "Not complete yet" not in seen.text)
            assert "1 of 3" in await seen.still()

    asyncio.run(scene())


def test_a_term_that_is_left_is_taken_as_it_stands(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("1 of 5")
            await seen.press("f3")
            await seen.type("unit:西城")
            await seen.shows("Not complete yet", "There is no unit 西城")
            assert "井盖缺失" in seen.text
            await seen.press("down")
            await seen.until(lambda: "Not complete yet" not in seen.text)
            await seen.shows("There is no unit 西城")
            assert "井盖缺失" not in seen.text

    asyncio.run(scene())


def test_sources_there_are_are_offered_in_the_form_and_in_the_filter(
    opened: Any, kind: str
) -> None:
    async def scene() -> None:
        async with opened(kind) as seen:
            for source in ("12345热线", "走访"):
                await seen.app.desk.send(CreateTicket(title="井盖", source=source))
            await seen.shows("1 of")
            await seen.press("insert")
            await seen.shows("New ticket", "Down offers those there are")
            source = next(
                each for each in seen.app.screen.query(RecordField) if each.field == "source"
            )
            source.begin()
            await seen.press("down")
            await seen.shows("12345热线", "走访")
            await seen.type("zf")
            # The page behind tells a source as well.
            await seen.until(lambda: source.query_one(OptionList).option_count == 1)
            await seen.press("enter")
            await seen.until(lambda: source.text == "走访")
            # One that is new is taken as well.
            source.write("网上信访")
            await seen.until(lambda: "--source 网上信访" in seen.text)
            source.write("")
            await seen.press("escape")
            await seen.press("f3")
            await seen.type("source:123")
            await seen.shows("12345热线")

    asyncio.run(scene())


@pytest.mark.parametrize("fact", ["source", "template", "duty_item"])
def test_facts_of_few_words_offer_them(fact: str) -> None:
    facts = [*EDITS["ticket"].facts.items()]
    facts += [pair for step in STEPS.values() for pair in step.facts.items()]
    made = [field_of(name, each, nowhere) for name, each in facts if name == fact]
    assert made
    assert all(isinstance(each, RecordField) and each.offers_all for each in made)


async def nowhere(_kind: str, _words: str) -> Offers:
    return Offers()


@pytest.mark.parametrize(("words", "field"), [(3, ChoiceField), (9, PickField)])
def test_words_that_do_not_fit_beside_each_other_are_offered_as_a_list(
    words: int, field: type[FieldLine]
) -> None:
    labels = {str(number): f"valid reports {number}" for number in range(words)}
    assert isinstance(choice_field("item", "Item", labels), field)
