"""One score down to its tickets: the items, what one rests on, and the tickets behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on, work
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.widget import Widget
from textual.widgets import Static

from gridctl.domain.errors import GridctlError, Param, word
from gridctl.domain.scoring.expression import plain
from gridctl.foundation.i18n import N_, _
from gridctl.operations.queries.assessments import ExplainScore, Explanation, ScoreLine
from gridctl.presentation.assessments import SECTION_NAMES
from gridctl.presentation.columns import Column
from gridctl.presentation.filter_words import term
from gridctl.presentation.joining import headed
from gridctl.presentation.objections import outcome_line
from gridctl.presentation.rule_words import rule_in_words
from gridctl.presentation.scheme_words import SchemeWords, words_for
from gridctl.presentation.scores import (
    evidence_of,
    evidence_words,
    facts_behind,
    figures_of,
    ground_of,
    replaced_words,
    standing,
    tells,
    value_of,
    who,
)
from gridctl_tui.keymap import bindings
from gridctl_tui.screens.office import OfficeScreen
from gridctl_tui.screens.saving import SavedList, list_of
from gridctl_tui.widgets.lines import Piece, line, lines
from gridctl_tui.widgets.row_window import RowWindow

if TYPE_CHECKING:
    from gridctl_tui.app import Dashboard

#: Numbers that one line of the filter takes (its length is bounded).
_MOST = 80
_ITEMS = (
    Column("label", N_("Scored item"), width="wide"),
    Column("points", N_("Points given"), kind="int", width="narrow"),
    Column("full", N_("of"), kind="int", width="narrow"),
    Column("value", N_("Value"), kind="int", width="narrow"),
    Column("behind", N_("Records"), kind="int", width="narrow"),
    Column("section", N_("Part"), width="narrow", labels=SECTION_NAMES, wide_only=True),
)
_TICKETS = (
    Column("number", N_("Ticket or evidence"), width="narrow"),
    Column("figure", N_("Counts as"), width="wide"),
)


class ItemRow(NamedTuple):
    """An item of a score as a row."""

    item: str
    label: str
    points: str
    full: str
    value: str
    behind: int | None
    section: str
    lost: bool

    def model_dump(self) -> dict[str, object]:
        """Return the fields, as views do."""
        return self._asdict()


class TicketRow(NamedTuple):
    """A ticket, a whistle call or a piece of evidence behind a figure, or come to it later."""

    place: int
    number: str
    figure: str
    noun: str
    later: bool = False

    def model_dump(self) -> dict[str, object]:
        """Return the fields, as views do."""
        return self._asdict()


async def open_score(app: Dashboard, assessment: str, key: str) -> None:
    """Open the score of a subject; say so where there is none."""
    try:
        found = await app.desk.send(ExplainScore(assessment=assessment, key=key))
    except GridctlError as error:
        app.tell(error)
        return
    await app.push_screen(ScoreScreen(found))


class ScoreScreen(OfficeScreen):
    """Everything about a score."""

    TAB = "assess"
    CSS_PATH = "assess.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "record.leave",
        "score.tickets",
        "assess.object",
        "list.save",
        "list.copy",
        "list.copy_command",
    )

    def __init__(self, found: Explanation) -> None:
        super().__init__()
        self._found = found
        self._words: SchemeWords = words_for(found.scheme_text)
        self._lines = {each.item: each for each in found.lines if tells(each)}

    def tab(self) -> str:
        """Return the tab it was opened from."""
        return self.dashboard.current_mode

    def body(self) -> Iterator[Widget]:
        """Yield who it is, the items, what the one under the cursor rests on, its tickets."""
        yield Static(id="heading")
        with Container(id="split"):
            yield RowWindow(_ITEMS, "item", _item_tone, id="items")
            with Vertical(id="beside"):
                yield Static(id="why")
                yield RowWindow(_TICKETS, "place", _ticket_tone, id="tickets")

    def on_mount(self) -> None:
        """Show the items."""
        head = self._found.assessment
        told: list[Piece] = [
            (f" {who(self._found)} ", "bold $accent"),
            (f" {standing(self._found, self._words)} ", "bold"),
            (f" {head.period} {head.assessment} ", "$dim"),
        ]
        self.query_one("#heading", Static).update(line(told))
        items = self.query_one("#items", RowWindow)
        items.hold([self._row(each) for each in self._lines.values()])
        items.focus()

    def _row(self, each: ScoreLine) -> ItemRow:
        full = next((c.max for c in self._found.columns if c.item == each.item), None)
        lost = each.section == "penalty" or (full is not None and each.points < full)
        behind = [row for row in self._behind(each) if not row.later]
        return ItemRow(
            each.item, self._words.label(each.item), str(each.points),
            "" if full is None else plain(full), value_of(each, self._words), len(behind) or None,
            each.section, each.section != "bonus" and lost,
        )  # fmt: skip

    def _serials(self, fact: str) -> tuple[str, ...]:
        return self._found.tickets.get(fact, ())

    # -- the item under the cursor

    @on(RowWindow.Moved, "#items")
    def _moved(self, event: RowWindow.Moved) -> None:
        if event.row is not None:
            each = self._lines[event.row.item]
            self.query_one("#why", Static).update(lines(self._why(each)))
            self.query_one("#tickets", RowWindow).hold(list(self._behind(each)))

    def _why(self, each: ScoreLine) -> Iterator[list[Piece]]:
        yield [(self._words.label(each.item), "bold $accent")]
        if each.item in self._words.rules:
            rule = rule_in_words(self._words.rules[each.item], self._words.label)
            yield [(word(_("Rule: {rule}"), {"rule": rule}), "")]
        if figures := figures_of(each, self._words):
            yield [(figures, "bold")]
        if why := self._words.treated(each):
            yield [(word(_("Why: {why}"), {"why": why}), "$warning")]
        for fact in each.inputs:
            if source := self._found.sources.get(fact):
                yield [(ground_of(fact, source, self._words), "$dim")]
        for fact in facts_behind(each):
            if serials := self._found.replaced.get(fact):
                yield [(replaced_words(fact, " ".join(serials), self._words), "$dim")]

        for objection in self._found.objections:
            if objection.item in ("", each.item):
                yield [(outcome_line(objection), "$warning")]

    def _behind(self, each: ScoreLine) -> Iterator[TicketRow]:
        """Yield all that is behind an item, once, under the fact that is told first."""
        seen: dict[tuple[str, str], str] = {}
        later: set[tuple[str, str]] = set()
        for fact in facts_behind(each):
            for noun, numbers in (("ticket", self._serials(fact)), ("whistle", self._calls(fact))):
                for number in numbers:
                    seen.setdefault((noun, number), self._words.figure(fact))
        for fact, found in evidence_of(each, self._found):
            told = headed(self._words.figure(fact), evidence_words(found))
            seen["evidence", str(found.id)] = told
            if found.since == "added":
                later.add(("evidence", str(found.id)))
        for place, (what, figure) in enumerate(seen.items()):
            yield TicketRow(place, what[1], figure, what[0], what in later)

    def _calls(self, fact: str) -> tuple[str, ...]:
        return self._found.calls.get(fact, ())

    # -- further down

    @on(RowWindow.Opened, "#items")
    def _to_tickets(self) -> None:
        tickets = self.query_one("#tickets", RowWindow)
        if tickets.row is not None:
            tickets.focus()
        else:
            self.notify(_("No ticket stands behind it."))

    @on(RowWindow.Opened, "#tickets")
    async def _open_ticket(self, event: RowWindow.Opened) -> None:
        from gridctl_tui.screens.ticket import open_ticket

        if event.row.noun == "ticket":
            await open_ticket(self.dashboard, event.row.number)
        else:
            self._show_record(event.row)

    @work
    async def _show_record(self, row: TicketRow) -> None:
        """Show a whistle call or a piece of evidence."""
        from gridctl_tui.verbing import take_verb

        await take_verb(self.dashboard, (row.noun, "show"), records=[row.number])

    def action_tickets(self) -> None:
        """List the tickets behind the item."""
        numbers = [row.number for row in self._at_hand() if row.noun == "ticket"]
        if not numbers:
            self.notify(_("No ticket stands behind it."))
            return
        if len(numbers) > _MOST:
            told: dict[str, Param] = {"most": _MOST, "count": f"{len(numbers):,}"}
            self.notify(word(_("The first {most} of {count} are listed."), told))
        self.dashboard.show_tickets(term("ticket", "no", ",".join(numbers[:_MOST])))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out objections to what is frozen."""
        if action == "object" and self._found.assessment.state == "frozen":
            return False
        return super().check_action(action, parameters)

    @work
    async def action_object(self) -> None:
        """Object to the item under the cursor, and to the ticket where the cursor is on one."""
        from gridctl_tui.screens.objecting import object_to

        item, tickets = self.query_one("#items", RowWindow).row, self.query_one("#tickets")
        assert isinstance(tickets, RowWindow)
        row = tickets.row if tickets.has_focus else None
        ticket = row.number if row is not None and row.noun == "ticket" else ""
        head, key = self._found.assessment.assessment, self._found.score.key
        if await object_to(self.dashboard, head, key, item.item if item else "", ticket):
            found = await self.ask(ExplainScore(assessment=head, key=key))
            self._found = found or self._found
            if item is not None:
                self.query_one("#why", Static).update(lines(self._why(self._lines[item.item])))

    def _at_hand(self) -> list[TicketRow]:
        run = self.query_one("#tickets", RowWindow).run
        return run.rows_at_hand() if run else []

    async def savable(self) -> SavedList | None:
        """Return the tickets behind the item where the cursor is among them, else the items."""
        tickets, name = self.query_one("#tickets", RowWindow), f"score-{self._found.score.key}"
        if tickets.has_focus:
            return list_of(f"{name}-tickets", _TICKETS, tickets, None)
        return list_of(name, _ITEMS, self.query_one("#items", RowWindow), None)

    def action_copy(self) -> None:
        """Copy the numbers of the tickets behind the item."""
        self.copied("\n".join(row.number for row in self._at_hand()))

    def action_copy_command(self) -> None:
        """Copy the command that explains the score."""
        score, head = self._found.score, self._found.assessment
        words = f"assess explain {score.key} --assessment {head.assessment}"
        self.copied(f"{self.dashboard.opening.command} {words}")

    def action_leave(self) -> None:
        """Go back: from the tickets to the items, from these to the ranking."""
        items = self.query_one("#items", RowWindow)
        if self.query_one("#tickets").has_focus:
            items.focus()
        else:
            self.dismiss()


def _item_tone(row: ItemRow, key: str) -> str:
    return "due" if row.lost and key in ("points", "value") else "dim" if key == "full" else ""


def _ticket_tone(_row: TicketRow, key: str) -> str:
    return "dim" if key == "figure" else ""
